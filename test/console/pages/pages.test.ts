import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import type { ContactList } from '../../../src/http/schemas/contacts.ts';
import { assertSound, seriousFaults, sidewaysScroll, theBrowser, VIEWS } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

/** Addresses below `/t/riverside`; `:connection`, `:run` and `:contact` are filled in. */
const PAGES: readonly (readonly [name: string, address: string])[] = [
  ['Overview', ''],
  ['Contacts', '/contacts'],
  ['Contacts, nothing matches', '/contacts?q=nobody+at+all'],
  ['Contact', '/contacts/:contact'],
  ['Contact, write-backs', '/contacts/:contact?tab=write-backs'],
  ['Contact, fields', '/contacts/:contact?tab=fields'],
  ['Run', '/runs/:run'],
  ['Run, errors', '/runs/:run?tab=errors'],
  ['Run, log', '/runs/:run?tab=log'],
  ['a run that is not there', '/runs/0'],
  ['Waiting', '/opt-outs'],
  ['Review queue', '/opt-outs/review'],
  ['Conflicts', '/opt-outs/conflicts'],
  ['Dead letters', '/opt-outs/dead-letters'],
  ['Drift audit', '/opt-outs/drift'],
  ['Opt-out report', '/opt-outs/report'],
  ['Integrations', '/integrations'],
  ['Add connection', '/integrations/new'],
  ['Summary', '/integrations/:connection'],
  ['Authentication', '/integrations/:connection/authentication'],
  ['Contact import', '/integrations/:connection/import/contact'],
  ['Contact import, leads', '/integrations/:connection/import/lead'],
  ['Opt-out', '/integrations/:connection/opt-out'],
  ['Schedule', '/integrations/:connection/schedule'],
  ['Notifications', '/integrations/:connection/notifications'],
  ['Import history', '/integrations/:connection/history'],
  ['Fields', '/data/fields'],
  ['Consent', '/settings/consent'],
  ['API tokens', '/settings/tokens'],
  ['Webhooks', '/settings/webhooks'],
];

/** Waits until nothing on the page is loading. */
const isLoaded = () => document.querySelector('[aria-busy="true"]') === null;

const fill = (address: string, live: ImportedTeam, contact: string): string =>
  `${live.url}/t/${live.team.slug}${address.replace(':connection', live.team.connectionId).replace(':run', live.runId).replace(':contact', contact)}`;

async function optedOutContact(live: ImportedTeam): Promise<string> {
  const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_out&limit=1`);
  return contacts[0]?.id ?? '';
}

for (const view of VIEWS) {
  describe(`pages, ${view.width} px`, function () {
    this.timeout(180_000);
    let live: ImportedTeam;
    let context: BrowserContext;
    let page: Page;
    let faults: string[];
    let contact: string;

    before(async () => {
      live = await importedTeam();
      contact = await optedOutContact(live);
      context = await (await theBrowser()).newContext({
        viewport: { width: view.width, height: view.width === 390 ? 844 : 900 },
        colorScheme: view.scheme,
        reducedMotion: 'reduce',
        hasTouch: view.width === 390,
      });
      page = await context.newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy|Warning:|do not add up/.test(message.text())) faults.push(message.text());
      });
      await page.goto(`${live.url}/sign-in`);
      faults = await seriousFaults(page);
      assert.deepEqual(faults, []);
      await signInHere(page, OWNER);
    });

    after(async () => context?.close());

    for (const [name, address] of PAGES) {
      it(`${name}: one heading, a title, no serious fault, nothing wider than the screen, light and dark`, async () => {
        faults = [];
        await page.goto(fill(address, live, contact));
        await page.locator('h1').waitFor();
        await page.waitForFunction(isLoaded);
        await page.waitForLoadState('load');
        assert.equal(await page.locator('h1').count(), 1);
        assert.match(await page.title(), / – Riverside – Rollcall$/);
        await assertSound(page);
        assert.deepEqual(faults, []);
        if (view.width > 390) return;
        // As much as 400 % zoom leaves of a screen.
        await page.setViewportSize({ width: 320, height: 640 });
        assert.equal(await sidewaysScroll(page), 0, 'at 320 px');
        await page.setViewportSize({ width: 390, height: 844 });
      });
    }
  });
}
