import { showMobile } from '../../../domain/phone.ts';

/** Whom something is about: a contact, or a number that nobody has. */
export interface WhomRow {
  readonly contact_id: number | null;
  readonly name: string | null;
  readonly mobile: string | null;
}

/** The contact's full name; null where `left join contact c` found nobody. */
export const WHOM_NAME = `c.first_name || ' ' || c.last_name`;

export function toWhom(row: WhomRow) {
  return {
    contactId: row.contact_id === null ? null : String(row.contact_id),
    name: row.name,
    mobile: row.mobile,
    mobileShown: row.mobile === null ? null : showMobile(row.mobile),
  };
}

/**
 * The contact that a review item is about: who had its number when the message came, else who has it now. Follows `from
 * review_item r`.
 */
export const REVIEWED = `coalesce(r.contact_id, (select n.id from contact n where n.team_id = r.team_id and n.mobile = r.mobile))`;
