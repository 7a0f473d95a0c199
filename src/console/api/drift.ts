import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  DriftAudit,
  DriftAuditList,
  DriftItem,
  DriftRepaired,
  DriftReport,
  SaveWeeklyAudit,
  StartDriftAudit,
} from '../../http/schemas/drift.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

/** How often a running audit is looked at, beside what the event stream says. */
const POLL_MS = 1_000;

export const isAuditOver = ({ state }: DriftAudit): boolean => state === 'finished' || state === 'failed';

/** The audits of the team, newest first, and what can be audited. Follows those that run. */
export function useDriftAudits() {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.optOuts(slug, 'drift'),
    queryFn: ({ signal }) => request<DriftAuditList>(teamPath(slug, '/opt-outs/drift'), { signal }),
    refetchInterval: ({ state }) => (state.data?.audits.every(isAuditOver) === false ? POLL_MS : false),
    staleTime: 2_000,
  });
}

export interface DriftFilter {
  readonly kind?: DriftItem['kind'] | undefined;
  readonly after?: string | undefined;
}

/** One audit with a page of its disagreements. The page before stays on screen while the next one comes. */
export function useDriftReport(id: string, { kind, after }: DriftFilter) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.optOuts(slug, 'drift', id, kind ?? '', after ?? ''),
    queryFn: ({ signal }) =>
      request<DriftReport>(teamPath(slug, `/opt-outs/drift/${encodeURIComponent(id)}`, { kind, after }), { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && !isAuditOver(state.data.audit) ? POLL_MS : false),
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });
}

function useDriftAct<Body, Answer>(send: (slug: string, body: Body) => Promise<Answer>) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(slug, body),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.optOuts(slug, 'drift') }),
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
      ]),
  });
}

/** Queues an audit; `audit_running` when one runs already, `audit_refused` when there is nothing to compare with. */
export const useStartAudit = () =>
  useDriftAct((slug, body: StartDriftAudit) =>
    request<DriftAudit>(teamPath(slug, '/opt-outs/drift'), { method: 'POST', body }),
  );

export const useSaveWeeklyAudit = () =>
  useDriftAct((slug, body: SaveWeeklyAudit) =>
    request<unknown>(teamPath(slug, '/opt-outs/drift/weekly'), { method: 'PUT', body }),
  );

/** Adds the opt-outs that are missing on either side; lifts none. */
export const useRepairAudit = (id: string) =>
  useDriftAct((slug, _: undefined) =>
    request<DriftRepaired>(teamPath(slug, `/opt-outs/drift/${encodeURIComponent(id)}/repair`), {
      method: 'POST',
      body: {},
    }),
  );
