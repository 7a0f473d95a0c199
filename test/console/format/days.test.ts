import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, daysInWords, easternDayOf, isDay, monthStart } from '../../../src/console/format/days.ts';

const anyDay = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

describe('Eastern days', () => {
  it('a day begins at midnight in New York, winter and summer', () => {
    assert.equal(easternDayOf(new Date('2026-11-20T04:59:59Z')), '2026-11-19');
    assert.equal(easternDayOf(new Date('2026-11-20T05:00:00Z')), '2026-11-20');
    assert.equal(easternDayOf(new Date('2026-07-20T03:59:59Z')), '2026-07-19');
    assert.equal(easternDayOf(new Date('2026-07-20T04:00:00Z')), '2026-07-20');
  });

  it('a range says month and year once', () => {
    assert.equal(daysInWords('2026-11-01', '2026-11-20'), 'Nov 1–20, 2026');
    assert.equal(daysInWords('2026-10-22', '2026-11-20'), 'Oct 22 – Nov 20, 2026');
    assert.equal(daysInWords('2025-12-31', '2026-01-01'), 'Dec 31, 2025 – Jan 1, 2026');
    assert.equal(daysInWords('2026-11-20', '2026-11-20'), 'Nov 20, 2026');
  });

  it('months begin on their first day, over the turn of a year too', () => {
    assert.equal(monthStart('2026-11-21'), '2026-11-01');
    assert.equal(monthStart('2026-01-31', -1), '2025-12-01');
    assert.equal(monthStart('2026-03-31', -1), '2026-02-01');
  });

  it('adding days and taking them away again comes back', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -400, max: 400 }), (day, days) => {
        assert.equal(addDays(addDays(day, days), -days), day);
        assert.equal(isDay(day), true);
      }),
    );
  });

  it('tells days that exist from words and from days that do not', () => {
    for (const text of ['', 'today', '2026-02-30', '2026-13-01', '2026-1-1', '20261120']) assert.equal(isDay(text), false, text);
  });
});
