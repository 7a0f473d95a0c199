import { filterInWords, type WhereCondition } from '../filterWords.ts';
import { alternatives, parseLogic, type Logic } from './booleanLogic.ts';
import { allColumns, type DateFilter, type ReportDescribe, type ReportFilter } from './wire.ts';

/** Report operators as the words, or the List View's operators, that `filterInWords` knows. */
const OPERATORS: Record<string, string> = {
  notEqual: 'notEquals',
  lessOrEqual: 'lessThanOrEqualTo',
  greaterOrEqual: 'greaterThanOrEqualTo',
  notContain: 'does not contain',
  startsWith: 'begins with',
};

/** Whom a Report selects, for a person to read: filters with their logic, a saved date range, what else narrows it. */
export function reportInWords(describe: ReportDescribe): string {
  const { reportMetadata: metadata } = describe;
  const labels = new Map([...allColumns(describe)].map(([name, { label }]) => [name, label]));
  const conditions = metadata.reportFilters.map(condition);
  const logic = metadata.reportBooleanFilter ? parseLogic(metadata.reportBooleanFilter) : null;
  const where: WhereCondition | null =
    conditions.length === 0 ? null : logic ? together(logic, conditions) : { conjunction: 'and', conditions };
  const others = [
    dateRange(metadata.standardDateFilter ?? null, labels),
    ...(metadata.standardFilters ?? []).flatMap(({ name, value }) =>
      value === 'all' || value === '' ? [] : [`${labels.get(name) ?? name}: ${value}`],
    ),
    metadata.crossFilters?.length ? 'a cross filter by related records is saved in this Report' : '',
    metadata.userOrHierarchyFilterId ? 'it is limited to one branch of the role hierarchy' : '',
  ].filter((part) => part !== '');
  if (where === null && others.length > 0) return capital(others.join('; '));
  return [filterInWords(where, labels), ...others].join('; ');
}

function condition({ column, operator, value }: ReportFilter): WhereCondition {
  const values = alternatives(value ?? '');
  const several = values.length > 1;
  if (several && operator === 'equals') return { field: column, operator: 'in', values };
  if (several && operator === 'notEqual') return { field: column, operator: 'notIn', values };
  return { field: column, operator: OPERATORS[operator] ?? operator, values };
}

function together(logic: Logic, conditions: readonly WhereCondition[]): WhereCondition {
  if (logic.kind === 'filter') return conditions[logic.number - 1] ?? { conjunction: 'and', conditions: [] };
  if (logic.kind === 'not') return { condition: together(logic.part, conditions) };
  return { conjunction: logic.kind, conditions: logic.parts.map((part) => together(part, conditions)) };
}

function dateRange(range: DateFilter | null, labels: ReadonlyMap<string, string>): string {
  if (!range) return '';
  const { column, durationValue, startDate, endDate } = range;
  const label = labels.get(column) ?? column;
  const said = (what: string): string => `a date range is saved in this Report: ${label} ${what}`;
  if (durationValue !== 'CUSTOM') return said(durationValue.toLowerCase().replaceAll('_', ' '));
  if (startDate && endDate) return said(`from ${startDate} to ${endDate}`);
  if (startDate) return said(`from ${startDate}`);
  return endDate ? said(`until ${endDate}`) : '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
