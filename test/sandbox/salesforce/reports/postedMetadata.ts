import type { Grouping, ReportFilter, SortBy, StandardDateFilter } from './reportDefinition.ts';
import { badRequestUnpublished, noMetadata } from './reportErrors.ts';

/** What a run's body asks for; what it doesn't name is undefined. */
export interface PostedMetadata {
  name: string | undefined;
  detailColumns: readonly string[] | undefined;
  reportFilters: readonly ReportFilter[] | undefined;
  /** Null for no logic beyond "all of them". */
  reportBooleanFilter: string | null | undefined;
  sortBy: readonly SortBy[] | undefined;
  aggregates: readonly string[] | undefined;
  scope: string | undefined;
  standardDateFilter: StandardDateFilter | undefined;
  reportFormat: string | undefined;
  reportType: string | undefined;
  groupingsDown: readonly Grouping[] | undefined;
  groupingsAcross: readonly Grouping[] | undefined;
}

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text; numbers and booleans are taken for their text, as the org does. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const orNull = (value: unknown): string | null => textOf(value) || null;

/**
 * Reads a run's body.
 *
 * @throws ApiError 400 when there is no metadata in it, or something is of another kind than it should be
 */
export function readMetadata(body: unknown): PostedMetadata {
  const posted = isObject(body) ? body['reportMetadata'] : undefined;
  if (!isObject(posted)) throw noMetadata();
  const list = <T>(name: string, read: (item: Fields) => T): T[] | undefined => {
    const items = posted[name];
    if (items === undefined || items === null) return undefined;
    if (!Array.isArray(items) || !items.every(isObject)) throw wrongKind(name, 'an array of objects');
    return items.map(read);
  };
  const texts = (name: string): string[] | undefined => {
    const items = posted[name];
    if (items === undefined) return undefined;
    if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) {
      throw wrongKind(name, 'an array of texts');
    }
    return items;
  };
  const text = (name: string): string | undefined => (posted[name] === undefined ? undefined : textOf(posted[name]));
  const groupings = (name: string): Grouping[] | undefined =>
    list(name, (item) => ({
      name: textOf(item['name']),
      sortOrder: textOf(item['sortOrder']),
      dateGranularity: textOf(item['dateGranularity']),
      sortAggregate: orNull(item['sortAggregate']),
    }));
  const type = posted['reportType'];
  return {
    name: text('name'),
    detailColumns: texts('detailColumns'),
    reportFilters: list('reportFilters', (item) => ({
      column: textOf(item['column']),
      operator: textOf(item['operator']),
      value: textOf(item['value']),
      ...(typeof item['filterType'] === 'string' ? { filterType: item['filterType'] } : {}),
      ...(typeof item['isRunPageEditable'] === 'boolean' ? { isRunPageEditable: item['isRunPageEditable'] } : {}),
    })),
    reportBooleanFilter: posted['reportBooleanFilter'] === undefined ? undefined : orNull(posted['reportBooleanFilter']),
    sortBy:
      posted['sortBy'] === null
        ? []
        : list('sortBy', (item) => ({ sortColumn: textOf(item['sortColumn']), sortOrder: textOf(item['sortOrder']) })),
    aggregates: texts('aggregates'),
    scope: text('scope'),
    standardDateFilter: isObject(posted['standardDateFilter']) ? dateFilter(posted['standardDateFilter']) : undefined,
    reportFormat: text('reportFormat'),
    reportType: isObject(type) ? textOf(type['type']) : undefined,
    groupingsDown: groupings('groupingsDown'),
    groupingsAcross: groupings('groupingsAcross'),
  };
}

const dateFilter = (given: Fields): StandardDateFilter => ({
  column: textOf(given['column']),
  durationValue: textOf(given['durationValue']) || 'CUSTOM',
  startDate: orNull(given['startDate']),
  endDate: orNull(given['endDate']),
});

const wrongKind = (name: string, kind: string) => badRequestUnpublished(`Specify ${name} as ${kind}.`);
