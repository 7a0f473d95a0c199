import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('WindowPicker', {
  'shows the next start of each window with its date, the planned one where there is one': async (page) => {
    const words = await page.locator('[data-state="two"]').innerText();
    assert.match(words, /Next Sat, Nov 21, 10 AM–noon ET/);
    assert.match(words, /Next Nov 20,.*6:12 PM ET/);
  },
  'stops at the most a connector takes, and says how to go on': async (page) => {
    const piece = page.locator('[data-state="full"]');
    const last = piece.getByRole('checkbox', { name: /Afternoon/ });
    assert.equal(await last.isDisabled(), true);
    await piece.getByText('3 are chosen. Take one away to choose this.').waitFor();
    await piece.getByRole('checkbox', { name: /Morning/ }).click();
    assert.equal(await last.isDisabled(), false);
  },
  'is worked by the space bar': async (page) => {
    const box = page.locator('[data-state="none"]').getByRole('checkbox', { name: /Overnight/ });
    await box.focus();
    await page.keyboard.press('Space');
    assert.equal(await box.isChecked(), true);
  },
  'says when clocks change': async (page) => {
    await page.getByText('Clocks go back on Sunday, Nov 1. Windows keep their Eastern hours.').waitFor();
  },
});
