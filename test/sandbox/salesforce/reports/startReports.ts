import type { Route } from '../apiRoute.ts';
import type { Org } from '../org.ts';
import type { SandboxOptions } from '../sandboxTypes.ts';
import { reportControls, type ReportControls } from './reportControls.ts';
import { ReportInstances } from './reportInstances.ts';
import type { ReportLimits } from './reportLimits.ts';
import { reportRoutes } from './reportRoutes.ts';
import { createReports } from './reports.ts';

/** Looks at a background run until it is finished, unless a test says otherwise. */
const USUAL_POLLS = 2;

/** The org's reports, as the rest of the sandbox uses them. */
export interface ReportParts {
  routes: readonly Route[];
  controls: ReportControls;
  limits: ReportLimits;
}

/** Gives the org its reports, as the sandbox's options say. */
export function startReports(org: Org, options: SandboxOptions): ReportParts {
  let runTimeMs = 0;
  const reports = createReports(org, {
    idListLimit: options.reportIdListLimit ?? 400,
    widensHiddenFilters: options.widensHiddenReportFilters ?? false,
    standardDays: options.reportDays ?? 'utc',
    maxRows: options.reportRows ?? 2000,
    allowance: {
      syncAnHour: options.hourlyReportRuns ?? 500,
      asyncAnHour: options.hourlyAsyncReportRuns ?? 1200,
      syncAtOnce: options.reportRunsAtOnce ?? 20,
      resultsAtOnce: options.reportResultsAtOnce ?? 200,
    },
  });
  const polls = options.reportPolls === undefined ? USUAL_POLLS : options.reportPolls;
  const instances = new ReportInstances(org, reports, polls);
  return {
    routes: reportRoutes(reports, instances, () => runTimeMs),
    controls: reportControls(reports, instances, (ms) => {
      runTimeMs = ms;
    }),
    limits: reports.limits,
  };
}
