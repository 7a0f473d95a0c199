import type { Field } from 'jsforce/lib/types/common.js';

/** The part of a field's describe that tells where its value comes from. */
export type ComputedField = Pick<Field, 'name' | 'calculated' | 'calculatedFormula'>;

/** Functions whose result moves with the clock or the asking session. */
const RESTLESS = new Set(['today', 'now', 'timenow', 'getsessionid']);
const CONSTANTS = new Set(['true', 'false', 'null']);

/** Comments and both kinds of quoted text, which may hold anything. */
const PASSED_OVER = /\/\*[^]*?\*\/|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'/g;

/** A name with everything that hangs on it: `Amount__c`, `Owner:User.Name`, `$User.Id`; and `(` when it is called. */
const NAMES = /(?<![\w.])([$A-Za-z_][\w$]*(?:[.:][$A-Za-z_][\w$]*)*)\s*(\(?)/g;

/**
 * Finds the computed fields whose value can change without the record's modified time moving: formulas that look at
 * other records (`Account.Name`, `$User.Id`) or at the clock, those built on such formulas, and roll-up summaries. A
 * formula over the record's own fields changes only when somebody saves the record, which a pull sees.
 *
 * @param fields - all fields of the object, for formulas name each other
 * @returns their names in lower case
 * @see https://help.salesforce.com/s/articleView?id=platform.customize_functions.htm (formula functions)
 */
export function fieldsChangingUnseen(fields: readonly ComputedField[]): ReadonlySet<string> {
  const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  const known = new Map<string, boolean>();
  const isUnseen = (name: string): boolean => {
    const found = known.get(name);
    if (found !== undefined) return found;
    // Also the answer for a formula that would lead back to itself, which Salesforce does not allow.
    known.set(name, true);
    const field = byName.get(name);
    // A field the API user can't see may be a formula of any kind.
    const unseen = field === undefined || (field.calculated && looksBeyond(field.calculatedFormula ?? '', isUnseen));
    known.set(name, unseen);
    return unseen;
  };
  return new Set([...byName.keys()].filter(isUnseen));
}

/** @param formula - empty for a roll-up summary, which is computed from other records */
function looksBeyond(formula: string, isUnseen: (name: string) => boolean): boolean {
  if (formula.trim() === '') return true;
  const text = formula.replace(PASSED_OVER, ' ');
  for (const [, written = '', call] of text.matchAll(NAMES)) {
    const name = written.toLowerCase();
    if (/[.:$]/.test(name)) return true;
    if (call === '(') {
      if (RESTLESS.has(name)) return true;
    } else if (!CONSTANTS.has(name) && isUnseen(name)) return true;
  }
  return false;
}
