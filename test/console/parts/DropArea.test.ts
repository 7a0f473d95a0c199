import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('DropArea', {
  'takes a file that is chosen by its label': async (page) => {
    await page
      .getByLabel('Certificate')
      .setInputFiles({ name: 'riverside.pem', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByText('Chosen: riverside.pem').waitFor();
  },
  'takes a file that is dropped on it': async (page) => {
    await page.locator('[data-state="empty"] label').evaluate((label) => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'dropped.pem'));
      label.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
    });
    await page.getByText('Chosen: dropped.pem').waitFor();
  },
  'says what is wrong at the field': async (page) => {
    const field = page.getByLabel('Private key');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const ids = (await field.getAttribute('aria-describedby')) ?? '';
    const said = await page.evaluate(
      (all) => all.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(''),
      ids,
    );
    assert.equal(said, 'The key is protected by a passphrase.');
  },
});
