import { allOf, parseBooleanFilter, printLogic, renumber, type Logic } from './booleanFilter.ts';
import { readMetadata, type PostedMetadata } from './postedMetadata.ts';
import type { ReportDefinition, RunSettings, SortBy } from './reportDefinition.ts';
import {
  badColumn,
  badRequestUnpublished,
  groupingsOnTabular,
  matrixSort,
  noFilters,
  sortMissing,
  sortNotSelected,
  tooManyColumns,
  tooManySorts,
} from './reportErrors.ts';
import type { ReportColumn, ReportType } from './reportTypes.ts';

/** Columns a report runs with are fewer than this; filters at most so many. */
const MAX_COLUMNS = 100;
const MAX_FILTERS = 20;

const AGGREGATE = /^(s|a|m|mx)!(.+)$/;

/** What a run needs to know of the org beside the report. */
export interface RunContext {
  type: ReportType;
  isVisible: (column: ReportColumn) => boolean;
  /** A filter on a hidden field is dropped, and the report is wider, instead of refused. */
  widensHiddenFilters: boolean;
}

/** Checked settings of one run, with the logic of its filters. */
export interface RunPlan {
  settings: RunSettings;
  logic: Logic | null;
}

/** A column of the type that the API user sees; undefined otherwise. */
export function visibleColumn({ type, isVisible }: RunContext, name: string): ReportColumn | undefined {
  const column = type.columns.get(name);
  return column && isVisible(column) ? column : undefined;
}

/** The saved report as it runs by itself, without the columns hidden from the user. */
export function savedSettings(saved: RunSettings, context: RunContext): RunSettings {
  const { detailColumns, reportFilters, reportBooleanFilter, sortBy, aggregates, scope, standardDateFilter } = saved;
  return {
    detailColumns: detailColumns.filter((name) => visibleColumn(context, name)),
    reportFilters,
    reportBooleanFilter,
    sortBy,
    aggregates,
    scope,
    standardDateFilter,
  };
}

/**
 * Lays posted metadata over the saved report. Posted filters take the place of the saved ones; what is not posted
 * stays.
 *
 * @param body - null to run the report as it is saved
 * @throws ApiError 400 for anything the org would not run
 */
export function planRun(definition: ReportDefinition, body: unknown, context: RunContext): RunPlan {
  const saved = savedSettings(definition, context);
  const settings = body === null ? saved : overlay(definition, saved, body, context);
  checkSort(definition, settings);
  if (settings.detailColumns.length + settings.aggregates.length >= MAX_COLUMNS) throw tooManyColumns();
  if (settings.reportFilters.length > MAX_FILTERS) {
    throw badRequestUnpublished(`A report can have at most ${MAX_FILTERS} filters.`);
  }
  return seen(settings, context);
}

function overlay(definition: ReportDefinition, saved: RunSettings, body: unknown, context: RunContext): RunSettings {
  const posted = readMetadata(body);
  if (!posted.reportFilters) throw noFilters();
  if (definition.format === 'TABULAR' && isGrouped(posted)) throw groupingsOnTabular();
  const { type } = context;
  const { reportBooleanFilter } = posted;
  const settings: RunSettings = {
    detailColumns: posted.detailColumns ?? saved.detailColumns,
    reportFilters: posted.reportFilters,
    reportBooleanFilter: reportBooleanFilter === undefined ? saved.reportBooleanFilter : reportBooleanFilter,
    sortBy: posted.sortBy ?? saved.sortBy,
    aggregates: posted.aggregates ?? saved.aggregates,
    scope: posted.scope ?? saved.scope,
    standardDateFilter: posted.standardDateFilter ?? saved.standardDateFilter,
  };
  const unknown = settings.detailColumns.find((name) => !visibleColumn(context, name));
  if (unknown !== undefined) throw badRequestUnpublished(`The column ${unknown} isn't available in this report.`);
  const sum = settings.aggregates.find((name) => name !== 'RowCount' && !aggregateOf(name, type));
  if (sum !== undefined) throw badRequestUnpublished(`The aggregate ${sum} isn't available in this report.`);
  if (!type.scopes.some((scope) => scope.value === settings.scope)) {
    throw badRequestUnpublished(`The scope ${settings.scope} isn't available in this report.`);
  }
  if (!visibleColumn(context, settings.standardDateFilter.column)) throw badColumn(settings.standardDateFilter.column);
  return settings;
}

const isGrouped = ({ reportFormat = 'TABULAR', groupingsDown, groupingsAcross }: PostedMetadata): boolean =>
  reportFormat !== 'TABULAR' || [groupingsDown, groupingsAcross].some((groups) => groups && groups.length > 0);

/** The sum, average, smallest or largest an aggregate's name asks for; null for a name that asks for none. */
export function aggregateOf(name: string, type: ReportType): { kind: string; column: ReportColumn } | null {
  const [, kind, columnName] = AGGREGATE.exec(name) ?? [];
  const column = type.columns.get(columnName ?? '');
  return kind && column && (column.cell === 'number' || column.cell === 'currency') ? { kind, column } : null;
}

function checkSort({ format }: ReportDefinition, { sortBy, detailColumns }: RunSettings): void {
  if (sortBy.length === 0) return;
  if (format === 'MATRIX') throw matrixSort();
  if (sortBy.length > 1) throw tooManySorts();
  const [{ sortColumn, sortOrder }] = sortBy as [SortBy];
  if (!sortColumn) throw sortMissing();
  if (!detailColumns.includes(sortColumn)) throw sortNotSelected();
  if (!/^(asc|desc)$/i.test(sortOrder)) {
    throw badRequestUnpublished(`Specify the sort order as Asc or Desc because ${sortOrder} is invalid.`);
  }
}

/** Filters as the user's permissions leave them. */
function seen(settings: RunSettings, context: RunContext): RunPlan {
  const { reportFilters, reportBooleanFilter } = settings;
  const logic = reportBooleanFilter
    ? parseBooleanFilter(reportBooleanFilter, reportFilters.length)
    : allOf(reportFilters.length);
  const hidden = reportFilters.filter((filter) => {
    if (!context.type.columns.has(filter.column)) throw badColumn(filter.column);
    return !visibleColumn(context, filter.column);
  });
  if (hidden.length === 0) return { settings, logic };
  if (!context.widensHiddenFilters) throw badColumn(hidden[0]!.column);
  const left = reportFilters.filter((filter) => !hidden.includes(filter));
  const newNumber = (number: number): number | undefined => {
    const at = left.indexOf(reportFilters[number - 1]!);
    return at < 0 ? undefined : at + 1;
  };
  const rest = logic && renumber(logic, newNumber);
  return {
    settings: {
      ...settings,
      reportFilters: left,
      reportBooleanFilter: reportBooleanFilter && rest && printLogic(rest),
    },
    logic: rest,
  };
}
