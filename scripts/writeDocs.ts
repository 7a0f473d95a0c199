import { writeFileSync } from 'node:fs';
import { generatedPages } from './generatedPages.ts';

/** `npm run docs:codes`: writes what the documentation takes from the sources. A test fails when it was forgotten. */
for (const [file, content] of Object.entries(generatedPages())) {
  writeFileSync(new URL(`../${file}`, import.meta.url), content);
}
