import type { ReportControls } from './reportControls.ts';

/** The controls of reports in another process, each a call over HTTP; nothing there can call back. */
export type RemoteReportControls = {
  [Name in Exclude<keyof ReportControls, 'onReportRun'>]: (
    ...given: Parameters<ReportControls[Name]>
  ) => Promise<ReturnType<ReportControls[Name]>>;
};

export function remoteReportControls(call: <T>(name: string, given?: object) => Promise<T>): RemoteReportControls {
  return {
    reports: () => call('reports'),
    reportId: (report) => call('reportId', { report }),
    reportRecords: (report) => call('reportRecords', { report }),
    saveReport: (draft) => call('saveReport', { draft }),
    changeReport: (report, reportChange) => call('changeReport', { report, reportChange }),
    spendReportRuns: (kind, count) => call('spendReportRuns', { kind, count }),
    setReportRunTime: (ms) => call('setReportRunTime', { ms }),
    reportInstances: () => call('reportInstances'),
    finishReportInstances: () => call('finishReportInstances'),
  };
}
