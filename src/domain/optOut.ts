import type { DraftOptOut } from './draft.ts';
import type { OptOutMapping } from './mappingTypes.ts';
import type { RowProblem } from './rowCodes.ts';
import { keptValue, quotedValue } from './shownValue.ts';

/**
 * What a cell of the opt-out field says under a mapping. A checkbox is never empty: null counts as not ticked. A
 * picklist value is compared exactly first, then without regard to case and surrounding spaces. When the two values are
 * a yes and a no, such as true and false, every word for yes (true, yes, y, 1) and for no (false, no, n, 0) is known.
 * @returns the preference, or the problem (`optout_value_unknown`) when the mapping doesn't know the value
 */
export function readOptOut(mapping: OptOutMapping, cell: unknown): DraftOptOut | RowProblem {
  return mapping.kind === 'checkbox' ? readCheckbox(mapping, cell) : readPicklist(mapping, cell);
}

type CheckboxMapping = Extract<OptOutMapping, { kind: 'checkbox' }>;
type PicklistMapping = Extract<OptOutMapping, { kind: 'picklist' }>;

function readCheckbox(mapping: CheckboxMapping, cell: unknown): DraftOptOut | RowProblem {
  const ticked = readTick(cell);
  if (ticked === null) return unknownValue(cell, 'neither ticked (true) nor empty (false)');
  return ticked === (mapping.ticked === 'opted_out') ? 'opted_out' : 'opted_in';
}

function readTick(cell: unknown): boolean | null {
  if (typeof cell === 'boolean') return cell;
  if (cell === null || cell === undefined) return false;
  switch (fold(cell)) {
    case 'true':
      return true;
    case 'false':
    case '':
      return false;
    default:
      return null;
  }
}

function readPicklist(mapping: PicklistMapping, cell: unknown): DraftOptOut | RowProblem {
  if (cell === null || cell === undefined || cell === '') return mapping.empty;
  if (cell === mapping.optedOutValue) return 'opted_out';
  if (cell === mapping.optedInValue) return 'opted_in';
  const value = fold(cell);
  if (value === '') return mapping.empty;
  // Opted out comes first: should the two values differ in case alone, the safe reading wins.
  if (value === fold(mapping.optedOutValue)) return 'opted_out';
  if (value === fold(mapping.optedInValue)) return 'opted_in';
  const out = yesOrNo(mapping.optedOutValue);
  if (out !== null && yesOrNo(mapping.optedInValue) === !out) {
    const said = yesOrNo(value);
    if (said !== null) return said === out ? 'opted_out' : 'opted_in';
  }
  return unknownValue(cell, 'neither the opted-in nor the opted-out value');
}

const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0']);

function yesOrNo(value: string): boolean | null {
  const word = fold(value);
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

function fold(value: unknown): string {
  return String(value).trim().toLowerCase();
}

function unknownValue(cell: unknown, what: string): RowProblem {
  return {
    code: 'optout_value_unknown',
    column: 'Opt-out',
    value: keptValue(cell),
    message:
      `“${quotedValue(cell)}” is ${what}. Nothing in the row was changed. ` +
      'Correct it, or change the opt-out mapping.',
  };
}

/** What a CRM's opt-out field says in words, with its own value: `opted in (“No”)`, `opted in (empty)`, `“Maybe”`. */
export function optOutWords(mapping: OptOutMapping | null, cell: string | number | boolean | null): string {
  const value = cell === null || cell === '' ? 'empty' : `“${quotedValue(cell)}”`;
  const reading = mapping && readOptOut(mapping, cell);
  if (reading === 'opted_in') return `opted in (${value})`;
  return reading === 'opted_out' ? `opted out (${value})` : value;
}

/** What to write into the source's opt-out field for a preference. */
export function optOutValue(mapping: OptOutMapping, optedOut: boolean): string | boolean {
  if (mapping.kind === 'checkbox') return optedOut === (mapping.ticked === 'opted_out');
  return optedOut ? mapping.optedOutValue : mapping.optedInValue;
}

/** The rule in words, as the console shows it under the mapping. */
export function optOutSentence(mapping: OptOutMapping): string {
  if (mapping.kind === 'checkbox') {
    return mapping.ticked === 'opted_out'
      ? 'A ticked box means the person has opted out. An empty box means they may be texted.'
      : 'A ticked box means the person may be texted. An empty box means they have opted out.';
  }
  return (
    `‘${mapping.optedOutValue}’ means opted out, ‘${mapping.optedInValue}’ means they may be texted, ` +
    `${EMPTY_WORDS[mapping.empty]}, anything else is an error in that row.`
  );
}

const EMPTY_WORDS = {
  keep: 'empty keeps what we have',
  opted_in: 'empty means they may be texted',
  opted_out: 'empty means opted out',
} as const;
