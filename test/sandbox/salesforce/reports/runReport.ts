import type { Query } from '../soql/ast.ts';
import type { Condition } from '../soql/ast.ts';
import { resolveField } from '../soql/resolve.ts';
import { selectRows } from '../soql/selectRows.ts';
import type { Org } from '../org.ts';
import type { Logic } from './booleanFilter.ts';
import { cellWriter, moneyLabel, numberLabel } from './cells.ts';
import { filterCondition, spanCondition, type FilterRules } from './filterCondition.ts';
import { daySpan, relativeSpan } from './filterDates.ts';
import { groupRows, type GroupedRows } from './groupRows.ts';
import type { ReportDefinition, RunSettings } from './reportDefinition.ts';
import { badDate } from './reportErrors.ts';
import { extendedBody, metadataBody } from './reportMetadata.ts';
import type { ReportType } from './reportTypes.ts';
import { aggregateOf, type RunPlan } from './runSettings.ts';

/** The rows of a run in order, every one of them. */
export function reportRows(
  org: Org,
  definition: ReportDefinition,
  type: ReportType,
  { settings, logic }: RunPlan,
  rules: FilterRules,
): Uint32Array {
  const conditions = settings.reportFilters.map((filter) =>
    filterCondition(filter, type.columns.get(filter.column)!, rules),
  );
  const parts = [logic && combine(logic, conditions), dateCondition(settings, type, rules)].filter(
    (part) => part !== null,
  );
  const [sort] = settings.sortBy;
  const descending = sort?.sortOrder.toLowerCase() === 'desc';
  const query: Query = {
    text: '',
    select: [],
    from: type.object,
    fromAt: 0,
    scope: settings.scope === 'organization' ? null : 'mine',
    scopeAt: 0,
    where: parts.length > 1 ? { kind: 'and', parts } : (parts[0] ?? null),
    orderBy: sort
      ? [{ path: type.columns.get(sort.sortColumn)!.path, descending, nullsFirst: !descending, at: 0 }]
      : [],
    limit: definition.topRows?.rowLimit ?? null,
    offset: 0,
    offsetAt: 0,
  };
  return selectRows(query, org.tables[type.object], org.catalog, rules.now, false, null).rows;
}

function combine(logic: Logic, conditions: readonly Condition[]): Condition {
  if (logic.kind === 'filter') return conditions[logic.number - 1]!;
  if (logic.kind === 'not') return { kind: 'not', part: combine(logic.part, conditions) };
  return { kind: logic.kind, parts: logic.parts.map((part) => combine(part, conditions)) };
}

/** The standard date filter: days of the user, both ends included. */
function dateCondition({ standardDateFilter }: RunSettings, type: ReportType, { now }: FilterRules): Condition | null {
  const { column, durationValue, startDate, endDate } = standardDateFilter;
  const { path, cell } = type.columns.get(column)!;
  if (durationValue !== 'CUSTOM') {
    const span = relativeSpan(durationValue, now);
    if (!span) throw badDate();
    return spanCondition(path, 'equals', span, cell === 'day');
  }
  const ends = [
    startDate === null ? null : spanCondition(path, 'greaterOrEqual', daySpan(startDate, startDate, 'user'), cell === 'day'),
    endDate === null ? null : spanCondition(path, 'lessOrEqual', daySpan(endDate, endDate, 'user'), cell === 'day'),
  ].filter((end) => end !== null);
  return ends.length > 1 ? { kind: 'and', parts: ends } : (ends[0] ?? null);
}

/**
 * Runs a report.
 *
 * @param attributes - what the answer says about itself
 * @returns the answer as JSON; without details its rows are empty
 */
export function runReport(
  org: Org,
  definition: ReportDefinition,
  type: ReportType,
  plan: RunPlan,
  rules: FilterRules & { maxRows: number },
  withDetails: boolean,
  attributes: Record<string, unknown>,
): string {
  const { settings } = plan;
  const source = org.tables[type.object];
  const rows = reportRows(org, definition, type, plan, rules);
  const groupings = [...definition.groupingsDown, ...definition.groupingsAcross].map(({ name }) => name);
  const grouped = groupRows(rows, definition, type, source, org.catalog);
  const cells = settings.detailColumns.map((name) => cellWriter(type.columns.get(name)!, source, org.catalog));
  const writeRow = (row: number): string => `{"dataCells":[${cells.map((write) => write(row)).join(',')}]}`;
  const aggregates = aggregator(org, settings, type);
  const { maxRows } = rules;
  let room = withDetails ? maxRows : 0;
  const facts = grouped.entries.map(({ key, rows: members, hasDetails }) => {
    const shown = hasDetails ? members.subarray(0, room) : members.subarray(0, 0);
    room -= shown.length;
    return `${JSON.stringify(key)}:{"aggregates":${JSON.stringify(aggregates(members))},"rows":[${Array.from(shown, writeRow).join(',')}]}`;
  });
  return (
    `{"attributes":${JSON.stringify(attributes)},"allData":${rows.length <= maxRows},` +
    `"factMap":{${facts.join(',')}},${groupingsText(grouped)},"hasDetailRows":${withDetails},` +
    `"hasExceededTabularRowLimit":${definition.format === 'TABULAR' && rows.length > maxRows},` +
    `"reportExtendedMetadata":${JSON.stringify(extendedBody(settings, groupings, type, source, org.catalog))},` +
    `"reportMetadata":${JSON.stringify(metadataBody(definition, settings, type, rules.now))}}`
  );
}

const groupingsText = ({ down, across }: GroupedRows): string =>
  `"groupingsAcross":${JSON.stringify({ groupings: across })},"groupingsDown":${JSON.stringify({ groupings: down })}`;

/** Counts and sums over some rows, in the order of the run's aggregates. */
function aggregator(
  org: Org,
  { aggregates }: RunSettings,
  type: ReportType,
): (rows: Uint32Array) => { label: string; value: unknown }[] {
  const source = org.tables[type.object];
  const readers = aggregates.map((name) => {
    const sum = aggregateOf(name, type);
    return sum && { ...sum, read: resolveField(org.catalog, source, sum.column.path, '', 0).read };
  });
  return (rows) =>
    readers.map((reader) => {
      if (!reader) return { label: numberLabel(rows.length), value: rows.length };
      const numbers = Array.from(rows, reader.read).filter((value) => typeof value === 'number');
      const value = summed(reader.kind, numbers);
      if (value === null) return { label: '-', value: null };
      return reader.column.cell === 'currency'
        ? { label: moneyLabel(value), value: { amount: value, currency: null } }
        : { label: numberLabel(value), value };
    });
}

function summed(kind: string, numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const total = numbers.reduce((sum, number) => sum + number, 0);
  if (kind === 's') return total;
  if (kind === 'a') return total / numbers.length;
  return numbers.reduce((a, b) => (kind === 'm' ? Math.min(a, b) : Math.max(a, b)));
}
