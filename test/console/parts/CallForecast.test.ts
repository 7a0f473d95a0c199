import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('CallForecast', {
  'says what a run, a usual run and a day cost': async (page) => {
    assert.match(
      await page.locator('[data-state="measured"]').innerText(),
      /Full run 27 calls · usual run 2 · 3 a day about 6 \(0\.006 % of the org's 100,000\)/,
    );
    assert.match(await page.locator('[data-state="reckoned"]').innerText(), /usual run about 3 · 3 a day about 9/);
  },
  'explains the reckoning when asked': async (page) => {
    const piece = page.locator('[data-state="measured"]');
    const button = piece.getByRole('button', { name: 'How this is reckoned' });
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    await button.click();
    await piece.getByText(/so 48,210 take 25/).waitFor();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
  },
});
