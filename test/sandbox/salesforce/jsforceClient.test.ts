import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
// Not from the package's index: its modules import each other in a circle, and whichever part another test has loaded
// first leaves the index without its Connection.
import { Connection } from 'jsforce/lib/connection.js';
import { OAuth2 } from 'jsforce/lib/oauth2.js';
import { startSalesforceSandbox, type SalesforceSandbox } from './startSalesforceSandbox.ts';

describe('jsforce, unchanged, against the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let connection: Connection;

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 900, leads: 50, pageSizeRows: 400, autoApprove: true });
    const { accessToken, refreshToken } = sandbox.issueTokens();
    connection = new Connection({
      oauth2: {
        clientId: sandbox.clientId,
        clientSecret: sandbox.clientSecret,
        redirectUri: 'http://localhost:9/callback',
        loginUrl: sandbox.url,
      },
      instanceUrl: sandbox.url,
      accessToken,
      refreshToken,
      version: '62.0',
    });
  });
  afterEach(() => sandbox.close());

  it('signs in by the web-server flow with PKCE', async () => {
    const oauth2 = new OAuth2({
      clientId: sandbox.clientId,
      clientSecret: sandbox.clientSecret,
      redirectUri: 'http://localhost:9/callback',
      loginUrl: sandbox.url,
    });
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const address = oauth2.getAuthorizationUrl({
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      scope: 'api refresh_token',
      state: 's',
    } as Parameters<OAuth2['getAuthorizationUrl']>[0]);
    const back = new URL((await fetch(address, { redirect: 'manual' })).headers.get('location')!);
    const signedIn = new Connection({ oauth2, version: '62.0' });
    const { organizationId } = await signedIn.authorize(back.searchParams.get('code')!, { code_verifier: verifier });
    assert.equal(organizationId, sandbox.orgId);
    assert.equal((await signedIn.identity()).username, sandbox.username);
  });

  it('queries page by page, and reads deleted rows too', async () => {
    let page = await connection.query('SELECT Id, Name, Owner.Name FROM Contact ORDER BY SystemModstamp, Id');
    const ids = page.records.map((row) => row['Id'] as string);
    while (!page.done) {
      page = await connection.queryMore(page.nextRecordsUrl!);
      ids.push(...page.records.map((row) => row['Id'] as string));
    }
    assert.equal(page.totalSize, 900);
    assert.equal(new Set(ids).size, 900);
    sandbox.remove('Contact', ids[0]!);
    assert.equal((await connection.query('SELECT Id FROM Contact')).totalSize, 899);
    assert.equal((await connection.query('SELECT Id FROM Contact', { scanAll: true })).totalSize, 900);
    assert.equal(
      await connection.sobject('Contact').count({ Stage__c: 'Admitted', Entry_Term__c: 'Fall 2027' }),
      sandbox.count('Contact', 'Texting_Fall_admits'),
    );
  });

  it('reads list views, describes and limits', async () => {
    const { listviews } = (await connection.sobject('Contact').listviews()) as {
      listviews: { id: string; developerName: string }[];
    };
    const fall = listviews.find((view) => view.developerName === 'Texting_Fall_admits')!;
    const described = (await connection.sobject('Contact').listview(fall.id).describe()) as { query: string };
    assert.match(described.query, /WHERE Stage__c = 'Admitted'/);
    const results = (await connection.sobject('Contact').listview(fall.id).results()) as { records: unknown[] };
    assert.equal(results.records.length, 25);
    const contact = await connection.sobject('Contact').describe();
    assert.equal(contact.fields.find((field) => field.name === 'SMS_Opt_Out__c')!.type, 'boolean');
    assert.ok((await connection.describeGlobal()).sobjects.some((one) => one.name === 'Lead'));
    assert.equal((await connection.limits())['DailyApiRequests']!.Max, 100_000);
    assert.equal(connection.limitInfo.apiUsage!.limit, 100_000);
  });

  it('retrieves, updates three with one failure, creates and deletes', async () => {
    const ids = sandbox.find('Contact', () => true, 3).map((contact) => String(contact['Id']));
    assert.equal((await connection.sobject('Contact').retrieve(ids)).length, 3);
    sandbox.addFault({ route: 'PATCH', kind: 'lock_row' });
    const results = await connection.sobject('Contact').update(
      ids.map((Id) => ({ Id, SMS_Opt_Out__c: true })),
      { allOrNone: false },
    );
    assert.deepEqual(
      results.map((result) => result.success),
      [false, true, true],
    );
    assert.deepEqual(ids.map((id) => sandbox.record('Contact', id)!['SMS_Opt_Out__c']).slice(1), [true, true]);
    const made = await connection.sobject('Contact').create({ LastName: 'Made' });
    assert.ok(made.success);
    assert.ok((await connection.sobject('Contact').destroy(String(made.id))).success);
    await assert.rejects(connection.sobject('Contact').retrieve(String(made.id)), { name: 'NOT_FOUND' });
  });

  it('refreshes an expired session, and shows the rotated token', async () => {
    const refreshed: (string | undefined)[] = [];
    connection.on('refresh', (_token: string, response: { refresh_token?: string }) =>
      refreshed.push(response.refresh_token),
    );
    const before = connection.refreshToken;
    sandbox.expireAccessTokens();
    assert.equal((await connection.query('SELECT Id FROM Contact LIMIT 1')).totalSize, 1);
    assert.equal(refreshed.length, 1);
    assert.ok(refreshed[0] && refreshed[0] !== before);
  });

  it('has a command line that works against it, from a connection file', async () => {
    const home = await mkdtemp(join(tmpdir(), 'sandbox-jsforce-'));
    try {
      const { accessToken } = sandbox.issueTokens();
      await mkdir(join(home, '.jsforce'));
      await writeFile(
        join(home, '.jsforce', 'config.json'),
        JSON.stringify({ connections: { sandbox: { instanceUrl: sandbox.url, accessToken } } }),
      );
      const program = fileURLToPath(new URL('../../../node_modules/.bin/jsforce', import.meta.url));
      const evaluate = async (script: string): Promise<unknown> => {
        const { stdout } = await promisify(execFile)(process.execPath, [program, '-c', 'sandbox', '-e', script], {
          env: { ...process.env, HOME: home },
        });
        return JSON.parse(stdout);
      };
      const found = (await evaluate(
        "query('SELECT Id, Name FROM Contact WHERE Stage__c = \\'Admitted\\' LIMIT 3')",
      )) as { totalSize: number };
      assert.equal(found.totalSize, 3);
      const { fields } = (await evaluate("describe('Contact')")) as { fields: unknown[] };
      assert.ok(fields.length > 20);
      assert.ok(sandbox.calls.byRoute['GET /id'], 'it asked who it is');
      assert.ok(JSON.parse(await readFile(join(home, '.jsforce', 'config.json'), 'utf8')));
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
