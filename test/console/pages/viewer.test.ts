import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ContactList } from '../../../src/http/schemas/contacts.ts';
import { openPage } from '../browser.ts';
import { importedTeam, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

const VIEWER = { name: 'Val Reader', email: 'val@riverside.example', password: 'reads and nothing else', role: 'viewer' } as const;

describe('a viewer', function () {
  this.timeout(180_000);
  let live: ImportedTeam;
  let page: Page;
  const writes: string[] = [];

  before(async () => {
    live = await importedTeam();
    await live.api.send('POST', `${live.team.path}/users`, VIEWER);
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, VIEWER);
    page.on('request', (request) => {
      if (request.method() !== 'GET') writes.push(`${request.method()} ${request.url()}`);
    });
  });

  after(async () => page?.context().close());

  const open = async (address: string): Promise<string> => {
    await page.goto(`${live.url}/t/${live.team.slug}${address}`);
    await page.locator('h1').waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    return page.getByRole('main').innerText();
  };

  it('reads a contact and its evidence, without Opt in', async () => {
    const { contacts } = await live.api.get<ContactList>(`${live.team.path}/contacts?texting=opted_out&limit=1`);
    const words = await open(`/contacts/${contacts[0]?.id}`);
    assert.match(words, /Opted out/);
    assert.equal(await page.getByRole('link', { name: 'Evidence' }).count(), 1);
    assert.equal(await page.getByRole('button', { name: /^Opt (in|out)/ }).count(), 0);
  });

  it('is told who may run imports', async () => {
    assert.match(await open(''), /Only admins of this team can run imports: /);
  });

  it('meets no page that writes', async () => {
    const connection = `/integrations/${live.team.connectionId}`;
    const tabs = ['', '/authentication', '/import/contact', '/opt-out', '/schedule', '/notifications', '/history'];
    const optOuts = ['', '/review', '/conflicts', '/dead-letters', '/drift', '/report'].map((tab) => `/opt-outs${tab}`);
    const settings = ['/data/fields', '/settings/consent', '/settings/tokens', '/settings/webhooks'];
    const others = ['', '/contacts', `/runs/${live.runId}`, '/integrations', ...settings];
    for (const address of [...others, ...optOuts, ...tabs.map((tab) => connection + tab)]) await open(address);
    assert.deepEqual(writes, []);
  });

  it('gets the same answer for another team’s page and for one that is not there', async () => {
    await page.goto(`${live.url}/t/nobodys-team/contacts`);
    await page.getByRole('heading', { level: 1, name: 'Nothing here' }).waitFor();
    assert.match(await open('/contacts/999999'), /Nothing here/);
  });
});
