import type { CallBudget } from './callBudget.ts';

/** `GET /limits`: the names a client looks for. Only daily calls, bulk jobs and report runs are really spent here. */
export function limitsBody(
  budget: CallBudget,
  bulkJobs: { Max: number; Remaining: number },
  reportRuns: Record<string, { Max: number; Remaining: number }>,
): Record<string, { Max: number; Remaining: number }> {
  const full = (Max: number): { Max: number; Remaining: number } => ({ Max, Remaining: Max });
  return {
    DailyApiRequests: { Max: budget.max, Remaining: budget.max - budget.used },
    DailyAsyncApexExecutions: full(250_000),
    DailyBulkApiBatches: full(15_000),
    DailyBulkV2QueryFileStorageMB: full(976_562),
    DailyBulkV2QueryJobs: bulkJobs,
    DataStorageMB: full(1024),
    FileStorageMB: full(1024),
    ...reportRuns,
  };
}
