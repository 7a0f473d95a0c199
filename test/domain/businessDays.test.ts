import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  businessDaysLeft,
  dueDay,
  dueWithin,
  isBusinessDay,
  lateBefore,
  LONGEST_BUSINESS_DAYS,
} from '../../src/domain/businessDays.ts';
import { EASTERN, easternDay } from '../../src/domain/times.ts';

/**
 * Days off for federal holidays as the Office of Personnel Management publishes them, on the days they are observed.
 * @see https://www.opm.gov/policy-data-oversight/pay-leave/federal-holidays/
 */
const OPM: Readonly<Record<string, string>> = {
  2025: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
  2026: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25',
  2027: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31',
  2028: '01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
};

const eastern = (time: string): Date => DateTime.fromISO(time, { zone: EASTERN }).toJSDate();

describe('business days', () => {
  for (const [year, days] of Object.entries(OPM)) {
    it(`of ${year} are all weekdays but those that OPM names`, () => {
      const off: string[] = [];
      for (let day = DateTime.utc(Number(year), 1, 1); day.year === Number(year); day = day.plus({ days: 1 })) {
        const works = isBusinessDay(day.toISODate()!);
        if (day.weekday > 5) assert.equal(works, false, day.toISODate()!);
        else if (!works) off.push(day.toFormat('MM-dd'));
      }
      assert.equal(off.join(' '), days);
    });
  }

  it("know New Year's Day of the next year when it is a Saturday", () => {
    assert.equal(isBusinessDay('2021-12-31'), false);
    assert.equal(isBusinessDay('2027-12-31'), false);
    assert.equal(isBusinessDay('2026-12-31'), true);
  });
});

describe('dueDay', () => {
  it('is ten business days after the day it came in, which is not counted', () => {
    assert.equal(LONGEST_BUSINESS_DAYS, 10);
    assert.equal(dueDay(eastern('2026-03-02T09:00')), '2026-03-16');
    assert.equal(dueDay(eastern('2026-03-07T09:00')), '2026-03-20', 'from a Saturday');
    assert.equal(dueDay(eastern('2026-03-02T09:00'), 1), '2026-03-03');
    assert.equal(dueDay(eastern('2026-03-06T09:00'), 1), '2026-03-09', 'over a weekend');
  });

  it('passes over holidays', () => {
    assert.equal(dueDay(eastern('2026-11-20T14:00')), '2026-12-07', 'Thanksgiving');
    assert.equal(dueDay(eastern('2026-06-30T14:00'), 3), '2026-07-06', 'Independence Day on a Saturday');
    assert.equal(dueDay(eastern('2027-12-22T14:00')), '2028-01-07', 'Christmas and New Year, both on Saturdays');
  });

  it('goes by the Eastern day, in summer and in winter', () => {
    assert.equal(dueDay(eastern('2026-03-02T23:59:59.999'), 1), '2026-03-03');
    assert.equal(dueDay(eastern('2026-03-03T00:00'), 1), '2026-03-04');
    assert.equal(dueDay(new Date('2026-03-03T04:59:59.999Z'), 1), '2026-03-03', 'still Monday in the East');
    assert.equal(dueDay(new Date('2026-07-14T03:59:59.999Z'), 1), '2026-07-14', 'daylight time: one hour less');
    assert.equal(dueDay(new Date('2026-07-14T04:00:00Z'), 1), '2026-07-15');
  });

  it('is not shifted by the days on which clocks change', () => {
    assert.equal(dueDay(eastern('2026-03-06T23:30'), 1), '2026-03-09', 'spring forward on March 8');
    assert.equal(dueDay(eastern('2026-10-30T23:30'), 1), '2026-11-02', 'fall back on November 1');
    assert.equal(dueDay(eastern('2026-11-01T01:30'), 1), '2026-11-02');
  });
});

describe('businessDaysLeft', () => {
  const due = '2026-12-07';

  it('counts the due day, is 1 all through it and 0 from the midnight after', () => {
    assert.equal(businessDaysLeft(due, eastern('2026-11-20T14:00')), 11);
    assert.equal(businessDaysLeft(due, eastern('2026-12-04T08:00')), 2);
    assert.equal(businessDaysLeft(due, eastern('2026-12-07T00:00')), 1);
    assert.equal(businessDaysLeft(due, eastern('2026-12-07T23:59:59.999')), 1);
    assert.equal(businessDaysLeft(due, eastern('2026-12-08T00:00')), 0);
  });

  it('is 1 when only the due day and days off are left', () => {
    assert.equal(businessDaysLeft(due, eastern('2026-12-05T12:00')), 1);
    assert.equal(businessDaysLeft('2026-11-29', eastern('2026-11-28T12:00')), 1, 'a due day on a Sunday');
  });
});

describe('the due clock, at any instant', () => {
  const from = eastern('2024-12-20T00:00').getTime();
  const edge = fc
    .tuple(fc.integer({ min: 0, max: 4 * 366 }), fc.constantFrom(-1, 0, 1))
    .map(([days, ms]) => new Date(DateTime.fromMillis(from, { zone: EASTERN }).plus({ days }).toMillis() + ms));
  const instant = fc.oneof(
    fc.integer({ min: 0, max: 4 * 366 * 24 * 3600 }).map((seconds) => new Date(from + seconds * 1000)),
    edge,
  );
  const span = fc.integer({ min: 1, max: LONGEST_BUSINESS_DAYS });

  it('is never sooner for what came later', () => {
    fc.assert(
      fc.property(instant, instant, span, (one, other, days) => {
        const [first, second] = one <= other ? [one, other] : [other, one];
        assert.ok(dueDay(first, days) <= dueDay(second, days));
      }),
    );
  });

  it('is due on a business day, with exactly so many of them after the day it came in', () => {
    fc.assert(
      fc.property(instant, span, (received, days) => {
        const due = dueDay(received, days);
        assert.ok(isBusinessDay(due));
        const today = isBusinessDay(easternDay(received)) ? 1 : 0;
        assert.equal(businessDaysLeft(due, received), days + today);
      }),
    );
  });

  it('calls late exactly what came before the instant that queries compare with', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -86_400_000, max: 40 * 86_400_000 }), span, (received, after, days) => {
        const now = new Date(received.getTime() + after);
        const late = businessDaysLeft(dueDay(received, days), now) === 0;
        assert.equal(received < lateBefore(now, days), late);
        const until = lateBefore(now, days);
        assert.ok(dueDay(new Date(until.getTime() - 1), days) < easternDay(now));
        assert.ok(dueDay(until, days) >= easternDay(now));
      }),
      { numRuns: 300 },
    );
  });

  it('calls soon due exactly what came before the instant that queries compare with', () => {
    const left = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 20 * 86_400_000 }), span, left, (received, after, days, soon) => {
        const now = new Date(received.getTime() + after);
        const expected = businessDaysLeft(dueDay(received, days), now) <= soon;
        assert.equal(received < dueWithin(now, soon, days), expected);
      }),
      { numRuns: 300 },
    );
  });
});
