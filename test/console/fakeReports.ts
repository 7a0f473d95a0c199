import type { Page, Route } from 'playwright-core';
import type { ImportSettings, SaveImport } from '../../src/http/schemas/imports.ts';
import type { SourceDetails, SourceFields, SourceSearch, SourceSummary } from '../../src/http/schemas/sources.ts';
import { reportColumns } from './gallery/sourceFields.ts';

const FOLDERS = ['Admissions', 'Orientation of first-year students and transfers, spring and fall', 'Registrar'];
const REFUSALS = [
  'It is a summary. Only tabular Reports can be imported: save a copy in that format.',
  'It shows only the API user’s own records. Change “Show” in the Report to all records.',
  'It has no Contact ID column, so its rows can’t be told apart. Add that column to the Report.',
];

/** 45 Reports in three folders; every fifth can't be used. */
export const REPORTS: readonly SourceSummary[] = FOLDERS.flatMap((folder, at) =>
  Array.from({ length: 15 }, (_, index): SourceSummary => {
    const number = at * 15 + index;
    const usable = number % 5 !== 4;
    return {
      id: `00O5f00000${String(number).padStart(5, '0')}EAA`,
      name: `Texting report ${number}`,
      kind: 'Report',
      folder,
      usable,
      reason: usable ? '' : (REFUSALS[Math.floor(number / 5) % REFUSALS.length] ?? ''),
    };
  }),
);

/** The Report whose columns hold no time of day; all others have a formula field with it. */
export const DAY_ONLY = 'Texting report 1';
/** The Report whose columns can't be read. */
export const UNREADABLE = 'Texting report 2';

/**
 * Answers in the service's place for what concerns Reports, and keeps what is saved instead of storing it. All else
 * goes to the service.
 */
export async function fakeReports(page: Page): Promise<{ readonly saved: SaveImport[] }> {
  const saved: SaveImport[] = [];
  const json = (route: Route, body: object, status = 200): Promise<void> => route.fulfill({ status, json: body });
  const reportOf = (id: string): SourceSummary => REPORTS.find((report) => id.includes(report.id)) ?? REPORTS[0]!;

  await page.route(/\/sources\?.*kind=Report/, (route) => {
    const { searchParams } = new URL(route.request().url());
    const query = (searchParams.get('q') ?? '').toLowerCase();
    const offset = Number(searchParams.get('offset') ?? 0);
    const found = REPORTS.filter(({ name, folder }) => `${name} ${folder}`.toLowerCase().includes(query));
    const answer: SourceSearch = { sources: found.slice(offset, offset + 20), total: found.length };
    return json(route, answer);
  });
  await page.route(/\/sources\/00O5f/, (route) => {
    const answer: SourceDetails = {
      ...reportOf(route.request().url()),
      filter: 'Stage equals Admitted, and Entry Term equals Fall 2026',
      count: 48_210,
      fullRunCalls: 26,
      usualRunCalls: 2,
      definition: 'one',
    };
    return json(route, answer);
  });
  await page.route(/\/fields\?.*source=00O5f/, (route) => {
    const { name } = reportOf(route.request().url());
    if (name === UNREADABLE) {
      const message = 'Salesforce did not answer within 30 seconds. Nothing was changed. Try again in a minute.';
      return json(route, { code: 'UNAVAILABLE', message, fields: [], requestId: 'r1' }, 503);
    }
    const dayOnly = name === DAY_ONLY;
    const answer: SourceFields = {
      fields: reportColumns(!dayOnly),
      suggestion: {
        fields: { recordId: 'CONTACT_ID', lastModified: dayOnly ? 'LAST_UPDATE' : 'Contact.Modified_Time__c' },
        optOut: null,
      },
      mapsIdentity: true,
      mapsModified: true,
    };
    return json(route, answer);
  });
  await page.route(/\/imports\/Contact$/, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    const body = route.request().postDataJSON() as SaveImport;
    saved.push(body);
    const before = await page.request.get(route.request().url());
    const settings = (await before.json()) as ImportSettings;
    const source = body.source === null || body.source === undefined ? null : reportOf(body.source.id);
    const answer: ImportSettings = {
      ...settings,
      version: settings.version + 1,
      state: 'draft',
      source: source && { id: source.id, name: source.name, kind: source.kind, folder: source.folder },
      mapsIdentity: true,
      fields: body.fields ?? settings.fields,
      optOut: body.optOut === undefined ? settings.optOut : body.optOut,
      sweepDays: body.sweepDays ?? settings.sweepDays,
    };
    return json(route, answer);
  });
  return { saved };
}
