/** A List View's `whereCondition`, as its describe gives it (v62.0; the `greaterThen…` spelling is the guide's own). */
export type WhereCondition =
  | {
      readonly field: string;
      readonly operator: string;
      readonly values?: readonly FilterValue[];
      readonly subQuery?: unknown;
    }
  | { readonly conjunction?: string; readonly conditions: readonly WhereCondition[] }
  | { readonly condition: WhereCondition };

type FilterValue = string | number | boolean | null;

const OPERATORS: Record<string, string> = {
  equals: 'is',
  notEquals: 'is not',
  lessThan: 'is less than',
  lessThanOrEqualTo: 'is at most',
  lessThenOrEqualTo: 'is at most',
  greaterThan: 'is more than',
  greaterThanOrEqualTo: 'is at least',
  greaterThenOrEqualTo: 'is at least',
  in: 'is one of',
  notIn: 'is none of',
  includes: 'includes',
  excludes: 'excludes',
  like: 'matches',
  notLike: 'does not match',
  within: 'is within',
};

/** The filter of a List View for a person to read; everybody when it has none, which is worth noticing. */
export function filterInWords(where: WhereCondition | null | undefined, labels: ReadonlyMap<string, string>): string {
  const words = where ? inWords(where, labels, false) : '';
  return words === '' ? 'No filter: everybody the API user can see' : words;
}

function inWords(where: WhereCondition, labels: ReadonlyMap<string, string>, nested: boolean): string {
  if ('condition' in where) return `not (${inWords(where.condition, labels, false)})`;
  if ('conditions' in where) {
    const parts = where.conditions.map((part) => inWords(part, labels, true)).filter((part) => part !== '');
    const joined = parts.join(where.conjunction?.toLowerCase() === 'or' ? ' or ' : ' and ');
    return nested && parts.length > 1 ? `(${joined})` : joined;
  }
  const label = labels.get(where.field) ?? where.field;
  const operator = OPERATORS[where.operator] ?? where.operator;
  if (where.subQuery !== undefined) return `${label} ${operator} the result of another query`;
  return `${label} ${operator} ${(where.values ?? []).map(value).join(', ') || 'empty'}`;
}

function value(raw: FilterValue | undefined): string {
  if (raw === null || raw === undefined || raw === '' || raw === 'null' || raw === "''") return 'empty';
  if (raw === true || raw === 'true' || raw === 'TRUE') return 'ticked';
  if (raw === false || raw === 'false' || raw === 'FALSE') return 'not ticked';
  const text = String(raw);
  // Literals come with or without SOQL's quotes, depending on their type.
  const bare = /^'.*'$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;
  return /^[A-Z][A-Z0-9_]*(:\d+)?$/.test(bare) && bare.includes('_')
    ? bare.toLowerCase().replaceAll('_', ' ')
    : `“${bare}”`;
}
