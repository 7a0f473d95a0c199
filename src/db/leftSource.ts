import type { RecordType } from '../domain/contact.ts';
import type { Db } from './database.ts';

/**
 * People whose source no longer holds them. They are kept as they are and never opted in or out by it: `left_source_at`
 * says since when, and the import's `left_tag`, if it has one, is among their tags until they come again.
 */

/** A reading (a run or a preview) of one import, with what it met in `source_seen`. */
export interface Reading {
  readonly readerId: string;
  readonly connectionId: string;
  readonly recordType: RecordType;
}

const UNMET = `c.connection_id = $2 and c.record_type = $3 and c.left_source_at is null
  and not exists (select 1 from source_seen s where s.reader_id = $1 and s.record_id = c.record_id)`;

const paramsOf = (reading: Reading): string[] => [reading.readerId, reading.connectionId, reading.recordType];

/** Contacts of the import that the reading did not meet and that had not left before; by row ID, in order. */
export async function findUnmet(db: Db, reading: Reading): Promise<number[]> {
  const rows: { id: number }[] = await db.query(
    `select c.id from contact c where ${UNMET} order by c.id`,
    paramsOf(reading),
  );
  return rows.map((row) => row.id);
}

/** Contacts by row ID, in that order, as far as people are told by name. */
export async function readPeople(
  db: Db,
  ids: readonly number[],
): Promise<{ id: string; name: string; mobile: string | null }[]> {
  return db.query(
    `select id::text, first_name || ' ' || last_name as name, mobile from contact where id = any($1::bigint[]) order by contact.id`,
    [ids],
  );
}

/**
 * Marks contacts as having left. Call it with the team locked for the merge; who was taken over by another import since
 * `findUnmet` is left alone.
 * @returns how many were marked
 */
export async function markLeft(tx: Db, reading: Reading, ids: readonly number[], now: Date): Promise<number> {
  const [, count]: [unknown[], number] = await tx.query(
    `update contact c set left_source_at = $5,
       tags = case when i.left_tag is null or i.left_tag = any(c.tags) then c.tags else c.tags || i.left_tag end
     from import_config i
     where c.id = any($4::bigint[]) and i.connection_id = $2 and i.record_type = $3 and ${UNMET}`,
    [...paramsOf(reading), ids, now],
  );
  return count;
}

/** Takes back that contacts had left their source, with the tag that was given for it. */
export async function bringBack(tx: Db, ids: readonly number[]): Promise<void> {
  await tx.query(
    `update contact c set left_source_at = null, tags = array_remove(c.tags, i.left_tag)
     from import_config i
     where c.id = any($1::bigint[]) and i.connection_id = c.connection_id and i.record_type = c.record_type`,
    [ids],
  );
}

/** Gives those who have left an import's source its new tag in place of the old one; null is none. */
export async function retagLeft(
  tx: Db,
  before: { readonly connection_id: string; readonly record_type: RecordType; readonly left_tag: string | null },
  tag: string | null,
): Promise<void> {
  await tx.query(
    `update contact c set tags = array_remove(array_remove(c.tags, $3), $4) || array_remove(array[$4::text], null)
     where c.connection_id = $1 and c.record_type = $2 and c.left_source_at is not null`,
    [before.connection_id, before.record_type, before.left_tag, tag],
  );
}
