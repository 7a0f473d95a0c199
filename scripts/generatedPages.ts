import { readFileSync } from 'node:fs';
import { settingsTable } from '../src/config/settingsTable.ts';
import { codesPage } from './codesPage.ts';
import { fillIn } from './fillIn.ts';
import { figuresPage } from './replyFigures.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

/** Pages that take something from the sources: their path from the root, and what should stand in them. */
export function generatedPages(): Readonly<Record<string, string>> {
  return {
    'docs/codes.md': codesPage(),
    'README.md': fillIn(read('README.md'), 'settings', settingsTable()),
    'docs/architecture.md': fillIn(read('docs/architecture.md'), 'consent', consentTable()),
    'docs/replies.md': fillIn(read('docs/replies.md'), 'figures', figuresPage()),
  };
}

/** The table of the consent rules as it stands above the function that decides by them. */
function consentTable(): string {
  const lines = read('src/domain/importConsent.ts').split('\n');
  return lines.flatMap((line) => (line.startsWith(' * |') ? [line.slice(3)] : [])).join('\n');
}
