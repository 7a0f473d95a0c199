import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('SaveBar', {
  'counts the changes and offers Discard and Save': async (page) => {
    const bar = page.locator('[data-state="changes"]');
    assert.match(await bar.innerText(), /2 changes/);
    assert.deepEqual(await bar.getByRole('button').allInnerTexts(), ['Discard', 'Save']);
  },
  'has no button for a reader, and says who may': async (page) => {
    const bar = page.locator('[data-state="for a reader"]');
    assert.equal(await bar.getByRole('button').count(), 0);
    assert.match(await bar.innerText(), /Only admins of this team can change this: Ada Owen/);
  },
});
