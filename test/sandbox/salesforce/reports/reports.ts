import type { ApiError } from '../apiError.ts';
import type { Org } from '../org.ts';
import type { RecordType } from '../sandboxTypes.ts';
import { resolveField } from '../soql/resolve.ts';
import type { FilterRules } from './filterCondition.ts';
import type { DayZone } from './filterDates.ts';
import type { ReportChange, ReportDefinition, ReportDraft } from './reportDefinition.ts';
import { mayNotRun, obsolete, unsupportedFormat } from './reportErrors.ts';
import { extendedBody, metadataBody, typeBody } from './reportMetadata.ts';
import { createReportStore, type ReportStore } from './reportStore.ts';
import { reportTypeOf, type ReportColumn, type ReportType } from './reportTypes.ts';
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
}

/** The resources of the Reports and Dashboards REST API, and the org's own view of them. */
export interface Reports {
  readonly store: ReportStore;
  recent(base: string): unknown[];
  describe(id: string, base: string): Record<string, unknown>;
  /**
   * Runs a saved report.
   *
   * @param body - `{ reportMetadata }` for other settings; null to run it as it is
   * @param attributes - added to the answer's own
   * @returns JSON
   */
  run(id: string, body: unknown, withDetails: boolean, base: string, attributes?: Record<string, unknown>): string;
  /** Ids of the records in the report as it is saved, as everybody's: in the order of its sort. */
  recordIds(id: string): { type: RecordType; ids: string[] };
  save(draft: ReportDraft): string;
  change(id: string, change: ReportChange): void;
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
  const rules = (): FilterRules => ({ ...options, now: org.now() });
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

  return {
    store,
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
    run(id, body, withDetails, base, attributes = {}) {
      const definition = usable(id);
      if (definition.format === 'MULTI_BLOCK') throw unsupportedFormat();
      view(definition.id);
      const context = contextOf(definition);
      const plan = planRun(definition, body, context);
      return runReport(org, definition, context.type, plan, rules(), withDetails, {
        ...attributesOf(definition, base),
        ...attributes,
      });
    },
    recordIds(id) {
      const definition = store.all().find((one) => one.id === id);
      if (!definition) throw new Error(`The sandbox has no report ${id}.`);
      const context = contextOf(definition);
      const rows = reportRows(org, definition, context.type, planRun(definition, null, context), rules());
      const { object } = context.type;
      return { type: object, ids: Array.from(rows, (row) => org.tables[object].idOf(row)) };
    },
    save: (draft) => store.save(draft),
    change: (id, change) => store.change(id, change),
  };
}
