import assert from 'node:assert/strict';
import type { ContactDetails, ContactList, RunDetails } from '../../src/http/schemas/index.ts';
import type { SftpServer } from '../sandbox/files/sftpServer.ts';
import type { SalesforceSandbox } from '../sandbox/salesforce/startSalesforceSandbox.ts';
import { until } from '../support/until.ts';
import { deliverText, type ApiClient } from './apiClient.ts';
import { consentSteps, type LeftForPerson } from './consentStory.ts';
import { fileSteps, type FilesResult } from './filesStory.ts';
import {
  configureImport,
  connectSandbox,
  runImport,
  TEXTING_NUMBER,
  TEXTING_TOKEN,
  type ConnectedTeam,
} from './connectSandbox.ts';

export interface DemoParts {
  readonly api: ApiClient;
  readonly sandbox: SalesforceSandbox;
  readonly sftp: SftpServer;
  readonly serviceUrl: string;
  readonly say: (line: string) => void;
}

/** What `--once` prints last. */
export interface DemoResult {
  readonly ok: true;
  readonly imported: number;
  readonly apiCalls: number;
  readonly incrementalUpdated: number;
  readonly writeBackMs: number;
  /** What is left for a person under Opt-outs. */
  readonly left: LeftForPerson;
  /** From the file on the campus server. */
  readonly files: FilesResult;
}

const VIEW = 'Texting – Fall admits';
const REPORT = 'All leads (report)';
const VIEW_NAME = 'Texting_Fall_admits';

/**
 * The main job from end to end, each step checked against the sandbox's own records: contacts come in, change, come
 * again incrementally, and a STOP goes back and stands against a page that was read before it; then people answer in
 * their own words, and what needs a person is left for one.
 * @throws AssertionError at the first thing that did not happen
 */
export async function tellSteps(parts: DemoParts): Promise<DemoResult> {
  const { api, sandbox, say } = parts;
  const team = await connectSandbox(api, sandbox);
  await configureImport(api, team, VIEW);
  say(`Team Riverside is connected to ${sandbox.orgName} and imports the List View “${VIEW}”.`);

  sandbox.resetCalls();
  const first = await runImport(api, team, { full: true, onProgress: (run) => say(progressLine('First import', run)) });
  assertAddsUp(first);
  assert.equal(
    first.outcomes.read,
    sandbox.count('Contact', VIEW_NAME),
    'the first import reads every row of the view',
  );
  assert.ok(
    first.outcomes.created > 0 && first.state !== 'failed',
    first.error?.message ?? 'the first import makes contacts',
  );
  say(
    `First import: ${count(first.outcomes.created)} contacts are in, ${first.outcomes.errors} rows need mending, ${first.optOutsSet} opt-outs.`,
  );

  const edited = sandbox.editSome('Contact', VIEW_NAME, 7);
  say(`${edited.length} records were edited in the sandbox.`);
  const second = await runImport(api, team, { onProgress: (run) => say(progressLine('Incremental import', run)) });
  assertAddsUp(second);
  assert.equal(second.kind, 'incremental');
  assert.equal(second.outcomes.updated, edited.length, 'the incremental import updates what was edited, nothing else');
  say(
    `Incremental import: ${second.outcomes.updated} updated of ${second.outcomes.read} rows read, in ${second.callsSpent} calls.`,
  );

  const writeBackMs = await stopAndReplay(parts, team);
  const apiCalls = sandbox.calls.counted;
  await importLeads(parts, team);
  const left = await consentSteps(parts, team);
  const files = await fileSteps(parts, team);
  return {
    ok: true,
    imported: first.outcomes.created,
    apiCalls,
    incrementalUpdated: second.outcomes.updated,
    writeBackMs,
    left,
    files,
  };
}

/** The same connection imports leads as well, from a Report, with a source and mapping of their own. */
async function importLeads({ api, sandbox, say }: DemoParts, team: ConnectedTeam): Promise<void> {
  await configureImport(api, team, REPORT, { recordType: 'Lead', kind: 'Report' });
  const run = await runImport(api, team, { recordType: 'Lead', full: true });
  assertAddsUp(run);
  assert.equal(run.outcomes.read, sandbox.count('Lead'), 'the Report is read to its last row');
  say(`Leads from the Report “${REPORT}”: ${count(run.outcomes.read)} rows read in ${run.callsSpent} calls.`);
}

/**
 * A page is read from Salesforce before somebody says STOP and arrives after the STOP has been written back: the stale
 * page must not make the person textable again.
 */
async function stopAndReplay({ api, sandbox, serviceUrl, say }: DemoParts, team: ConnectedTeam): Promise<number> {
  const person = await somebodyTextable(api, team, sandbox);
  sandbox.addFault({ route: /^GET \/services\/data\/v[\d.]+\/query\b/, kind: 'slow_drip', delayMs: 2500 });
  const startedAt = Date.now();
  let writeBackMs = 0;
  const stale = await runImport(api, team, {
    full: true,
    onStarted: async () => {
      await until(() => sandbox.calls.log.some((call) => call.at >= startedAt && /\/query\b/.test(call.path)), {
        what: 'the page being read',
      });
      say(
        `A full import is under way; its first page was read while ${person.firstName} ${person.lastName} could be texted.`,
      );
      const sentAt = Date.now();
      const answer = await deliverText(serviceUrl, TEXTING_TOKEN, {
        sid: `SM${'d'.repeat(31)}1`,
        from: person.mobile!,
        to: TEXTING_NUMBER,
        body: 'Stop.',
      });
      assert.equal(answer.status, 200, 'the webhook takes the message');
      await until(() => sandbox.record('Contact', person.contactId)?.['SMS_Opt_Out__c'] === true, {
        what: 'the opt-out in the sandbox’s record',
      });
      const write = sandbox.writes.findLast((one) => one.id === person.contactId);
      writeBackMs = Math.max(0, Math.round((write?.at ?? Date.now()) - sentAt));
      say(`STOP came in at the webhook; the sandbox’s own record showed the opt-out ${writeBackMs} ms later.`);
    },
  });
  assertAddsUp(stale);
  const after = await api.get<ContactDetails>(`${team.path}/contacts/${person.id}`);
  assert.equal(after.texting, 'opted_out', 'the opt-out stands against the stale page');
  say(`The stale page came in (${count(stale.outcomes.read)} rows); the opt-out still stands: ${after.band}`);
  return writeBackMs;
}

/**
 * The person whose record was changed longest ago, so that the stale page, the first of the import, is the one they are
 * on.
 */
async function somebodyTextable(
  api: ApiClient,
  team: ConnectedTeam,
  sandbox: SalesforceSandbox,
): Promise<ContactList['contacts'][number]> {
  const records = sandbox
    .find(
      'Contact',
      (record) => record['Stage__c'] === 'Admitted' && record['SMS_Opt_Out__c'] === false && !!record['MobilePhone'],
    )
    .sort((a, b) => (String(a['SystemModstamp']) < String(b['SystemModstamp']) ? -1 : 1));
  for (const record of records.slice(0, 100)) {
    const { contacts } = await api.get<ContactList>(`${team.path}/contacts?q=${String(record['Id'])}`);
    if (contacts[0]?.texting === 'opted_in') return contacts[0];
  }
  throw new Error('Nobody on the first page may be texted.');
}

function assertAddsUp(run: RunDetails): void {
  const { read, created, updated, unchanged, skipped, errors } = run.outcomes;
  assert.equal(created + updated + unchanged + skipped + errors, read, 'every row has an outcome');
  assert.equal(run.sourceRows, read, 'the source’s own count agrees');
}

function progressLine(what: string, run: RunDetails): string {
  const of = run.sourceRows === null ? '' : ` of ${count(run.sourceRows)}`;
  return `  ${what}: ${run.state}, page ${run.pages}, ${count(run.outcomes.read)}${of} rows, ${run.callsSpent} calls`;
}

/** What a person needs to go on by themselves. */
export function showConsole(
  { say, sandbox }: DemoParts,
  console: { readonly url: string; readonly email: string; readonly password: string; readonly mailUrl: string },
): void {
  say('');
  say(`  Console   ${console.url}`);
  say(`  Sign in   ${console.email}`);
  say(`  Password  ${console.password}`);
  say('');
  say(`  Sandbox   ${sandbox.url}   its records, to look at and edit`);
  say(`  App       client ID ${sandbox.clientId}, client secret ${sandbox.clientSecret}`);
  say(`  Mail      ${console.mailUrl}   what Rollcall has sent`);
  say('');
  say('Ctrl-C stops everything.');
}

const count = (value: number): string => value.toLocaleString('en-US');
