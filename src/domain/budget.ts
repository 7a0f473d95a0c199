/** What a connection's imports may spend of the calls of the account it belongs to. */
export interface CallBudget {
  /** Share of the account's daily calls that this connection may spend in an Eastern day. */
  readonly percentOfOrg: number;
  /** Share of its calls that the whole account may have used before imports stop. */
  readonly stopAbovePercent: number;
}

/** Calls as they stand before the next one. */
export interface CallsSoFar {
  /** By this connection, in this Eastern day. */
  readonly spentToday: number;
  /** The account's calls in its day; null while nothing has told. */
  readonly allowed: number | null;
  /** How many of them are left for everybody; null while nothing has told. */
  readonly left: number | null;
}

/** How many calls a budget comes to, at least one; null while the account's allowance is not known. */
export function callsOfBudget({ percentOfOrg }: CallBudget, allowed: number | null): number | null {
  return allowed === null ? null : Math.max(1, Math.floor((allowed * percentOfOrg) / 100));
}

/** Why the next call must not be made: the connection's own budget, or the whole account's use; null when it may be. */
export function budgetStop(budget: CallBudget, calls: CallsSoFar): 'budget' | 'account' | null {
  const { spentToday, allowed, left } = calls;
  const most = callsOfBudget(budget, allowed);
  if (most !== null && spentToday >= most) return 'budget';
  if (allowed === null || left === null) return null;
  return (allowed - left) * 100 >= allowed * budget.stopAbovePercent ? 'account' : null;
}
