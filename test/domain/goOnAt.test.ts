import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterAccount, afterBudget } from '../../src/domain/goOnAt.ts';
import { easternDay } from '../../src/domain/times.ts';
import { WINDOW_NAMES, WINDOWS, windowStarts } from '../../src/domain/windows.ts';

const KEY = 'a connection/Contact';

describe('when a paused run goes on', () => {
  it('is the next Eastern midnight, or in an hour, without windows', () => {
    // The night the clocks go back is an hour longer.
    const now = new Date('2026-11-01T05:30:00Z');
    assert.deepEqual(afterBudget([], KEY, now), { at: new Date('2026-11-02T05:00:00Z'), window: null });
    assert.deepEqual(afterAccount([], KEY, now), { at: new Date('2026-11-01T06:30:00Z'), window: null });
  });

  it('is the first start of a later day when the day’s budget is spent', () => {
    const { at, window } = afterBudget(['morning', 'evening'], KEY, new Date('2026-11-20T15:30:00Z'));
    assert.deepEqual([easternDay(at), window], ['2026-11-21', 'morning']);
  });

  it('is the first start at least an hour ahead when the account is nearly used up', () => {
    const { at, window } = afterAccount(['morning', 'evening'], KEY, new Date('2026-11-20T15:30:00Z'));
    assert.deepEqual([easternDay(at), window], ['2026-11-20', 'evening']);
  });

  it('is always within a chosen window, soon enough and not too soon', () => {
    const names = fc.uniqueArray(fc.constantFrom(...WINDOW_NAMES), { minLength: 1 });
    const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(names, instant, fc.string(), (windows, now, key) => {
        const hourAhead = now.getTime() + 3_600_000;
        for (const going of [afterBudget(windows, key, now), afterAccount(windows, key, now)]) {
          assert.ok(going.window !== null && windows.includes(going.window), WINDOWS[going.window!].label);
          const [first] = windowStarts([going.window], going.at, 1);
          assert.ok(first!.opensAt <= going.at && going.at < first!.closesAt);
          assert.ok(going.at.getTime() - now.getTime() <= 49 * 3_600_000);
        }
        assert.ok(easternDay(afterBudget(windows, key, now).at) > easternDay(now));
        assert.ok(afterAccount(windows, key, now).at.getTime() >= hourAhead);
      }),
    );
  });
});
