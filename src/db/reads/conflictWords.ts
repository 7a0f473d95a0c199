import type { ConsentRule } from '../../domain/importConsent.ts';
import type { ConflictRow } from './consentHistory.ts';
import { bothZones } from './bandWords.ts';

const RULES: Readonly<Record<ConsentRule, string>> = {
  stop_stands: 'the STOP came from the contact, and only START or an admin’s written reason lifts it (consent rule 3)',
  write_back_waiting: 'our opt-out had not reached it yet (consent rule 3)',
  staff_opt_out_stands: 'the record had not changed since our opt-out was confirmed (consent rule 3)',
  other_source: 'only the source a contact comes from lifts what another one opted out (consent rule 3)',
  row_not_taken: 'the row could not be taken, and an opt-in in it counts once it is mended (consent rule 3)',
  read_back_differs: 'the value it had confirmed was another one when it was read back (consent rule 3)',
};

/** Why a value of the CRM was not applied; goes on after “because”. */
export function ruleWords(rule: string): string {
  return (RULES as Readonly<Record<string, string>>)[rule] ?? 'an opt-out wins (consent rule 3)';
}

/** `Salesforce said opted in; kept opted out, because …` */
export function conflictSentence(conflict: Pick<ConflictRow, 'connection_name' | 'crm_value' | 'rule'>): string {
  return `${conflict.connection_name} said ${conflict.crm_value}; kept opted out, because ${ruleWords(conflict.rule)}`;
}

/** How a conflict ended, as a sentence; empty while it stands. */
export function settledWords(
  conflict: Pick<ConflictRow, 'connection_name' | 'resolved_at' | 'resolved_by'>,
): string {
  const { resolved_at: at, resolved_by: by, connection_name: crm } = conflict;
  if (!at) return '';
  if (by === null) return `Settled on ${bothZones(at)}.`;
  // Either it says opted out by now, or an import has lifted the opt-out.
  if (by === crm) return `Settled on ${bothZones(at)}: ${crm} says the same since.`;
  return `${by} sent our state to ${crm} again on ${bothZones(at)}.`;
}
