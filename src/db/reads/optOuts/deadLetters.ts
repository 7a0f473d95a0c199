import { WRITE_BACK_CODES, CONNECTOR_CODES, type CodeText } from '../../../contract/codes.ts';
import { OWN_CODES } from '../../../domain/ownCodes.ts';
import { readConsentPolicy } from '../../consentPolicy.ts';
import type { Db } from '../../database.ts';
import { GROUP_KEY } from '../../outboxGroups.ts';
import { iso } from '../iso.ts';
import { toWriteBack, WRITE_BACK_COLUMNS, type WriteBackLine, type WriteBackRow } from '../writeBacks.ts';
import { SINCE } from './counts.ts';
import { dueOf } from './due.ts';
import { toWhom, WHOM_NAME, type WhomRow } from './whom.ts';

const GROUPS_SHOWN = 100;
const ITEMS_SHOWN = 50;
/** Many causes of their own, each with its record in the CRM's words, must not make the answer endless. */
const ITEMS_IN_ALL = 1000;

interface DeadRow extends WriteBackRow, WhomRow {
  contact_id: number;
  group_key: string;
  group_count: number;
  since: Date;
  total: number;
}

/**
 * Write-backs that need a person, by cause; those of a disconnected connection can't be sent any more and are told on
 * the contact alone.
 */
export async function readDeadLetters(db: Db, teamId: string, now: Date) {
  const [{ businessDays }, rows] = await Promise.all([readConsentPolicy(db, teamId), readRows(db, teamId)]);
  const groups = new Map<string, DeadRow[]>();
  for (const row of rows) groups.set(row.group_key, [...(groups.get(row.group_key) ?? []), row]);
  return {
    groups: [...groups.values()].map((items) => toGroup(items, businessDays, now)),
    total: rows[0]?.total ?? 0,
  };
}

/** @returns a dead letter, or what became of it; null when the team has no such write-back */
export async function readDeadLetter(db: Db, teamId: string, id: string): Promise<WriteBackLine | null> {
  const [row]: WriteBackRow[] = await db.query(
    `select ${WRITE_BACK_COLUMNS} from outbox o join connection k on k.id = o.connection_id where o.id = $2 and o.team_id = $1`,
    [teamId, id],
  );
  return row ? toWriteBack(row) : null;
}

async function readRows(db: Db, teamId: string): Promise<DeadRow[]> {
  return db.query(
    `with dead as (
       select o.id, ${GROUP_KEY} as group_key, ${SINCE} as since
       from outbox o join connection k on k.id = o.connection_id and k.disconnected_at is null
       where o.team_id = $1 and o.state = 'dead'
     ), grouped as (
       select group_key, count(*)::int as group_count, min(since) as oldest, min(id) as first from dead group by group_key
     ), placed as (
       select d.id, d.since, g.*, row_number() over (partition by d.group_key order by d.since, d.id) as place
       from dead d
       join (select * from grouped order by oldest, first limit $2) g using (group_key)
     ), chosen as (
       -- Cut off before the tables are joined, so that they are looked into by key and not read whole.
       select * from placed where place <= $3 order by oldest, first, place limit $4
     )
     select ${WRITE_BACK_COLUMNS}, p.group_key, p.group_count, p.since, (select count(*)::int from dead) as total,
       o.contact_id, ${WHOM_NAME} as name, c.mobile
     from chosen p
     join outbox o on o.id = p.id
     join connection k on k.id = o.connection_id
     join contact c on c.id = o.contact_id
     order by p.oldest, p.first, p.place`,
    [teamId, GROUPS_SHOWN, ITEMS_SHOWN, ITEMS_IN_ALL],
  );
}

function toGroup(rows: readonly DeadRow[], businessDays: number, now: Date) {
  const { group_key: key, connection_id: connectionId, connection_name: connectionName, ...first } = rows[0]!;
  const code = first.code ?? '';
  const text = deadLetterText(code);
  return {
    key,
    connectionId,
    connectionName,
    code,
    title: text.title,
    reason: first.reason ?? '',
    remedy: first.remedy ?? text.remedy,
    count: first.group_count,
    items: rows.map((row) => ({
      id: String(row.id),
      whom: toWhom(row),
      writeBack: toWriteBack(row),
      since: iso(row.since),
      due: row.change === 'opted_out' ? dueOf(row.since, businessDays, now) : null,
    })),
  };
}

const UNKNOWN: CodeText = {
  title: 'Refused',
  why: '',
  remedy: 'Correct the record in the CRM, then retry.',
};

/** What a person reads about the code a write-back was refused with. */
export function deadLetterText(code: string): CodeText {
  const own: Readonly<Record<string, CodeText>> = { ...OWN_CODES, ...CONNECTOR_CODES, ...WRITE_BACK_CODES };
  return own[code] ?? WRITE_BACK_CODES['UNKNOWN'] ?? UNKNOWN;
}
