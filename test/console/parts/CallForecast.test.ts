import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('CallForecast', {
  'says what a run, a usual run and a day cost, and the budget': async (page) => {
    const words = (state: string) => page.locator(`[data-state="${state}"]`).innerText();
    assert.match(
      await words('measured'),
      /Full run 27 calls · usual run 2 · 3 a day about 6 \(0\.006 % of the org's 100,000\) · budget 25,000/,
    );
    assert.match(await words('bulk'), /usual run about 3 · 3 a day about 9/);
    assert.match(await words('by hand'), /Full run 1 call · usual run about 3 · by hand only · budget 25 % of the org's/);
    assert.match(await words('usual run unknown'), /usual run – · 3 a day about – · budget/);
    assert.match(await words('sweep'), /On Wednesday, Sunday, reading everything, about 33/);
  },
  'warns where the forecast does not fit the budget, and only there': async (page) => {
    await page
      .locator('[data-state="beyond the budget"]')
      .getByRole('alert')
      .getByText(/A full run needs 302 calls, the budget is 250 a day: it would pause and go on the next day\./)
      .waitFor();
    assert.equal(await page.locator('[data-state]').getByRole('alert').count(), 1);
  },
  'explains the reckoning of each kind of source when asked': async (page) => {
    const explained = async (state: string): Promise<string> => {
      const piece = page.locator(`[data-state="${state}"]`);
      const button = piece.getByRole('button', { name: 'How this is reckoned' });
      assert.equal(await button.getAttribute('aria-expanded'), 'false');
      await button.click();
      assert.equal(await button.getAttribute('aria-expanded'), 'true');
      return piece.innerText();
    };
    assert.match(await explained('list view'), /so 4,210 take 3/);
    assert.match(await explained('report'), /1,999 new ones, so 48,210 take 25/);
    assert.match(await explained('bulk'), /Bulk API 2\.0: .* 11 in all instead of 25 pages/);
  },
});
