import { readFileSync, writeFileSync } from 'node:fs';
import { codesPage } from './codesPage.ts';
import { withSettingsTable } from './readmeSettings.ts';

/** `npm run docs:codes`: writes what the documentation takes from the sources. A test fails when it was forgotten. */
const codes = new URL('../docs/codes.md', import.meta.url);
const readme = new URL('../README.md', import.meta.url);

writeFileSync(codes, codesPage());
writeFileSync(readme, withSettingsTable(readFileSync(readme, 'utf8')));
