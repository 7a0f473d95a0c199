import assert from 'node:assert/strict';
import fc from 'fast-check';
import { easternDay, easternTime, utcTime } from '../../src/domain/times.ts';

const morning = new Date('2026-11-20T15:04:09Z');

describe('easternTime', () => {
  it('writes the time people read, with its zone', () => {
    assert.equal(easternTime(morning), 'Nov 20, 2026, 10:04 AM ET');
    assert.equal(easternTime(morning, { seconds: true }), 'Nov 20, 2026, 10:04:09 AM ET');
    assert.equal(easternTime(new Date('2026-07-04T04:00:00Z')), 'Jul 4, 2026, 12:00 AM ET');
  });

  it('follows daylight saving time', () => {
    assert.equal(easternTime(new Date('2026-03-08T06:59:00Z')), 'Mar 8, 2026, 1:59 AM ET');
    assert.equal(easternTime(new Date('2026-03-08T07:00:00Z')), 'Mar 8, 2026, 3:00 AM ET');
    assert.equal(easternTime(new Date('2026-11-01T06:30:00Z')), 'Nov 1, 2026, 1:30 AM ET');
  });

  it('does not use the unusual space that some locale data puts before AM', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('1970-01-02'), max: new Date('2100-01-01') }),
        (date) => {
          assert.match(easternTime(date), /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2} [AP]M ET$/);
        },
      ),
    );
  });
});

describe('easternDay', () => {
  it('is the calendar day in the East', () => {
    assert.equal(easternDay(new Date('2026-11-20T04:59:59Z')), '2026-11-19');
    assert.equal(easternDay(new Date('2026-11-20T05:00:00Z')), '2026-11-20');
  });
});

describe('utcTime', () => {
  it('writes the time with its zone', () => assert.equal(utcTime(morning), '2026-11-20 15:04 UTC'));
});
