import { DateTime } from 'luxon';
import type { ReportRange } from '../db/reads/optOuts/report.ts';
import { EASTERN } from '../domain/times.ts';
import { RequestError } from './errors.ts';

/**
 * Two Eastern calendar days as somebody typed them.
 * @throws RequestError `days_refused`
 */
export function reportRange(from: string, to: string): ReportRange {
  for (const [field, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!/^2\d{3}-\d\d-\d\d$/.test(day) || !DateTime.fromISO(day, { zone: EASTERN }).isValid)
      throw refused(field, `“${day.slice(0, 40)}” is no calendar day. Write it as year, month and day: 2026-11-01.`);
  }
  if (from > to)
    throw refused('from', `The report would end on ${to}, before it begins on ${from}. Exchange the two days.`);
  return { from, to };
}

function refused(field: string, message: string): RequestError {
  return new RequestError('refused', 'days_refused', message, [{ field, message }]);
}
