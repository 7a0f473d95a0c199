import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findApiToken } from '../../src/db/accounts/apiTokens.ts';
import { verifyPassword } from '../../src/db/accounts/passwords.ts';
import { tokenHash } from '../../src/db/accounts/secretTokens.ts';
import { runCli, type CliAnswer } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const execute = promisify(execFile);
const KEY = Buffer.alloc(32, 1).toString('base64');

describe('npx rollcall', () => {
  let database: TestDatabase;
  let teamId: string;
  let connectionId: string;
  before(async () => {
    database = await createTestDatabase();
    const sql = database.dataSource;
    [{ id: teamId }] = await sql.query(
      `insert into team (slug, name) values ('admissions', 'Admissions') returning id`,
    );
    [{ id: connectionId }] = await sql.query(
      `insert into connection (team_id, connector, name) values ($1, 'salesforce', 'Campus') returning id`,
      [teamId],
    );
    await sql.query(
      `insert into import_config (connection_id, record_type, team_id, state, source_id, source_name, opt_out, fields)
       values ($1, 'Contact', $2, 'on', '00B', 'Fall admits', '{"kind":"checkbox","field":"SMS_Opt_Out__c","ticked":"opted_out"}', '{"firstName":"FirstName","lastName":"LastName","mobile":"MobilePhone","firstNameFallback":null,"userId":null,"additional":[]}')`,
      [connectionId, teamId],
    );
    await sql.query(
      `insert into contact (team_id, contact_id, first_name, last_name, mobile, connection_id, record_type, record_id, created_at, changed_at)
       values ($1, '10023', 'Sam', 'Reed', '+17165550123', $2, 'Contact', '003', now(), now())`,
      [teamId, connectionId],
    );
  });
  after(() => database.drop());

  const run = (...args: string[]): Promise<CliAnswer> =>
    runCli(args, { DATABASE_URL: database.url, ROLLCALL_ENCRYPTION_KEY: KEY });
  const json = async <T = Record<string, unknown>>(...args: string[]): Promise<T> => {
    const answer = await run(...args, '--json');
    assert.equal(answer.code, 0, answer.err);
    return JSON.parse(answer.out) as T;
  };

  it('opts a contact out and in again, as evidence and as write-backs', async () => {
    const added = await run('opt-outs', 'add', '716-555-0123', '--reason', 'Asked at the desk');
    assert.equal(added.code, 0, added.err);
    const list = await json<{ total: number; contacts: { contactId: string; writeBackPending: boolean }[] }>(
      'opt-outs',
      'list',
    );
    assert.equal(list.total, 1);
    assert.deepEqual(
      list.contacts.map(({ contactId, writeBackPending }) => [contactId, writeBackPending]),
      [['10023', true]],
    );
    assert.match((await run('opt-outs', 'list')).out, /10023\s+Sam Reed\s+1-716-555-0123/);
    const again = await run('opt-outs', 'add', '10023', '--reason', 'Once more', '--json');
    assert.equal(again.code, 1);
    assert.equal((JSON.parse(again.err) as { code: string }).code, 'already_opted_out');
    const [event] = await database.dataSource.query('select cause, actor, evidence from consent_event');
    assert.equal(event.cause, 'staff');
    assert.match(event.actor, /^command line \(.+\)$/);
    assert.equal(event.evidence.reason, 'Asked at the desk');

    assert.match(
      (await run('opt-outs', 'lift', '10023', '--reason', 'short', '--consent-given', 'x')).err,
      /10 to 500/,
    );
    const lifted = await json(
      'opt-outs',
      'lift',
      '10023',
      '--reason',
      'Came back to the desk',
      '--consent-given',
      'Signed form',
    );
    assert.equal(lifted['texting'], 'opted_in');
    assert.match((await run('opt-outs', 'list')).out, /Nothing to show/);
  });

  it('lists what waits, reports changes as CSV, and exports the evidence of a contact', async () => {
    const missing = await run('opt-outs', 'report', '--from', '2026-11-20', '--to', '2026-11-01');
    assert.deepEqual([missing.code, missing.out], [1, '']);
    assert.match(missing.err, /The report would end on 2026-11-01, before it begins on 2026-11-20\./);
    const csv = await run('opt-outs', 'report', '--from', '2020-01-01', '--to', '2099-12-31');
    assert.equal(csv.code, 0, csv.err);
    assert.match(csv.out, /^\ufeff?"FirstName","LastName","ContactId","TeamCode","MobileNumber","Status","StatusDate"\r\n/);
    assert.match(csv.out, /"Sam","Reed","10023","admissions","1-716-555-0123","Opted out","\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"\r\n/);
    const report = await json<{ total: number }>('opt-outs', 'report', '--from', '2020-01-01', '--to', '2099-12-31');
    assert.equal(report.total, csv.out.trim().split('\r\n').length - 1);

    assert.match((await run('opt-outs', 'waiting')).out, /Nothing to show/);
    await run('opt-outs', 'add', '10023', '--reason', 'Asked on the phone');
    const waiting = await run('opt-outs', 'waiting');
    assert.match(waiting.out, /DUE\s+SINCE\s+WHO\s+HOW THEY SAID IT/);
    assert.match(waiting.out, /Sam Reed\s+command line \(.+\) opted them out: “Asked on the phone”\s+Campus\s+Sent within seconds/);

    const evidence = await json<{ answer: string; events: unknown[] }>('consent', 'export', '716-555-0123');
    assert.match(evidence.answer, /^Opted out\. Opted out by command line/);
    assert.equal(evidence.events.length, 3);
    const page = await run('consent', 'export', '10023', '--html');
    assert.match(page.out, /^<!doctype html>[\s\S]+Asked on the phone[\s\S]+<\/html>/);
    assert.match((await run('consent', 'export', '99999')).err, /Nobody in the team has the number or contact ID 99999/);
    await run('opt-outs', 'lift', '10023', '--reason', 'Signed the form again', '--consent-given', 'Form 12');
  });

  it('refuses somebody nobody knows', async () => {
    const answer = await run('opt-outs', 'add', '716-555-9999', '--reason', 'x');
    assert.equal(answer.code, 1);
    assert.match(answer.err, /Nobody in the team has/);
  });

  it('verifies the ledger, and fails when it was changed', async () => {
    const [whole] = await json<{ events: number; brokenAt: number | null }[]>('consent', 'verify');
    assert.equal(whole?.brokenAt, null);
    assert.ok((whole?.events ?? 0) >= 2);
    const sql = database.dataSource;
    await sql.query('alter table consent_event disable trigger user');
    await sql.query(`update consent_event set actor = 'somebody else' where seq = 1`);
    try {
      const broken = await run('consent', 'verify');
      assert.equal(broken.code, 1);
      assert.match(broken.out, /broken at event 1/);
    } finally {
      await sql.query(`delete from consent_event`);
      await sql.query('delete from consent_chain');
      await sql.query('alter table consent_event enable trigger user');
    }
  });

  it("starts a run by the connection's name, lists, shows and cancels it", async () => {
    const started = await json<{ id: string; state: string; kind: string; startedBy: string }>(
      'runs',
      'start',
      'campus',
      '--full',
    );
    assert.deepEqual([started.state, started.kind, started.startedBy], ['queued', 'full', 'command line']);
    const busy = await run('runs', 'start', 'Campus');
    assert.equal(busy.code, 1);
    assert.match(busy.err, /run_busy/);
    const [listed] = await json<{ id: string }[]>('runs', 'list', '--connection', 'Campus', '--state', 'queued');
    assert.equal(listed?.id, started.id);
    assert.match((await run('runs', 'show', started.id)).out, /State +queued/);
    assert.equal((await json('runs', 'cancel', started.id))['state'], 'cancelled');
    assert.equal((await run('runs', 'cancel', started.id)).code, 1);
    assert.match((await run('runs', 'show', 'nonsense')).err, /run_missing/);
  });

  it('tells what a run waits for and what it was reckoned to cost, and answers it', async () => {
    const started = await json<{ id: string }>('runs', 'start', 'campus');
    const version = (count: number) => ({ name: 'Fall admits', filter: 'Stage equals Admitted', count });
    const question = { kind: 'size_jumped', before: version(4210), after: version(61_300) };
    await database.dataSource.query(
      `update run set started_at = now(), hold = 'question', hold_code = 'SIZE_JUMPED', hold_message = 'It holds more people.',
         question = $2, calls_spent = 3, calls_forecast = 32 where id = $1`,
      [started.id, JSON.stringify(question)],
    );
    assert.match((await run('runs', 'list')).out, /WAITS FOR .*CALLS +FORECAST[^]*\n.* queued +question .* 3 +32 /);
    const shown = (await run('runs', 'show', started.id)).out;
    assert.match(shown, /Calls +3 of about 32\n/);
    assert.match(shown, /Waits +It holds more people\. .*\(SIZE_JUMPED\)\n/);
    assert.match(shown, /Before +“Fall admits”, 4210 people[^]*Now +“Fall admits”, 61300 people/);
    assert.equal((await json('runs', 'answer', started.id, 'stop'))['state'], 'cancelled');
    const again = await run('runs', 'answer', started.id, 'import');
    assert.match(again.err, /nothing_asked/);
  });

  it('lists and shows connections, and says which there are when one is missing', async () => {
    const [one] = await json<{ id: string; name: string }[]>('connections', 'list');
    assert.deepEqual([one?.id, one?.name], [connectionId, 'Campus']);
    assert.match((await run('connections', 'show', connectionId)).out, /Name +Campus/);
    const missing = await run('connections', 'test', 'Elsewhere');
    assert.equal(missing.code, 1);
    assert.match(missing.err, /There are: Campus/);
  });

  it('makes a token that works, and revokes it', async () => {
    const made = await run('token', 'create', '--name', 'Nightly', '--scope', 'write', '--days', '30');
    assert.match(made.out, /^rc_[\w-]{43}$/);
    const found = (): ReturnType<typeof findApiToken> =>
      findApiToken(database.dataSource.manager, tokenHash(made.out), new Date());
    assert.equal((await found())?.scope, 'write');
    const [listed] = await json<{ id: string; name: string }[]>('token', 'list');
    assert.equal(listed?.name, 'Nightly');
    assert.equal((await run('token', 'revoke', listed?.id ?? '')).code, 0);
    assert.equal(await found(), null);
    assert.equal((await run('token', 'revoke', listed?.id ?? '')).code, 1);
  });

  it('adds somebody with a first password, and can set a new one', async () => {
    const added = await json<{ id: string; password: string }>(
      'user',
      'add',
      'dana@example.edu',
      '--name',
      'Dana Cole',
    );
    const hash = async (): Promise<string> =>
      (await database.dataSource.query('select password_hash from app_user where id = $1', [added.id]))[0]
        .password_hash;
    assert.equal(await verifyPassword(added.password, await hash()), true);
    const again = await json('user', 'add', 'dana@example.edu', '--name', 'Dana Cole', '--role', 'viewer');
    assert.equal(again['password'], undefined, 'an account that is there keeps its password');
    const reset = await json<{ password: string }>('user', 'reset-password', 'dana@example.edu');
    assert.equal(await verifyPassword(reset.password, await hash()), true);
    assert.equal((await run('user', 'reset-password', 'eve@example.edu')).code, 1);
  });

  it('asks which team when there are several', async () => {
    const made = await json<{ slug: string }>('team', 'add', 'Alumni & Friends');
    assert.equal(made.slug, 'alumni-friends');
    const unclear = await run('connections', 'list');
    assert.equal(unclear.code, 1);
    assert.match(unclear.err, /--team: admissions, alumni-friends/);
    assert.match((await run('connections', 'list', '--team', 'alumni-friends')).out, /Nothing to show/);
    assert.match((await run('--team', 'none', 'connections', 'list')).err, /No team is called none/);
    assert.deepEqual(
      (await json<{ slug: string }[]>('team', 'list')).map(({ slug }) => slug),
      ['admissions', 'alumni-friends'],
    );
  });

  it('migrates, and until then does nothing else', async () => {
    assert.deepEqual(await json('migrate'), { migrations: [] });
    const sql = database.dataSource;
    const last = await sql.query('delete from migration where id = (select max(id) from migration) returning *');
    const answer = await run('team', 'list');
    assert.equal(answer.code, 1);
    assert.match(answer.err, /npx rollcall migrate/);
    await sql.query('insert into migration (id, timestamp, name) values ($1, $2, $3)', [
      last[0][0].id,
      last[0][0].timestamp,
      last[0][0].name,
    ]);
  });

  it('is a program with exit codes: 0 for help, 2 for a wrong command or setting', async function () {
    // Four programs are started one after the other, on a machine that may be busy.
    this.timeout(60_000);
    const program = new URL('../../src/cli/rollcall.ts', import.meta.url).pathname;
    const start = async (
      args: string[],
      env: Record<string, string> = {},
    ): Promise<{ code: number; out: string; err: string }> => {
      try {
        const { stdout, stderr } = await execute(process.execPath, [program, ...args], {
          env: { PATH: process.env['PATH'], ...env },
        });
        return { code: 0, out: stdout, err: stderr };
      } catch (error) {
        const failed = error as { code: number; stdout: string; stderr: string };
        return { code: failed.code, out: failed.stdout, err: failed.stderr };
      }
    };
    const help = await start(['--help']);
    assert.equal(help.code, 0);
    for (const command of ['connections', 'runs', 'opt-outs', 'consent', 'migrate', 'team', 'user', 'token'])
      assert.match(help.out, new RegExp(`^ +${command}`, 'm'));
    assert.equal((await start(['nonsense'])).code, 2);
    const setting = await start(['team', 'list'], { ROLLCALL_PORT: 'x' });
    assert.equal(setting.code, 2);
    assert.match(setting.err, /ROLLCALL_PORT is “x”/);
    const listed = await start(['team', 'list', '--json'], {
      DATABASE_URL: database.url,
      ROLLCALL_ENCRYPTION_KEY: KEY,
    });
    assert.equal(listed.code, 0);
    assert.equal((JSON.parse(listed.out) as unknown[]).length, 2);
    assert.equal(listed.err, '');
  });
});
