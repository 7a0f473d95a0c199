import assert from 'node:assert/strict';
import { budgetCalls, budgetWarning, estimateCalls, type CallPlan } from '../../../src/console/parts/callEstimate.ts';

const plan: CallPlan = { fullCalls: 27, usualCalls: 3, lastUsualCalls: null, windowsPerDay: 3, sweepDays: [] };
const warned = (change: Partial<CallPlan>, budget: number): string | null =>
  budgetWarning(estimateCalls({ ...plan, ...change }), budget, change.sweepDays ?? []);

describe('callEstimate', () => {
  it('adds up a day of usual runs, by what the last one spent where there was one', () => {
    assert.equal(estimateCalls(plan).perDay, 9);
    assert.equal(estimateCalls({ ...plan, lastUsualCalls: 2 }).perDay, 6);
    assert.equal(estimateCalls({ ...plan, windowsPerDay: 0 }).perDay, null);
    assert.equal(estimateCalls({ ...plan, usualCalls: null }).perDay, null);
  });
  it('counts the first run of a sweep day in full', () => {
    assert.equal(estimateCalls(plan).perSweepDay, null);
    assert.equal(estimateCalls({ ...plan, sweepDays: ['sun'] }).perSweepDay, 33);
    assert.equal(estimateCalls({ ...plan, sweepDays: ['sun'], windowsPerDay: 0 }).perSweepDay, null);
  });
  it('rounds a budget down, as spending has to stay below it', () => {
    assert.equal(budgetCalls(25, 15_001), 3750);
  });
  it('warns of the first that goes beyond the budget; what is just met fits', () => {
    assert.equal(warned({}, 27), null);
    assert.match(warned({}, 26) ?? '', /^A full run needs 27 calls, the budget is 26 a day/);
    assert.match(warned({}, 8) ?? '', /^A day's runs need about 9 calls, the budget is 8/);
    assert.equal(warned({ sweepDays: ['sun'] }, 33), null);
    assert.match(warned({ sweepDays: ['sun'] }, 32) ?? '', /^A day that reads everything \(Sunday\) needs about 33 calls/);
  });
});
