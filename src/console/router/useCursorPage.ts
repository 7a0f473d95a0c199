import { useNavigate, useSearch } from '@tanstack/react-router';
import type { QueryString } from './queryString.ts';

export interface CursorPage {
  /** Where this page begins; undefined for the first. */
  readonly after: string | undefined;
  /** Number of the page, from 1. */
  readonly page: number;
  readonly goNext: (cursor: string) => void;
  readonly goPrevious: () => void;
}

/**
 * A page of a list that is read by cursor, kept in the address as `after` and `page`. Next adds a history entry, so
 * Previous is Back; on a pasted link, where there is nothing to go back to, it is the first page.
 */
export function useCursorPage(): CursorPage {
  const query: QueryString = useSearch({ strict: false });
  const navigate = useNavigate();
  const page = Math.max(1, Number.parseInt(query['page'] ?? '1', 10) || 1);
  const after = query['after'];
  const first = (previous: QueryString): QueryString => ({ ...previous, after: undefined, page: undefined });
  return {
    after,
    page: after === undefined ? 1 : page,
    goNext: (cursor) => {
      const state = { rcPagedFrom: true };
      void navigate({ to: '.', search: (previous: QueryString) => ({ ...previous, after: cursor, page: String(page + 1) }), state });
    },
    goPrevious: () => {
      if (window.history.state !== null && 'rcPagedFrom' in window.history.state) window.history.back();
      else void navigate({ to: '.', search: first });
    },
  };
}

declare module '@tanstack/history' {
  interface HistoryState {
    /** Set on entries that Next made. */
    rcPagedFrom?: boolean;
  }
}
