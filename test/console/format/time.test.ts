import assert from 'node:assert/strict';
import { easternClock, easternDay, easternTime, relativeTime, utcTime } from '../../../src/console/format/time.ts';

const now = new Date('2026-11-20T15:16:00Z');

describe('times in the console', () => {
  it('are Eastern with the zone, and leave out the current year', () => {
    assert.equal(easternTime('2026-11-20T15:04:31Z', { now }), 'Nov 20, 10:04 AM ET');
    assert.equal(easternTime('2025-11-20T15:04:31Z', { now }), 'Nov 20, 2025, 10:04 AM ET');
    assert.equal(easternTime('2026-11-20T15:04:31Z', { now, withYear: true }), 'Nov 20, 2026, 10:04 AM ET');
  });

  it('follow the clock change', () => {
    assert.equal(easternClock('2026-11-01T05:30:00Z'), '1:30 AM ET');
    assert.equal(easternClock('2026-11-01T06:30:00Z'), '1:30 AM ET');
    assert.equal(easternClock('2026-11-01T07:30:00Z'), '2:30 AM ET');
  });

  it('belong to the Eastern day', () => {
    assert.equal(easternDay('2026-11-21T03:30:00Z'), 'Fri, Nov 20');
  });

  it('are relative within a day only', () => {
    assert.equal(relativeTime('2026-11-20T15:15:58Z', now), 'just now');
    assert.equal(relativeTime('2026-11-20T15:15:20Z', now), '40 s ago');
    assert.equal(relativeTime('2026-11-20T15:04:00Z', now), '12 min ago');
    assert.equal(relativeTime('2026-11-20T03:16:00Z', now), '12 h ago');
    assert.equal(relativeTime('2026-11-19T15:04:00Z', now), 'Nov 19, 10:04 AM ET');
    assert.equal(relativeTime('2026-11-20T20:00:00Z', now), 'Nov 20, 3:00 PM ET');
  });

  it('are written in UTC beside, to the second', () => {
    assert.equal(utcTime('2026-11-03T00:04:09Z'), '2026-11-03 00:04:09 UTC');
  });
});
