import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('DueClock', {
  'says how many business days are left, and which day that is': async (page) => {
    const words = (state: string) => page.locator(`[data-state="${state}"]`).innerText();
    assert.match(await words('calm'), /6 business days left \(Dec 1, 2099\)/);
    assert.match(await words('danger'), /1 business day left \(Dec 1, 2099\)/);
    assert.match(await words('late'), /Late, was due Dec 1, 2099/);
  },
  'warns at three days and loudly at one, with an icon and not by colour alone': async (page) => {
    const tone = (state: string) => page.locator(`[data-state="${state}"] [data-tone]`);
    assert.equal(await tone('calm').count(), 0);
    assert.equal(await tone('attention').getAttribute('data-tone'), 'attention');
    assert.equal(await tone('danger').getAttribute('data-tone'), 'danger');
    assert.equal(await tone('late').getAttribute('data-tone'), 'danger');
    for (const state of ['attention', 'danger', 'late']) assert.equal(await tone(state).locator('svg').count(), 1, state);
  },
});
