import { ApiError } from '../apiError.ts';
import {
  instanceStale,
  mayNotRun,
  noPrivileges,
  obsolete,
  resultsAtOnce,
  runFailed,
  runsAnHour,
  syncRunsAtOnce,
  unavailable,
  unsupportedFormat,
} from './reportErrors.ts';

/** Answers of the report resources that a test can't, or need not, bring about by what it asks. */
const REPORT_FAULTS = {
  report_sync_limit: () => runsAnHour(500, 'synchronously'),
  report_async_limit: () => runsAnHour(1200, 'asynchronously'),
  report_sync_at_once: () => syncRunsAtOnce(20),
  report_results_at_once: () => resultsAtOnce(200),
  report_obsolete: obsolete,
  report_no_permission: mayNotRun,
  report_no_privileges: noPrivileges,
  report_unavailable: unavailable,
  report_failed: runFailed,
  report_instance_stale: instanceStale,
  report_unsupported_format: unsupportedFormat,
  report_unknown_403: () => new ApiError(403, 'FORBIDDEN', 'The request could not be completed.'),
} as const;

/**
 * - `report_sync_limit`, `report_async_limit`: 403, the hour's runs are spent
 * - `report_sync_at_once`, `report_results_at_once`: 403, too many at one moment
 * - `report_obsolete`, `report_no_permission`, `report_no_privileges`: 403; `report_unknown_403`: a text not published
 * - `report_unavailable`: 404; `report_failed`, `report_instance_stale`: 500; `report_unsupported_format`: 501
 * - `report_rows_absent`: the run's answer has no `rows` at all, as was seen of runs without details
 * - `report_instance_error`: the background run that is being started ends in the status Error
 */
export type ReportFaultKind = keyof typeof REPORT_FAULTS | 'report_rows_absent' | 'report_instance_error';

/** The error a fault answers with; null for a fault of another kind. */
export function reportFault(kind: string): ApiError | null {
  return Object.hasOwn(REPORT_FAULTS, kind) ? REPORT_FAULTS[kind as keyof typeof REPORT_FAULTS]() : null;
}
