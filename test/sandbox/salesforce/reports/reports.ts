import type { ApiError } from '../apiError.ts';
import type { Org } from '../org.ts';
import { resolveField } from '../soql/resolve.ts';
import type { FilterRules } from './filterCondition.ts';
import type { DayZone } from './filterDates.ts';
import type { ReportDefinition } from './reportDefinition.ts';
import { mayNotRun, obsolete, unsupportedFormat } from './reportErrors.ts';
import { extendedBody, metadataBody, typeBody } from './reportMetadata.ts';
import { createReportStore, type ReportStore } from './reportStore.ts';
import { reportTypeOf, type ReportColumn, type ReportType } from './reportTypes.ts';
import { adHocReport } from './adHocReport.ts';
import { ReportLimits, type ReportAllowance } from './reportLimits.ts';
import { reportRows, runReport } from './runReport.ts';
import { planRun, savedSettings, type RunContext } from './runSettings.ts';

/** Reports `GET /analytics/reports` lists at most, the newest viewed first. */
const RECENT_REPORTS = 200;

/** How the org's reports behave where no published text says it. */
export interface ReportOptions {
  /** Ids one filter value may hold. */
  idListLimit: number;
  /** A run drops a filter whose field is hidden from the user, instead of being refused. */
  widensHiddenFilters: boolean;
  /** Whose days a `yyyy-MM-dd` means in a filter on a standard date column. */
  standardDays: DayZone;
  /** Detail rows an answer holds. */
  maxRows: number;
  allowance: ReportAllowance;
}

/** A run whose settings are checked; its rows are read when it is written. */
export interface PreparedRun {
  definition: ReportDefinition;
  /** @returns the answer as JSON */
  write(withDetails: boolean, attributes: Record<string, unknown>): string;
}

/** The resources of the Reports and Dashboards REST API, and the org's own view of them. */
export interface Reports {
  readonly store: ReportStore;
  readonly limits: ReportLimits;
  recent(base: string): unknown[];
  describe(id: string, base: string): Record<string, unknown>;
  /** @param body - `{ reportMetadata }` for other settings; null to run the saved report as it is */
  prepare(id: string, body: unknown): PreparedRun;
  /** A run of a report that is not saved, from full metadata. */
  prepareAdHoc(body: unknown): PreparedRun;
  /** What a synchronous answer says about itself. */
  attributes(definition: ReportDefinition, base: string): Record<string, unknown>;
  /** Makes a report like another, in the same folder. @returns its id */
  clone(id: string, name: string): string;
  /** Calls the listener each time an answer with a report's rows was made. @returns the way to stop */
  onRun(listener: () => void): () => void;
  /** Ids of the records in a report as it is saved, in its order. */
  recordIds(definition: ReportDefinition): string[];
}

/** @throws ApiError as each resource says; see `reportErrors.ts` */
export function createReports(org: Org, options: ReportOptions): Reports {
  const store = createReportStore(org);
  let viewed = store
    .visible()
    .filter((_report, at) => at % 2 === 0)
    .map(({ id }) => id);
  const view = (id: string): void => {
    viewed = [id, ...viewed.filter((one) => one !== id)].slice(0, RECENT_REPORTS);
  };

  const isVisible = (type: ReportType, column: ReportColumn): boolean => {
    const source = org.tables[type.object];
    return [column.path, ...(column.cell === 'name' ? [column.idPath] : [])].every((path) => {
      try {
        resolveField(org.catalog, source, path, '', 0);
        return true;
      } catch (error) {
        if ((error as ApiError).errorCode === 'INVALID_FIELD') return false;
        throw error;
      }
    });
  };
  const contextOf = (definition: ReportDefinition): RunContext => {
    const type = reportTypeOf(definition.type)!;
    return {
      type,
      isVisible: (column) => isVisible(type, column),
      widensHiddenFilters: options.widensHiddenFilters,
    };
  };
  const rules = (): FilterRules & { maxRows: number } => ({ ...options, now: org.now() });
  const urls = (id: string | null, base: string): Record<string, string> => ({
    describeUrl: `${base}/analytics/reports/${id}/describe`,
    instancesUrl: `${base}/analytics/reports/${id}/instances`,
  });
  const attributesOf = (definition: ReportDefinition, base: string): Record<string, unknown> => ({
    ...urls(definition.id, base),
    reportId: definition.id,
    reportName: definition.name,
    type: 'Report',
  });
  /** The report of an id, if it may be looked at and run. */
  const usable = (id: string): ReportDefinition & { id: string } => {
    if (!org.permissions.runReports) throw mayNotRun();
    const definition = store.byId(id);
    if (definition.isObsolete) throw obsolete();
    return definition;
  };

  const listeners = new Set<() => void>();
  const prepared = (definition: ReportDefinition, body: unknown): PreparedRun => {
    const context = contextOf(definition);
    const plan = planRun(definition, body, context);
    return {
      definition,
      write(withDetails, attributes) {
        const text = runReport(org, definition, context.type, plan, rules(), withDetails, attributes);
        for (const listener of listeners) listener();
        return text;
      },
    };
  };

  return {
    store,
    limits: new ReportLimits(options.allowance, org.now),
    recent: (base) =>
      viewed
        .map((id) => store.visible().find((report) => report.id === id))
        .filter((report) => report !== undefined)
        .map(({ id, name }) => ({ ...urls(id, base), id, name, url: `${base}/analytics/reports/${id}` })),
    describe(id, base) {
      const definition = usable(id);
      view(definition.id);
      const context = contextOf(definition);
      const { type } = context;
      const source = org.tables[type.object];
      const settings = savedSettings(definition, context);
      const groups = [...definition.groupingsDown, ...definition.groupingsAcross].map(({ name }) => name);
      const columns = [...type.columns.values()].filter(context.isVisible);
      return {
        attributes: attributesOf(definition, base),
        reportExtendedMetadata: extendedBody(settings, groups, type, source, org.catalog),
        reportMetadata: metadataBody(definition, settings, type, org.now()),
        reportTypeMetadata: typeBody(type, columns, source, org.catalog),
      };
    },
    prepare(id, body) {
      const definition = usable(id);
      if (definition.format === 'MULTI_BLOCK') throw unsupportedFormat();
      view(definition.id);
      return prepared(definition, body);
    },
    prepareAdHoc(body) {
      if (!org.permissions.runReports) throw mayNotRun();
      return prepared(adHocReport(org, body), body);
    },
    attributes: attributesOf,
    onRun(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clone(id, name) {
      const original = usable(id);
      return store.clone(original, name);
    },
    recordIds(definition) {
      const context = contextOf(definition);
      const rows = reportRows(org, definition, context.type, planRun(definition, null, context), rules());
      return Array.from(rows, (row) => org.tables[context.type.object].idOf(row));
    },
  };
}
