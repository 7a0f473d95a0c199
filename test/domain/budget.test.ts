import assert from 'node:assert/strict';
import { budgetStop, callsOfBudget } from '../../src/domain/budget.ts';

describe('a call budget', () => {
  const budget = { percentOfOrg: 25, stopAbovePercent: 90 };

  it('is a share of what the account may call in a day, at least one call', () => {
    assert.equal(callsOfBudget(budget, 100_000), 25_000);
    assert.equal(callsOfBudget({ ...budget, percentOfOrg: 1 }, 15), 1);
    assert.equal(callsOfBudget(budget, null), null);
  });

  it('stops at the call that would go beyond it', () => {
    const left = 90_000;
    assert.equal(budgetStop(budget, { spentToday: 24_999, allowed: 100_000, left }), null);
    assert.equal(budgetStop(budget, { spentToday: 25_000, allowed: 100_000, left }), 'budget');
    assert.equal(budgetStop(budget, { spentToday: 25_000, allowed: 100_000, left: null }), 'budget');
  });

  it('stops when everybody together has used the account’s calls up to the mark', () => {
    assert.equal(budgetStop(budget, { spentToday: 0, allowed: 100_000, left: 10_001 }), null);
    assert.equal(budgetStop(budget, { spentToday: 0, allowed: 100_000, left: 10_000 }), 'account');
    assert.equal(budgetStop({ ...budget, stopAbovePercent: 100 }, { spentToday: 0, allowed: 10, left: 0 }), 'account');
  });

  it('limits nothing while the allowance is not known', () => {
    assert.equal(budgetStop(budget, { spentToday: 1_000_000, allowed: null, left: null }), null);
  });
});
