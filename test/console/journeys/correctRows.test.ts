import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Connection, ImportSettings, RunDetails, ServerIdentity, TeamSummary } from '../../../src/http/schemas/index.ts';
import { startSftpServer, type SftpServer } from '../../sandbox/files/sftpServer.ts';
import { openPage, seriousFaults, sidewaysScroll } from '../browser.ts';
import { importedTeam, OWNER, type ImportedTeam } from '../liveService.ts';
import { signInHere } from '../signInHere.ts';

const HEADERS = 'StudentId,FirstName,LastName,MobileNumber,OptedOut,StaffId,Advisor';
const FILE = 'StudentData_1120.csv';

/** Forty students: nine with a digit too few, three assigned to somebody nobody knows. */
function students(): string {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const mobile = index < 9 ? `716-555-01${index}` : `716-555-0${100 + index}`;
    return `007${100 + index},Ada,Student ${index},${mobile},${index % 10 === 0 ? 'Yes' : 'No'},${index > 36 ? 'jlee4' : ''},Addie`;
  });
  return [HEADERS, ...rows, ''].join('\r\n');
}

describe('journey: twelve row errors from an SFTP file', function () {
  this.timeout(240_000);
  let live: ImportedTeam;
  let page: Page;
  let server: SftpServer;
  let folder: string;
  let team: string;
  let path: string;

  const main = () => page.getByRole('main');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const looksWell = async (): Promise<void> => {
    assert.deepEqual(await seriousFaults(page), []);
    assert.equal(await sidewaysScroll(page), 0);
  };
  const settings = () => live.api.get<ImportSettings>(`${path}/imports/Contact`);

  before(async () => {
    live = await importedTeam();
    folder = await mkdtemp(join(tmpdir(), 'rollcall-files-'));
    await mkdir(join(folder, 'imports'));
    await mkdir(join(folder, 'imported'));
    await writeFile(join(folder, 'imports', FILE), students());
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(folder, 'imports', FILE), anHourAgo, anHourAgo);
    server = await startSftpServer({ folder, users: [{ name: 'rollcall', password: 'secret' }] });

    // Behind the other suites' team by name: whoever signs in lands in the first.
    team = (await live.api.send<TeamSummary>('POST', '/api/teams', { name: 'Students from files' })).slug;
    const connections = `/api/teams/${team}/connections`;
    const made = await live.api.send<Connection>('POST', connections, { connector: 'ftp', name: 'Campus SFTP' });
    path = `${connections}/${made.id}`;
    await live.api.send('PATCH', path, {
      version: made.version,
      settings: { protocol: 'sftp', host: server.host, port: server.port, username: 'rollcall', method: 'password' },
      secrets: { password: 'secret' },
    });
    const { fingerprint } = await live.api.get<ServerIdentity>(`${path}/identity`);
    assert.equal(fingerprint, server.fingerprint());
    await live.api.send('POST', `${path}/trust`, { fingerprint });
    page = await openPage(`${live.url}/sign-in`);
    await signInHere(page, OWNER);
  });

  after(async () => {
    await page?.context().close();
    await server?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const openForm = async (): Promise<void> => {
    const { connections } = await live.api.get<{ connections: Connection[] }>(`/api/teams/${team}/connections`);
    await page.goto(`${live.url}/t/${team}/integrations/${connections[0]?.id}/import/contact`);
  };

  it('a folder is looked into, and a file of one’s own gives the columns', async () => {
    await openForm();
    await page.getByLabel('File path').fill('imports');
    assert.equal(await page.getByLabel('File path').inputValue(), '/imports');
    await page.getByLabel('File name prefix').fill('StudentData');
    await main().getByText('1 of 1 entry in /imports matches.').waitFor();
    const own = Buffer.from(HEADERS.replaceAll(',', '\t'));
    const choice = page.getByLabel('Headers from a file on this computer');
    await choice.setInputFiles({ name: 'Mine.tsv', mimeType: 'text/csv', buffer: own });
    await main().getByText(/^7 columns of Mine\.tsv: StudentId, /).waitFor();
    assert.equal(await page.getByRole('radio', { name: 'Tab' }).isChecked(), true);
    assert.equal(await page.getByRole('combobox', { name: 'Contact ID' }).inputValue(), 'StudentId');
    assert.equal(await page.getByRole('combobox', { name: 'Staff ID' }).inputValue(), 'StaffId');
  });

  it('the newest file gives them as well; what is missing is said before anything is saved', async () => {
    await page.getByRole('radio', { name: 'Comma' }).check();
    await button('Load headers').click();
    await main().getByText(/^7 columns: StudentId, /).waitFor();
    await main().getByText(/‘true’ means opted out.*anything else is an error/).waitFor();
    await main().getByText(/no file lifts a STOP/).waitFor();
    await page.getByLabel('Quiet time').fill('0');
    await page.getByRole('radio', { name: 'Move it to a folder' }).check();
    await main().getByText(/^StudentData_1120\.csv becomes StudentData_1120_\d{4}-\d\d-\d\dT\d{4}\.csv\.$/).waitFor();
    await button('Save and preview').click();
    await page.getByText('One part is missing, so nothing was saved.').waitFor();
    await page.getByLabel('Folder for imported files').fill('/imported');
    await looksWell();
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await sidewaysScroll(page), 0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await button('Save and preview').click();
    await button('Run this import').waitFor({ timeout: 60_000 });
    await main().getByText(/28 contacts would be created, 3 opt-outs set\. 12 rows with errors would stay out\./).waitFor();
    const { source, files, fields } = await settings();
    assert.equal(source?.id, '/imports/StudentData');
    assert.deepEqual([files?.after, files?.moveTo, files?.quietSeconds], ['move', '/imported', 0]);
    assert.deepEqual([fields?.recordId, 'lastModified' in (fields ?? {})], ['StudentId', false]);
  });

  it('the run names its file, its ignored column and where it went', async () => {
    await button('Run this import').click();
    await main().getByText('28 contacts are in. 12 rows need mending.').waitFor({ timeout: 60_000 });
    await main().getByText(/^Moved to \/imported\/StudentData_1120_/).waitFor();
    assert.match(await main().innerText(), /Columns that fill nothing\s+Advisor/);
    assert.doesNotMatch(await main().innerText(), /\bcalls?\b/i);
  });

  it('a remembered answer about a column is listed until it is removed', async () => {
    const { version } = await settings();
    const columnAnswers = [{ column: 'StaffId', answer: 'keep' }];
    await live.api.send('PUT', `${path}/imports/Contact`, { version, columnAnswers });
    await openForm();
    // The file was moved away; its columns are known all the same.
    await main().getByText(/^7 columns: StudentId, /).waitFor();
    await main().getByText('When StaffId is missing, contacts keep what they have.').waitFor();
    await button('Remove the answer about StaffId').click();
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT');
    await button('Save and preview').click();
    assert.equal((await saved).status(), 200);
    assert.deepEqual((await settings()).columnAnswers, []);
    await page.waitForURL(/previews/);
  });

  it('the rows are mended in five clicks', async () => {
    await page.goto(`${live.url}/t/${team}`);
    let clicks = 0;
    const click = async (target: ReturnType<Page['getByRole']>): Promise<void> => {
      clicks += 1;
      await target.click();
    };
    await click(page.getByRole('link', { name: 'Open: Campus SFTP · Contacts: 12 rows need mending.' }));
    await page.getByRole('columnheader', { name: 'Line' }).waitFor();
    const first = page.url().replace(/\?.*/, '');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      click(page.getByRole('link', { name: 'Download error rows' })),
    ]);
    assert.equal(download.suggestedFilename(), `errors_${FILE}`);
    const rows = await readFile(await download.path(), 'utf8');
    assert.match(rows, /"007100"/, 'zeros are kept');
    const mended = rows.replaceAll(/716-555-01(\d)"/g, '716-555-090$1"').replaceAll('"jlee4"', '""');

    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      click(button('Upload corrected rows')),
    ]);
    clicks += 1;
    await chooser.setFiles({ name: `errors_${FILE}`, mimeType: 'text/csv', buffer: Buffer.from(mended) });
    await main().getByText(/^12 contacts would be created/).waitFor({ timeout: 60_000 });
    await click(button('Import 12 rows'));
    await main().getByText(/^Corrects rows of run /).waitFor();
    assert.equal(clicks, 5);

    await main().getByText(/12 contacts changed, of 12 rows read\./).waitFor({ timeout: 60_000 });
    await page.goto(first);
    await main().getByText(/^12 errors, 12 corrected in run /).waitFor();
    const run = await live.api.get<RunDetails>(`/api/teams/${team}/runs/${first.split('/').at(-1)}`);
    assert.deepEqual(run.correctedBy.map(({ corrected }) => corrected), [12]);
  });
});
