import assert from 'node:assert/strict';
import { runCli, type CliAnswer } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');

describe('npx rollcall audits', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
    await database.dataSource.query(`
      with t as (insert into team (slug, name) values ('admissions', 'Admissions') returning id),
      k as (insert into connection (team_id, connector, name, account_id) select id, 'salesforce', 'Campus', '00D' from t
        returning id, team_id),
      i as (insert into import_config (connection_id, record_type, team_id, state, opt_out)
        select id, 'Contact', team_id, 'on', '{"kind":"checkbox","field":"SMS_Opt_Out__c","ticked":"opted_out"}' from k)
      insert into contact (team_id, contact_id, first_name, last_name, mobile, connection_id, record_type, record_id,
        created_at, changed_at)
      select team_id, '003A', 'Sam', 'Reed', '+17165550123', id, 'Contact', '003A', now(), now() from k`);
  });
  after(() => database.drop());

  const run = (...args: string[]): Promise<CliAnswer> =>
    runCli(['audits', ...args], { DATABASE_URL: database.url, ROLLCALL_ENCRYPTION_KEY: KEY });

  it('queues one, shows its report and repairs it', async () => {
    const started = await run('start', 'campus');
    assert.equal(started.code, 0, started.err);
    assert.match(started.out, /State +queued/);
    assert.match(started.out, /Compared +0 of 1/);
    const twice = await run('start', 'campus');
    assert.equal(twice.code, 1);
    assert.match(twice.err, /An audit of Campus waits or runs already/);

    const [{ id }] = JSON.parse((await run('list', '--json')).out) as [{ id: string }];
    assert.match((await run('repair', id)).err, /not over yet/);
    await database.dataSource.query(
      `with a as (update drift_audit set state = 'finished', finished_at = now(), compared = 1, out_there_only = 1 returning id)
       insert into drift_item (audit_id, contact_id, kind, record_type, record_id, crm_value, crm_modified_at, compared_at)
       select a.id, c.id, 'out_there_only', 'Contact', '003A', 'true', now(), now() from a, contact c`,
    );
    const shown = await run('show', id);
    assert.match(shown.out, /Repair would +write 0 to the CRM, record 1 here/);
    assert.match(shown.out, /out_there_only +Sam Reed +1-716-555-0123 +003A +true/);
    assert.match((await run('show', id, '--kind', 'gone')).out, /Out there only +1$/m);
    const repaired = await run('repair', id, '--json');
    assert.deepEqual(JSON.parse(repaired.out), { written: 0, recorded: 1, passedOver: 0 });
    assert.equal((await run('repair', id)).out, 'Written 0, recorded 0, passed over 0.');
    const [contact] = await database.dataSource.query<{ opted_out: boolean }[]>('select opted_out from contact');
    assert.equal(contact!.opted_out, true);
  });

  it('says which audit there is not', async () => {
    const answer = await run('show', 'nonsense');
    assert.equal(answer.code, 1);
    assert.match(answer.err, /The team has no drift audit nonsense\. See: rollcall audits list/);
  });
});
