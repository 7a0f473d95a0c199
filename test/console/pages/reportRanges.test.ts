import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays } from '../../../src/console/format/days.ts';
import { daysAsked, presetDays, presetOf, PRESETS } from '../../../src/console/pages/optOuts/reportRanges.ts';

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));

describe('days of the report', () => {
  it('presets are Eastern days, both included', () => {
    assert.deepEqual(presetDays('this_month', '2026-11-21'), { from: '2026-11-01', to: '2026-11-21' });
    assert.deepEqual(presetDays('last_month', '2026-03-31'), { from: '2026-02-01', to: '2026-02-28' });
    assert.deepEqual(presetDays('last_month', '2026-01-01'), { from: '2025-12-01', to: '2025-12-31' });
    assert.deepEqual(presetDays('last_30_days', '2026-11-30'), { from: '2026-11-01', to: '2026-11-30' });
  });

  it('a preset’s days never run backwards, and are known again as a preset', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...PRESETS.map(({ preset }) => preset)), (today, preset) => {
        const days = presetDays(preset, today);
        assert.ok(days.from <= days.to);
        const again = presetOf(days, today);
        assert.ok(again !== undefined);
        assert.deepEqual(presetDays(again, today), days);
      }),
    );
  });

  it('an address that asks for nothing possible shows this month', () => {
    const month = { from: '2026-11-01', to: '2026-11-21' };
    assert.deepEqual(daysAsked(undefined, undefined, '2026-11-21'), month);
    assert.deepEqual(daysAsked('2026-11-99', 'tomorrow', '2026-11-21'), month);
    assert.deepEqual(daysAsked('2026-12-01', '2026-11-30', '2026-11-21'), month);
    assert.deepEqual(daysAsked('2026-10-01', '2026-10-31', '2026-11-21'), { from: '2026-10-01', to: '2026-10-31' });
  });
});
