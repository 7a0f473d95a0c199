import type { ReportChange, ReportDefinition, ReportDraft } from './reportDefinition.ts';
import type { ReportInstanceFacts, ReportInstances } from './reportInstances.ts';
import type { RunKind } from './reportLimits.ts';
import type { Reports } from './reports.ts';

/** One report as a test finds it. */
export interface ReportFacts {
  id: string;
  name: string;
  developerName: string;
  folder: string;
  format: string;
  type: string;
  isPrivate: boolean;
}

/**
 * Looking at and changing the org's reports as its own people would. A report is named by its id or developer name.
 * Errors here are plain: they are mistakes of a test.
 */
export interface ReportControls {
  /** Every report, also those the API user can't see. */
  reports(): ReportFacts[];
  /** The report's id. */
  reportId(developerName: string): string;
  /** Ids of the records in a report as it is saved, in its order. */
  reportRecords(report: string): string[];
  /** @returns the new report's id */
  saveReport(draft: ReportDraft): string;
  changeReport(report: string, change: ReportChange): void;
  /**
   * Calls the listener after each run's rows were read, before the client has them: what it changes is there for the
   * next page. Returns the way to stop.
   */
  onReportRun(listener: () => void): () => void;
  /** Spends runs of this hour as another integration of the org would. */
  spendReportRuns(kind: RunKind, count: number): void;
  /** How long a run or a fetch of results takes from now on, in milliseconds; 0 at first. */
  setReportRunTime(ms: number): void;
  /** The background runs there are, newest first. */
  reportInstances(): ReportInstanceFacts[];
  /** Completes the background runs that are New or Running. */
  finishReportInstances(): void;
}

export function reportControls(
  reports: Reports,
  instances: ReportInstances,
  setRunTime: (ms: number) => void,
): ReportControls {
  const find = (report: string): ReportDefinition & { id: string } => {
    const found = reports.store
      .all()
      .find((one) => one.developerName === report || one.id.slice(0, 15) === report.slice(0, 15));
    if (!found) throw new Error(`The sandbox has no report ${report}.`);
    return found;
  };
  return {
    reports: () =>
      reports.store.all().map(({ id, name, developerName, folder, format, type }) => ({
        id,
        name,
        developerName,
        folder: folder!.name,
        format,
        type,
        isPrivate: folder!.isPrivate,
      })),
    reportId: (developerName) => find(developerName).id,
    reportRecords: (report) => reports.recordIds(find(report)),
    saveReport: (draft) => reports.store.save(draft),
    changeReport: (report, change) => reports.store.change(find(report).id, change),
    onReportRun: (listener) => reports.onRun(listener),
    spendReportRuns: (kind, count) => reports.limits.spend(kind, count),
    setReportRunTime: setRunTime,
    reportInstances: () => instances.facts(),
    finishReportInstances: () => instances.finishAll(),
  };
}
