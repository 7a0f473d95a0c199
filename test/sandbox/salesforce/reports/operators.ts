const ORDERED = ['equals', 'notEqual', 'lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual'] as const;
const TEXT = [...ORDERED, 'contains', 'notContain', 'startsWith'] as const;

/** What a filter on a column of each data type may ask, as recorded. */
export const OPERATORS_BY_TYPE: Record<string, readonly string[]> = {
  date: ORDERED,
  datetime: ORDERED,
  int: ORDERED,
  double: ORDERED,
  percent: ORDERED,
  currency: ORDERED,
  string: TEXT,
  picklist: TEXT,
  textarea: TEXT,
  url: TEXT,
  phone: TEXT,
  email: TEXT,
  multipicklist: [...ORDERED, 'includes', 'excludes'],
  boolean: ['equals', 'notEqual'],
  // No order among ids: nothing can be paged by them.
  id: ['equals', 'notEqual', 'startsWith'],
};

const LABELS: Record<string, string> = {
  equals: 'equals',
  notEqual: 'not equal to',
  lessThan: 'less than',
  greaterThan: 'greater than',
  lessOrEqual: 'less or equal',
  greaterOrEqual: 'greater or equal',
  contains: 'contains',
  notContain: 'does not contain',
  startsWith: 'starts with',
  includes: 'includes',
  excludes: 'excludes',
};

/** The same as describes and `GET /analytics/filteroperators` give it. */
export function operatorMap(): Record<string, { label: string; name: string }[]> {
  return Object.fromEntries(
    Object.entries(OPERATORS_BY_TYPE).map(([type, names]) => [
      type,
      names.map((name) => ({ label: LABELS[name]!, name })),
    ]),
  );
}
