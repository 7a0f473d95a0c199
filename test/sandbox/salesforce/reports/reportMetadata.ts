import type { ReportDefinition, RunSettings, StandardDateFilter } from './reportDefinition.ts';
import { relativeSpan } from './filterDates.ts';
import { operatorMap } from './operators.ts';
import type { ReportColumn, ReportType } from './reportTypes.ts';
import { aggregateOf } from './runSettings.ts';
import { resolveField, type Catalog } from '../soql/resolve.ts';
import type { RowSource } from '../rowSource.ts';
import { DateTime } from 'luxon';

/** `reportMetadata` of describes and runs. */
export function metadataBody(
  definition: ReportDefinition,
  settings: RunSettings,
  type: ReportType,
  now: Date,
): Record<string, unknown> {
  return {
    aggregates: settings.aggregates,
    chart: null,
    crossFilters: [],
    currency: null,
    description: definition.description,
    detailColumns: settings.detailColumns,
    developerName: definition.developerName,
    division: null,
    folderId: definition.folder?.id ?? null,
    groupingsAcross: definition.groupingsAcross,
    groupingsDown: definition.groupingsDown,
    hasDetailRows: true,
    hasRecordCount: true,
    historicalSnapshotDates: [],
    id: definition.id,
    name: definition.name,
    reportBooleanFilter: settings.reportBooleanFilter,
    reportFilters: settings.reportFilters.map((filter) => ({
      column: filter.column,
      filterType: filter.filterType ?? 'fieldValue',
      isRunPageEditable: filter.isRunPageEditable ?? true,
      operator: filter.operator,
      value: filter.value,
    })),
    reportFormat: definition.format,
    reportType: { label: type.label, type: type.type },
    scope: settings.scope,
    showGrandTotal: true,
    showSubtotals: true,
    sortBy: settings.sortBy,
    standardDateFilter: datedFilter(settings.standardDateFilter, now),
    standardFilters: [],
    supportsRoleHierarchy: false,
    userOrHierarchyFilterId: null,
    // As recorded, reports without a row limit have no such key.
    ...(definition.topRows ? { topRows: definition.topRows } : {}),
  };
}

/** A relative range with the days it means now. */
function datedFilter(filter: StandardDateFilter, now: Date): StandardDateFilter {
  const span = filter.durationValue === 'CUSTOM' ? null : relativeSpan(filter.durationValue, now);
  if (!span) return filter;
  const last = DateTime.fromISO(span.endDay, { zone: 'utc' }).minus({ days: 1 });
  return { ...filter, startDate: span.startDay, endDate: last.toISODate() };
}

function columnBody(column: ReportColumn, source: RowSource, catalog: Catalog): Record<string, unknown> {
  const { def } = resolveField(catalog, source, column.path, '', 0);
  return {
    dataType: column.dataType,
    entityColumnName: column.entityColumnName,
    filterValues: (def.picklist ?? []).map(({ value, label }) => ({ apiName: value, label, name: value })),
    filterable: true,
    inactiveFilterValues: [],
    isLookup: column.isLookup,
    label: column.label,
    uniqueCountable: true,
  };
}

/** `reportExtendedMetadata`: the selected columns and the aggregates. */
export function extendedBody(
  settings: RunSettings,
  groups: readonly string[],
  type: ReportType,
  source: RowSource,
  catalog: Catalog,
): Record<string, unknown> {
  const bodyOf = (name: string): [string, unknown] => [name, columnBody(type.columns.get(name)!, source, catalog)];
  const aggregateInfo = (name: string): Record<string, unknown> => {
    const sum = aggregateOf(name, type);
    return {
      acrossGroupingContext: null,
      dataType: sum ? sum.column.dataType : 'int',
      downGroupingContext: null,
      label: sum ? sum.column.label : 'Record Count',
    };
  };
  return {
    aggregateColumnInfo: Object.fromEntries(settings.aggregates.map((name) => [name, aggregateInfo(name)])),
    detailColumnInfo: Object.fromEntries(settings.detailColumns.map(bodyOf)),
    groupingColumnInfo: Object.fromEntries(
      groups.map((name, level) => {
        const { dataType, label } = type.columns.get(name)!;
        return [name, { dataType, groupingLevel: level, label }];
      }),
    ),
  };
}

/** `reportTypeMetadata`: every column that could be selected, and what filters may ask. */
export function typeBody(
  type: ReportType,
  columns: readonly ReportColumn[],
  source: RowSource,
  catalog: Catalog,
): Record<string, unknown> {
  return {
    categories: [
      {
        label: type.label,
        columns: Object.fromEntries(columns.map((column) => [column.name, columnBody(column, source, catalog)])),
      },
    ],
    dataTypeFilterOperatorMap: operatorMap(),
    divisionInfo: null,
    scopeInfo: { defaultValue: 'organization', values: type.scopes },
    standardDateFilterDurationGroups: [],
    standardFilterInfos: {},
  };
}
