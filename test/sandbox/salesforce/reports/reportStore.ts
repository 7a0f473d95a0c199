import type { Org } from '../org.ts';
import type { Value } from '../schema.ts';
import { smallTable } from '../smallTable.ts';
import { parseBooleanFilter } from './booleanFilter.ts';
import { DEFAULT_REPORTS } from './defaultReports.ts';
import type { ReportChange, ReportDefinition, ReportDraft, ReportFolder, ReportFormat } from './reportDefinition.ts';
import { noPrivileges, unavailable } from './reportErrors.ts';
import { FOLDER_SCHEMA, REPORT_SCHEMA } from './reportSchemas.ts';
import { reportTypeOf } from './reportTypes.ts';

/** Somebody's own folder, which no other user sees into. */
const PRIVATE_FOLDER = 'Private Reports';
const USUAL_FOLDER = 'Texting';

/** Formats as `Report.Format` spells them. */
const FORMATS: Record<ReportFormat, string> = {
  TABULAR: 'Tabular',
  SUMMARY: 'Summary',
  MATRIX: 'Matrix',
  MULTI_BLOCK: 'MultiBlock',
};

type Saved = ReportDefinition & { id: string };

/** The org's saved reports and their folders. */
export interface ReportStore {
  /** Reports the API user can see, in id order. */
  visible(): readonly Saved[];
  /** Every report, seen or not. */
  all(): readonly Saved[];
  /** @throws ApiError 404 for a deleted report, 403 for one that never was or is not shared */
  byId(id: string): Saved;
  save(draft: ReportDraft): string;
  change(id: string, change: ReportChange): void;
  clone(report: ReportDefinition, name: string): string;
}

export function createReportStore(org: Org): ReportStore {
  const ids = org.idsOf(REPORT_SCHEMA.keyPrefix);
  const folderIds = org.idsOf(FOLDER_SCHEMA.keyPrefix);
  const folders: ReportFolder[] = [];
  const deleted = new Set<string>();
  let reports: Saved[] = [];
  let made = 0;

  const folderOf = (name: string): ReportFolder => {
    let folder = folders.find((one) => one.name === name);
    if (!folder) {
      folder = {
        id: folderIds.idOf(folders.length),
        name,
        developerName: name.replace(/\W+/g, '_'),
        isPrivate: name === PRIVATE_FOLDER,
      };
      folders.push(folder);
    }
    return folder;
  };
  const withId = (id: string) => (one: Saved) => one.id.slice(0, 15) === id.slice(0, 15);
  const visible = (): Saved[] =>
    reports.filter(({ folder, type }) => !folder!.isPrivate && org.mayRead(reportTypeOf(type)!.object));

  const store: ReportStore = {
    visible,
    all: () => reports,
    byId(id) {
      if (deleted.has(id.slice(0, 15))) throw unavailable();
      const report = visible().find(withId(id));
      if (!report) throw noPrivileges();
      return report;
    },
    save(draft) {
      const report = definitionOf(draft, ids.idOf(made++), folderOf(draft.folder ?? USUAL_FOLDER), org.nowSecond());
      reports = [...reports, report];
      return report.id;
    },
    change(id, change) {
      const report = reports.find(withId(id));
      if (!report) throw new Error(`The sandbox has no report ${id}.`);
      if (change.deleted) {
        deleted.add(report.id.slice(0, 15));
        reports = reports.filter((one) => one !== report);
        return;
      }
      const folder = change.folder === undefined ? report.folder! : folderOf(change.folder);
      const draft: ReportDraft = { ...draftOf(report), ...change };
      const changed = definitionOf(draft, report.id, folder, org.nowSecond());
      reports = reports.map((one) => (one === report ? changed : one));
    },
    clone: ({ folder, ...report }, name) =>
      store.save({ ...draftOf(report), name, developerName: `${report.developerName}_${made}`, folder: folder!.name }),
  };
  for (const draft of DEFAULT_REPORTS) store.save(draft);
  const aDayAgo = org.nowSecond() - 86_400;
  reports = reports.map((report) => ({ ...report, modifiedSecond: aDayAgo }));

  org.addSource(
    smallTable(REPORT_SCHEMA, () =>
      visible().map(
        (report): Record<string, Value> => ({
          Id: report.id,
          OwnerId: report.folder!.id,
          FolderName: report.folder!.name,
          Name: report.name,
          Description: report.description,
          DeveloperName: report.developerName,
          Format: FORMATS[report.format],
          LastModifiedDate: report.modifiedSecond,
        }),
      ),
    ),
  );
  org.addSource(
    smallTable(FOLDER_SCHEMA, () =>
      folders
        .filter((folder) => !folder.isPrivate)
        .map(({ id: Id, name, developerName }) => ({
          Id,
          Name: name,
          DeveloperName: developerName,
          Type: 'Report',
          AccessType: 'Public',
        })),
    ),
  );
  return store;
}

/** Fills in what a draft leaves out. Errors are plain: they are mistakes of whoever wrote the draft. */
function definitionOf(draft: ReportDraft, id: string, folder: ReportFolder, modifiedSecond: number): Saved {
  const type = reportTypeOf(draft.type ?? (draft.object === 'Lead' ? 'LeadList' : 'ContactList'));
  if (!type) throw new Error(`The sandbox has no report type ${draft.type}.`);
  const filters = draft.filters ?? [];
  const groupingOf = (name: string) => ({ name, sortOrder: 'Asc', dateGranularity: 'None', sortAggregate: null });
  const detailColumns = draft.detailColumns ?? [...type.columns.keys()].slice(0, 12);
  for (const name of [
    ...detailColumns,
    ...filters.map(({ column }) => column),
    ...(draft.groupingsDown ?? []),
    ...(draft.groupingsAcross ?? []),
  ]) {
    if (!type.columns.has(name)) throw new Error(`Report type ${type.type} has no column ${name}.`);
  }
  if (draft.booleanFilter) parseBooleanFilter(draft.booleanFilter, filters.length);
  return {
    id,
    name: draft.name,
    developerName: draft.developerName ?? draft.name.replace(/\W+/g, '_'),
    description: draft.description ?? null,
    folder,
    format: draft.format ?? 'TABULAR',
    type: type.type,
    detailColumns,
    reportFilters: filters,
    reportBooleanFilter: draft.booleanFilter ?? null,
    sortBy: draft.sortBy ?? [],
    aggregates: draft.aggregates ?? ['RowCount'],
    scope: draft.scope ?? 'organization',
    standardDateFilter: draft.standardDateFilter ?? {
      column: type.dateColumn,
      durationValue: 'CUSTOM',
      startDate: null,
      endDate: null,
    },
    groupingsDown: (draft.groupingsDown ?? []).map(groupingOf),
    groupingsAcross: (draft.groupingsAcross ?? []).map(groupingOf),
    topRows: draft.topRows ?? null,
    isObsolete: draft.isObsolete ?? false,
    modifiedSecond,
  };
}

/** The draft that makes the same report again. */
function draftOf(report: Omit<ReportDefinition, 'folder'>): ReportDraft {
  return {
    name: report.name,
    developerName: report.developerName,
    type: report.type,
    format: report.format,
    detailColumns: report.detailColumns,
    filters: report.reportFilters,
    booleanFilter: report.reportBooleanFilter,
    sortBy: report.sortBy,
    aggregates: report.aggregates,
    scope: report.scope,
    standardDateFilter: report.standardDateFilter,
    groupingsDown: report.groupingsDown.map(({ name }) => name),
    groupingsAcross: report.groupingsAcross.map(({ name }) => name),
    topRows: report.topRows,
    isObsolete: report.isObsolete,
    ...(report.description === null ? {} : { description: report.description }),
  };
}
