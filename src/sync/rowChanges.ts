import type { RowDecision } from '../domain/mergeTypes.ts';
import { showMobile } from '../domain/phone.ts';

/** One field before and after, as a person reads it; null is empty. */
export interface RowChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a row changes in a contact that exists, field by field; custom fields by their key. */
export function rowChanges(decision: RowDecision): RowChange[] {
  const { before, write } = decision;
  if (!before || !write) return [];
  const changes: RowChange[] = [];
  const compare = (field: string, from: string | null, to: string | null): void => {
    if (from !== to) changes.push({ field, before: from, after: to });
  };
  compare('First name', before.firstName, write.firstName);
  compare('Last name', before.lastName, write.lastName);
  compare('Mobile number', before.mobile && showMobile(before.mobile), write.mobile && showMobile(write.mobile));
  compare('Assigned to', before.assignedTo, write.assignedTo);
  compare('Texting', texting(before.optedOut), texting(write.optedOut));
  for (const key of Object.keys(write.custom)) compare(key, shown(before.custom[key]), shown(write.custom[key]));
  return changes;
}

const texting = (optedOut: boolean): string => (optedOut ? 'Opted out' : 'Opted in');

const shown = (value: string | number | boolean | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
