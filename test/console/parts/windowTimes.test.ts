import assert from 'node:assert/strict';
import { clockChangeNote, nextWindowDay } from '../../../src/console/parts/windowTimes.ts';

describe('windowTimes', () => {
  it('says today until the window opens, then tomorrow', () => {
    assert.equal(nextWindowDay(10, new Date('2026-11-20T14:59:00Z')), 'Fri, Nov 20');
    assert.equal(nextWindowDay(10, new Date('2026-11-20T15:00:00Z')), 'Sat, Nov 21');
  });
  it('goes by the Eastern day, over midnight and over the end of a year', () => {
    assert.equal(nextWindowDay(3, new Date('2026-11-21T03:30:00Z')), 'Sat, Nov 21');
    assert.equal(nextWindowDay(3, new Date('2027-01-01T04:30:00Z')), 'Fri, Jan 1');
  });
  it('skips no day when clocks go forward', () => {
    assert.equal(nextWindowDay(3, new Date('2027-03-14T04:30:00Z')), 'Sun, Mar 14');
  });
  it('notes a change of clocks three weeks ahead, and none otherwise', () => {
    assert.equal(
      clockChangeNote(new Date('2027-03-01T12:00:00Z')),
      'Clocks go forward on Sunday, Mar 14. Windows keep their Eastern hours.',
    );
    assert.equal(
      clockChangeNote(new Date('2026-10-31T05:30:00Z')),
      'Clocks go back on Sunday, Nov 1. Windows keep their Eastern hours.',
    );
    assert.equal(clockChangeNote(new Date('2026-12-01T12:00:00Z')), null);
  });
});
