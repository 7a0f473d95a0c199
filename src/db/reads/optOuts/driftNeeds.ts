import type { Db } from '../../database.ts';
import { iso } from '../iso.ts';
import type { Needs, NeedsPerson } from '../needsPersonTypes.ts';

interface AuditRow {
  id: string;
  name: string;
  finished_at: Date;
  out_here_only: number;
  out_there_only: number;
  error_message: string | null;
}

/**
 * What the newest drift audit of each connection leaves to a person: disagreements that were not repaired, or that it
 * failed. While a connection is broken, that is told instead.
 */
export async function readDriftNeeds(db: Db, teamId: string): Promise<Needs> {
  const rows: AuditRow[] = await db.query(
    `select a.id, k.name, a.finished_at, a.out_here_only, a.out_there_only, a.error_message
     from connection k
     cross join lateral (
       select * from drift_audit a where a.team_id = $1 and a.connection_id = k.id and a.finished_at is not null
       order by a.queued_at desc limit 1
     ) a
     where k.team_id = $1 and k.disconnected_at is null and a.repaired_at is null
       and (a.out_here_only + a.out_there_only > 0 or a.state = 'failed' and k.fault_code is null)`,
    [teamId],
  );
  const items = rows.map(
    (row): NeedsPerson => ({
      id: `drift-${row.id}`,
      kind: 'drift',
      sentence: `${row.name}: ${sentence(row)}`,
      since: iso(row.finished_at),
      due: null,
      link: `/opt-outs/drift/${row.id}`,
      action: 'Open',
    }),
  );
  return { items, total: items.length };
}

function sentence({ out_here_only: here, out_there_only: there, error_message: error }: AuditRow): string {
  const sides = [
    ...(here > 0 ? [`${counted(here)} opted out only here`] : []),
    ...(there > 0 ? [`${counted(there)} opted out only there`] : []),
  ];
  const found = sides.length > 0 ? `the drift audit found ${sides.join(' and ')}.` : '';
  if (error === null) return found;
  return [`the drift audit did not come to its end. ${error}`, found && `Until then ${found}`].filter(Boolean).join(' ');
}

function counted(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'contact' : 'contacts'}`;
}
