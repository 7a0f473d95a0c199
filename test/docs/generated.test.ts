import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { codesPage } from '../../scripts/codesPage.ts';
import { withSettingsTable } from '../../scripts/readmeSettings.ts';
import { settingNames } from '../../src/config/environment.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('documentation made from the sources', () => {
  it('docs/codes.md has every code as the console shows it (npm run docs:codes)', () => {
    assert.equal(read('docs/codes.md'), codesPage());
  });

  it('the README has every setting as the schema has it (npm run docs:codes)', () => {
    assert.equal(read('README.md'), withSettingsTable(read('README.md')));
  });

  it('.env.example names every setting', () => {
    const named = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    assert.deepEqual(named.sort(), [...settingNames].sort());
  });
});
