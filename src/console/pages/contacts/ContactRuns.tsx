import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { useTeam } from '../../api/team.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { TextLink } from '../../router/links.tsx';

type ContactRun = ContactDetails['runs'][number];

/** The runs that touched the contact, and what each did. */
export function ContactRuns({ runs }: { readonly runs: readonly ContactRun[] }) {
  const { slug } = useTeam();
  if (runs.length === 0) return <EmptyState kind="all_done">No run has touched this contact since it came in.</EmptyState>;
  const columns: readonly Column<ContactRun>[] = [
    { id: 'at', header: 'When', width: 180, narrow: 'end', cell: (run) => <RelativeTime at={run.at} inTable /> },
    {
      id: 'run',
      header: 'Run',
      width: 220,
      narrow: 'lead',
      cell: (run) => (
        <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: run.runId }}>
          {run.runId.slice(0, 8)}
        </TextLink>
      ),
    },
    { id: 'outcome', header: 'Outcome', narrow: 'line', cell: (run) => run.outcome },
  ];
  return <DataTable caption="Runs" columns={columns} rows={runs} rowKey={(run) => run.runId + run.at} />;
}
