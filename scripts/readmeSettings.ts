import { settingsTable } from '../src/config/settingsTable.ts';

const BEGIN = '<!-- settings: made by `npm run docs:codes` from src/config/environment.ts -->';
const END = '<!-- /settings -->';

/** The README with its settings table as the schema has it. @throws when the markers around the table are gone */
export function withSettingsTable(readme: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The README has no settings table between “${BEGIN}” and “${END}”.`);
  return `${readme.slice(0, begin + BEGIN.length)}\n${settingsTable()}\n${readme.slice(end)}`;
}
