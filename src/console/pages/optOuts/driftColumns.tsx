import type { DriftAudit } from '../../../http/schemas/drift.ts';
import { count } from '../../format/number.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { ToneBadge } from '../../parts/ToneBadge.tsx';
import { TextLink } from '../../router/links.tsx';
import { differing } from './driftWords.ts';

const made = new Map<string, readonly Column<DriftAudit>[]>();

/** The columns of the list of audits; the same array each time, so that the table is not laid out anew. */
export function driftColumns(team: string): readonly Column<DriftAudit>[] {
  const known = made.get(team);
  if (known !== undefined) return known;
  const columns: readonly Column<DriftAudit>[] = [
    {
      id: 'when',
      header: 'When',
      width: 150,
      narrow: 'lead',
      cell: (audit) => (
        <TextLink to="/t/$team/opt-outs/drift/$audit" params={{ team, audit: audit.id }} preload={false}>
          <RelativeTime at={audit.finishedAt ?? audit.queuedAt} inTable />
        </TextLink>
      ),
    },
    { id: 'connection', header: 'Connection', narrow: 'line', cell: (audit) => audit.connectionName },
    { id: 'result', header: 'Result', width: 150, narrow: 'end', cell: (audit) => <AuditBadge audit={audit} /> },
    { id: 'compared', header: 'Compared', width: 110, numeric: true, cell: compared },
    { id: 'agree', header: 'Agree', width: 110, numeric: true, cell: (audit) => count(audit.agree) },
    { id: 'here', header: 'Out here only', width: 130, numeric: true, cell: (audit) => count(audit.outHereOnly) },
    { id: 'there', header: 'Out there only', width: 130, numeric: true, cell: (audit) => count(audit.outThereOnly) },
    { id: 'gone', header: 'Record gone', width: 120, numeric: true, cell: (audit) => count(audit.gone) },
    { id: 'calls', header: 'Calls', width: 90, numeric: true, cell: (audit) => count(audit.callsSpent) },
  ];
  made.set(team, columns);
  return columns;
}

function compared({ state, compared, total }: DriftAudit): string {
  return state === 'finished' ? count(compared) : `${count(compared)} of ${count(total)}`;
}

/** What came of an audit: icon and words. */
export function AuditBadge({ audit }: { readonly audit: DriftAudit }) {
  const wrong = differing(audit);
  switch (audit.state) {
    case 'queued':
      return <ToneBadge tone="idle">Queued</ToneBadge>;
    case 'running':
      return <ToneBadge tone="running">Running</ToneBadge>;
    case 'failed':
      return <ToneBadge tone="danger">Failed</ToneBadge>;
    case 'finished':
      if (wrong === 0) return <ToneBadge tone="ok">All agree</ToneBadge>;
      return (
        <ToneBadge tone={audit.repairedAt === null ? 'attention' : 'ok'}>
          {audit.repairedAt === null ? `${count(wrong)} differ` : 'Repaired'}
        </ToneBadge>
      );
  }
}
