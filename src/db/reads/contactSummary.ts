import type { RecordType } from '../../domain/contact.ts';
import { showMobile } from '../../domain/phone.ts';
import { iso } from './iso.ts';

/** A contact as lists show it. */
export interface ContactSummaryRow {
  id: number;
  contact_id: string;
  first_name: string;
  last_name: string;
  mobile: string | null;
  opted_out: boolean;
  paused: boolean;
  assigned_name: string | null;
  connection_id: string | null;
  connection_name: string | null;
  record_type: RecordType | null;
  source_name: string | null;
  left_source_at: Date | null;
  tags: string[];
  changed_at: Date;
  write_back_pending: boolean;
}

/**
 * A message that may mean STOP waits for a decision: it pauses whoever has its number, and whoever had it when it came.
 * Follows `from contact c`.
 */
export const PAUSED = `(
  exists (select 1 from review_item r where r.team_id = c.team_id and r.mobile = c.mobile and r.state = 'open')
  or exists (select 1 from review_item r where r.contact_id = c.id and r.state = 'open'))`;

export const CONTACT_COLUMNS = `
  c.id, c.contact_id, c.first_name, c.last_name, c.mobile, c.opted_out, ${PAUSED} as paused, u.name as assigned_name, c.connection_id,
  k.name as connection_name, c.record_type, i.source_name, c.left_source_at, c.tags, c.changed_at,
  exists (select 1 from outbox o where o.contact_id = c.id and o.state in ('waiting', 'in_flight', 'dead')) as write_back_pending`;

/** Follows `from contact c`, so that `CONTACT_COLUMNS` find what they name. */
export const CONTACT_JOINS = `
  left join app_user u on u.id = c.assigned_to
  left join connection k on k.id = c.connection_id
  left join import_config i on i.connection_id = c.connection_id and i.record_type = c.record_type`;

export type TextingState = 'opted_in' | 'opted_out' | 'paused' | 'no_number';

/** An opt-out is told before anything else: it stands whether there is a number or not. */
export function textingState(row: {
  readonly opted_out: boolean;
  readonly paused: boolean;
  readonly mobile: string | null;
}): TextingState {
  if (row.opted_out) return 'opted_out';
  if (row.paused) return 'paused';
  return row.mobile === null ? 'no_number' : 'opted_in';
}

/** The condition on `contact c` that matches `textingState`. */
export const TEXTING_CONDITIONS: Readonly<Record<TextingState, string>> = {
  opted_out: 'c.opted_out',
  paused: `not c.opted_out and ${PAUSED}`,
  opted_in: `not c.opted_out and not ${PAUSED} and c.mobile is not null`,
  no_number: `not c.opted_out and not ${PAUSED} and c.mobile is null`,
};

export type ContactSummary = ReturnType<typeof toContactSummary>;

export function toContactSummary(row: ContactSummaryRow) {
  return {
    id: String(row.id),
    contactId: row.contact_id,
    firstName: row.first_name,
    lastName: row.last_name,
    mobile: row.mobile,
    mobileShown: row.mobile === null ? null : showMobile(row.mobile),
    texting: textingState(row),
    assignedTo: row.assigned_name,
    sourceName:
      row.connection_name === null
        ? null
        : [row.connection_name, row.source_name].filter((name) => name !== null).join(' · '),
    leftSourceAt: iso(row.left_source_at),
    tags: row.tags,
    changedAt: iso(row.changed_at),
    writeBackPending: row.write_back_pending,
  };
}
