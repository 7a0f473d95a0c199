import { useParams } from '@tanstack/react-router';

/** A named part of the address: `team`, `contact`, `connection`, `run`, `preview`, `recordType`, `audit`, `code`. */
export function useRouteParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  const value = params[name];
  if (value === undefined) throw new Error(`The address has no part called ${name}`);
  return value;
}
