import assert from 'node:assert/strict';
import { CONNECTOR_CODES, WRITE_BACK_CODES } from '../../src/contract/codes.ts';

describe('codes', () => {
  const all = { ...CONNECTOR_CODES, ...WRITE_BACK_CODES };
  for (const [code, text] of Object.entries(all)) {
    it(`${code} says in a few calm words what happened, why and what to do`, () => {
      for (const part of [text.title, text.why, text.remedy]) {
        assert.ok(part.length > 0 && part.length <= 240, `${part.length} characters`);
        assert.doesNotMatch(part, /please|oops|successfully|invalid\b|!/i);
      }
    });
  }
});
