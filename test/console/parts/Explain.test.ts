import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('Explain', {
  'says ours first, then quotes the CRM, then the code with its page': async (page) => {
    const words = await page.locator('[data-state="fault"]').innerText();
    const at = (part: string) => words.indexOf(part);
    assert.ok(at('refused 12 opt-outs') < at('Allow it to edit') && at('Allow it to edit') < at('“INVALID_FIELD') && at('“INVALID_FIELD') < at('wb_field_locked'));
    assert.equal(await page.getByRole('link', { name: 'wb_field_locked' }).getAttribute('href'), '/codes/wb_field_locked');
  },
  'offers to try again and names the request': async (page) => {
    const refusal = page.locator('[data-state="refusal of the API"]');
    assert.equal(await refusal.getByRole('button', { name: 'Try again' }).count(), 1);
    assert.match(await refusal.innerText(), /request req-12/);
  },
});
