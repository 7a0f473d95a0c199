import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { LedgerCheck, OptOutReport } from '../../http/schemas/optOuts.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

/** Eastern days, both included: `2026-11-01`. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** How many opt-out changes there were in these days, and the newest ten. */
export function useOptOutReport({ from, to }: DayRange) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.optOuts(slug, 'report', from, to),
    queryFn: ({ signal }) => request<OptOutReport>(teamPath(slug, '/opt-outs/report', { from, to }), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Address of the report as CSV. */
export function reportCsvAddress(slug: string, { from, to }: DayRange): string {
  return teamPath(slug, '/opt-outs/report.csv', { from, to });
}

/** Recomputes every link of the ledger: on opening the page and when asked, not on every change. */
export function useLedgerCheck() {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.ledger(slug),
    queryFn: ({ signal }) => request<LedgerCheck>(teamPath(slug, '/opt-outs/ledger'), { signal }),
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
}
