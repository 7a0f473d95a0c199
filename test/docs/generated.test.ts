import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generatedPages } from '../../scripts/generatedPages.ts';

describe('documentation made from the sources', () => {
  for (const [file, expected] of Object.entries(generatedPages())) {
    it(`${file} says what the sources say (else: npm run docs:codes)`, () => {
      assert.equal(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'), expected);
    });
  }
});
