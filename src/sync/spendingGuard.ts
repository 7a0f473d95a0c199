import type { SpendingGuard } from '../contract/connector.ts';
import { ConnectorError } from '../contract/errors.ts';
import { callsOfDay } from '../db/callCount.ts';
import type { ConnectionRow } from '../db/entities.ts';
import { budgetStop, callsOfBudget } from '../domain/budget.ts';
import { easternDay } from '../domain/times.ts';
import type { SyncContext } from './context.ts';

/** Nothing tries again on these: the run that made the call decides when it goes on. */
const RETRY = { kind: 'after', delayMs: 3_600_000 } as const;

/**
 * Keeps a run within its connection's budget: a share of the account's calls in an Eastern day, and a mark of the whole
 * account's use. What the day has seen already is read once; what this run spends is added call by call.
 *
 * @returns asked before every call that reads; answers `BUDGET_SPENT` or `ORG_NEARLY_SPENT`
 */
export async function spendingGuard(ctx: SyncContext, connection: ConnectionRow): Promise<SpendingGuard> {
  const budget = { percentOfOrg: connection.budget_percent, stopAbovePercent: connection.stop_above_percent };
  let day = easternDay(ctx.now());
  // Calls of the day that are not among `callsUsed`; less than none when some of those belong to the day before.
  let elsewhere = await callsOfDay(ctx.dataSource.manager, connection.id, ctx.now());
  return ({ callsUsed, usage }) => {
    const today = easternDay(ctx.now());
    if (today !== day) [day, elsewhere] = [today, -callsUsed];
    const allowed = usage?.allowed ?? connection.org_calls_allowed;
    // What was left when the last run ended says little now: the first answer of this one does.
    const stop = budgetStop(budget, { spentToday: elsewhere + callsUsed, allowed, left: usage?.left ?? null });
    if (stop === null) return null;
    if (stop === 'budget') {
      const most = callsOfBudget(budget, allowed)!.toLocaleString('en-US');
      return new ConnectorError('BUDGET_SPENT', `Today’s ${most} calls for this connection are used.`, RETRY);
    }
    return new ConnectorError('ORG_NEARLY_SPENT', orgSentence(connection, usage!), RETRY);
  };
}

function orgSentence(connection: ConnectionRow, usage: { readonly left: number; readonly allowed: number }): string {
  const [used, allowed] = [usage.allowed - usage.left, usage.allowed].map((calls) => calls.toLocaleString('en-US'));
  return (
    `${used} of the org’s ${allowed} daily calls are used, by everybody together; ` +
    `this connection stops at ${connection.stop_above_percent} %.`
  );
}
