import type { Arena } from './arena.ts';

export interface TextablePerson {
  /** The CRM's ID of the record. */
  readonly contactId: string;
  /** E.164 */
  readonly mobile: string;
}

/**
 * Different people who may be texted.
 * @throws when the team has fewer
 */
export async function textablePeople({ sql }: Arena, count: number): Promise<TextablePerson[]> {
  const { rows } = await sql.query<{ contact_id: string; mobile: string }>(
    'select contact_id, mobile from contact where not opted_out and mobile is not null order by id limit $1',
    [count],
  );
  if (rows.length < count) throw new Error(`Only ${rows.length} of ${count} people may be texted.`);
  return rows.map((row) => ({ contactId: row.contact_id, mobile: row.mobile }));
}

/** A provider's ID of a message, different for every index. */
export const messageId = (index: number): string => `SM${String(index).padStart(32, '0')}`;
