import type { StoredConsent } from '../domain/importConsent.ts';
import type { ConsentCause, ConsentChange } from '../domain/contact.ts';
import type { Db } from './database.ts';

/** A contact whose opt-in is about to be written, as an import would meet it. */
export interface OptingIn extends StoredConsent {
  readonly writeBackId: number;
  readonly contactId: number;
  readonly mobile: string | null;
}

/**
 * Reads the contacts of claimed opt-ins, with the team locked for the merge. Left out are those that are none of ours
 * to change any more: claimed by somebody else meanwhile, changed again, or not linked to that record.
 */
export async function readOptingIn(db: Db, owner: string, writeBackIds: readonly number[]): Promise<OptingIn[]> {
  const rows: {
    id: number;
    contact_id: number;
    created_at: Date;
    mobile: string | null;
    opted_out: boolean;
    consent_cause: ConsentCause | null;
    crm_confirmed_at: Date | null;
    confirmed_change: ConsentChange | null;
  }[] = await db.query(
    `select o.id, o.contact_id, o.created_at, c.mobile, c.opted_out, c.consent_cause, d.crm_confirmed_at,
       d.change as confirmed_change
     from outbox o
     join contact c on c.id = o.contact_id and c.connection_id = o.connection_id and c.record_type = o.record_type
       and c.record_id = o.record_id
     left join lateral (
       select crm_confirmed_at, change from outbox where contact_id = c.id and state = 'confirmed'
       order by crm_confirmed_at desc, id desc limit 1
     ) d on true
     where o.id = any($2::bigint[]) and o.lease_owner = $1 and o.state = 'in_flight' and o.change = 'opted_in'
       and not exists (select 1 from outbox n where n.contact_id = c.id and n.id > o.id)
     order by c.id`,
    [owner, writeBackIds],
  );
  return rows.map((row) => ({
    writeBackId: row.id,
    contactId: row.contact_id,
    mobile: row.mobile,
    optedOut: row.opted_out,
    cause: row.consent_cause,
    pending: { change: 'opted_in', since: row.created_at },
    confirmedAt: row.crm_confirmed_at,
    confirmedChange: row.confirmed_change,
  }));
}
