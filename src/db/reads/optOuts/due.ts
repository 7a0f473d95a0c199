import { businessDaysLeft, dueDay } from '../../../domain/businessDays.ts';

/** By when a revocation has to be honoured. */
export interface Due {
  /** Eastern calendar day. */
  readonly day: string;
  readonly businessDaysLeft: number;
  readonly late: boolean;
}

/**
 * @param since - when the person said so
 * @param businessDays - what the team's policy allows
 */
export function dueOf(since: Date, businessDays: number, now: Date): Due {
  const day = dueDay(since, businessDays);
  const left = businessDaysLeft(day, now);
  return { day, businessDaysLeft: left, late: left === 0 };
}
