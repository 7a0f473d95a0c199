import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Every value of a query string is text: a pasted mobile number or contact ID keeps its zeros. */
export type QueryString = Record<string, string | undefined>;

export function parseQuery(search: string): QueryString {
  return Object.fromEntries(new URLSearchParams(search));
}

export function printQuery(query: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  return search.size > 0 ? `?${search.toString()}` : '';
}

type SetQueryValue = (value: string | undefined, options?: { push?: boolean }) => void;

/**
 * One value kept in the address, so that Back and a pasted link restore the view. Setting it replaces the
 * history entry unless `push` is given; `undefined` takes it out.
 */
export function useQueryValue(name: string): [string | undefined, SetQueryValue] {
  const query: QueryString = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = useCallback(
    (value: string | undefined, options: { push?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: (previous: QueryString) => ({ ...previous, [name]: value }),
        replace: options.push !== true,
        resetScroll: false,
      });
    },
    [name, navigate],
  );
  return [query[name], set];
}
