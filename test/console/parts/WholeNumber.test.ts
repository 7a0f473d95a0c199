import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('WholeNumber', {
  'takes digits alone, means the least while it is empty, and comes back into its bounds when it is left': async (page) => {
    const field = page.getByLabel('Share');
    const value = () => page.locator('output').innerText();
    await field.fill('');
    assert.deepEqual([await field.inputValue(), await value()], ['', '1']);
    await field.pressSequentially('4e-0 2');
    assert.deepEqual([await field.inputValue(), await value()], ['402', '402']);
    await field.blur();
    assert.deepEqual([await field.inputValue(), await value()], ['100', '100']);
    await field.fill('0');
    await field.blur();
    assert.deepEqual([await field.inputValue(), await value()], ['1', '1']);
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await field.inputValue(), '25');
  },
});
