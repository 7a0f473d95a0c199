import assert from 'node:assert/strict';
import { ROW_CODE_TEXTS } from '../../src/domain/rowCodeTexts.ts';
import { ROW_CODES } from '../../src/domain/rowCodes.ts';

describe('ROW_CODE_TEXTS', () => {
  it('explains every code and no other', () => {
    assert.deepEqual(Object.keys(ROW_CODE_TEXTS).sort(), Object.keys(ROW_CODES).sort());
  });

  for (const [code, { title, why, remedy }] of Object.entries(ROW_CODE_TEXTS)) {
    it(`explains ${code} calmly, with what, why and what to do`, () => {
      assert.doesNotMatch(`${title} ${why} ${remedy}`, /!|\b(?:invalid|please|oops|successfully)\b/i);
      assert.match(title, /^[A-Z+][^.]{3,50}$/);
      for (const text of [why, remedy]) assert.match(text, /^[A-Z].{15,239}\.$/);
      assert.doesNotMatch(title, /_/, 'a title is words, not the code');
    });
  }

  it('tells rows with nothing to mend from rows to mend', () => {
    for (const [code, kind] of Object.entries(ROW_CODES)) {
      const { remedy } = ROW_CODE_TEXTS[code as keyof typeof ROW_CODES];
      assert.equal(remedy.startsWith('Nothing to do.'), kind === 'skipped', code);
    }
  });
});
