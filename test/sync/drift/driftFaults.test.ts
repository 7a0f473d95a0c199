import assert from 'node:assert/strict';
import { startAudit } from '../../../src/sync/drift/startAudit.ts';
import { RequestError } from '../../../src/sync/errors.ts';
import { until } from '../../support/until.ts';
import { createAuditBed, type AuditBed } from './auditBed.ts';

const PAGE = 50;
/** Calls that are under way together, so that their order is anybody's guess. */
const AT_ONCE = 3;
const READ = /POST .*\/composite\/sobjects\/Contact/;

describe('a drift audit that is disturbed', () => {
  let bed: AuditBed;
  let total: number;
  beforeEach(async () => {
    bed = await createAuditBed({}, PAGE);
    await bed.run();
    total = (await bed.sql<{ n: number }>('select count(*)::int as n from contact'))[0]!.n;
    bed.sandbox.resetCalls();
  });
  afterEach(() => bed.close());

  const start = (): Promise<string> =>
    startAudit(bed.ctx, { teamId: bed.teamId, connectionId: bed.connectionId, startedBy: 'A test' });
  const later = (ms: number): void => {
    const at = Date.now() + ms;
    bed.clock.now = () => new Date(at);
  };
  const refusal = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => null,
      (refused: unknown) => refused,
    );
    assert.ok(error instanceof RequestError, String(error));
    return `${error.code}: ${error.message}`;
  };

  it('waits out an outage midway, and goes on where it stopped', async () => {
    const [first, last] = await bed.sql<{ record_id: string }>(
      `select min(record_id) as record_id from contact where not opted_out
       union all select max(record_id) from contact where not opted_out`,
    );
    for (const { record_id: id } of [first!, last!]) bed.editLate(id, true);
    bed.sandbox.addFault({ route: READ, kind: 'server_error', skip: AT_ONCE, times: 1000 });
    const id = await bed.audit();
    const waiting = await bed.row(id);
    assert.equal(waiting.state, 'queued');
    assert.equal(waiting.compared, AT_ONCE * PAGE);
    assert.ok(waiting.due_at.getTime() > Date.now());
    assert.equal(await bed.workOn(id), 'not_taken', 'not before its time');

    bed.sandbox.clearFaults();
    later(10 * 60_000);
    assert.equal(await bed.workOn(id), 'ended');
    const audit = await bed.row(id);
    assert.deepEqual(
      [audit.state, audit.compared, audit.out_there_only, audit.resumed, audit.attempts],
      ['finished', total, 2, 1, 0],
    );
    assert.deepEqual(await bed.items(id), [
      ['out_there_only', first!.record_id],
      ['out_there_only', last!.record_id],
    ]);
    const { counted } = bed.sandbox.calls;
    assert.ok(audit.calls_spent > audit.calls_forecast && audit.calls_spent <= counted, 'repeated calls count as well');
  });

  it('is failed with the CRM’s fault when that does not pass, and keeps what it had', async () => {
    bed.sandbox.addFault({ route: READ, kind: 'server_error', skip: AT_ONCE, times: 10_000 });
    const id = await bed.audit();
    let tries = 1;
    for (; (await bed.row(id)).state === 'queued' && tries < 20; tries += 1) {
      later(tries * 3_600_000);
      await bed.workOn(id);
    }
    const audit = await bed.row(id);
    assert.equal(audit.state, 'failed');
    assert.ok(tries <= 8, `gave up after ${tries} tries`);
    assert.equal(audit.error_code, 'OUTAGE');
    assert.match(audit.error_message!, /Salesforce/);
    assert.equal(audit.compared, AT_ONCE * PAGE);
  });

  it('says which field can’t be read any more', async () => {
    bed.sandbox.hideField('Contact', 'SMS_Opt_Out__c');
    const audit = await bed.row(await bed.audit());
    assert.equal(audit.state, 'failed');
    assert.match(`${audit.error_code!} ${audit.error_message!}`, /^FIELD_GONE .*SMS_Opt_Out__c/s);
    assert.equal(audit.compared, 0);
  });

  it('ends when authorization is revoked, which stands at the connection until somebody connects again', async () => {
    bed.sandbox.revokeAuthorization();
    const audit = await bed.row(await bed.audit());
    assert.deepEqual([audit.state, audit.error_code], ['failed', 'AUTH_REVOKED']);
    assert.match(await refusal(start()), /^audit_refused: Salesforce can’t be read: Salesforce no longer accepts/);
  });

  it('is refused where nothing can be compared, and while another goes on', async () => {
    const id = await start();
    assert.match(await refusal(start()), /^audit_running: An audit of Salesforce waits or runs/);
    await bed.sql('update import_config set opt_out = null');
    await bed.workOn(id);
    const ended = await bed.row(id);
    assert.deepEqual([ended.state, ended.error_code], ['failed', 'audit_refused'], 'also when it was queued before');
    assert.match(await refusal(start()), /^audit_refused: No import of Salesforce has an opt-out field/);
    await bed.sql('update connection set account_id = null');
    assert.match(await refusal(start()), /^audit_refused: Salesforce is not connected yet/);
    await bed.sql('update connection set disconnected_at = now()');
    assert.match(await refusal(start()), /^audit_refused: Salesforce was disconnected/);
    const elsewhere = { teamId: bed.connectionId, connectionId: bed.connectionId, startedBy: 'A test' };
    assert.match(await refusal(startAudit(bed.ctx, elsewhere)), /^connection_missing/);
  });

  it('is taken over after its last committed page when its worker is gone', async () => {
    bed.sandbox.addFault({ route: READ, kind: 'hang', skip: AT_ONCE, times: 3 });
    const id = await start();
    const first = bed.workOn(id, { owner: 'the first', leaseMs: 900 });
    await until(async () => (await bed.row(id)).compared === AT_ONCE * PAGE);
    await bed.sql(`update drift_audit set lease_owner = 'gone', lease_expires_at = now() - interval '1 second'`);
    bed.sandbox.clearFaults();
    assert.equal(await bed.workOn(id), 'ended');
    assert.equal(await first, 'lost');
    const audit = await bed.row(id);
    assert.deepEqual([audit.state, audit.compared, audit.agree, audit.resumed], ['finished', total, total, 1]);
  });

  it('commits nothing in the name of a worker that lost it', async () => {
    const id = await start();
    bed.afterReading = async () => {
      bed.afterReading = null;
      await bed.sql(`update drift_audit set lease_owner = 'another', lease_expires_at = now() + interval '1 hour'`);
    };
    assert.equal(await bed.workOn(id), 'lost');
    const audit = await bed.row(id);
    assert.deepEqual([audit.state, audit.compared], ['running', 0]);
    assert.equal(await bed.workOn(id), 'not_taken', 'the other one has it');
  });

  it('is given back when the service stops, and goes on at once', async () => {
    bed.sandbox.addFault({ route: READ, kind: 'hang', skip: AT_ONCE, times: 3 });
    const id = await start();
    const stopping = new AbortController();
    const working = bed.workOn(id, { stopping: stopping.signal });
    await until(async () => (await bed.row(id)).compared === AT_ONCE * PAGE);
    stopping.abort(new Error('stop'));
    assert.equal(await working, 'given_back');
    assert.equal((await bed.row(id)).state, 'queued');
    bed.sandbox.clearFaults();
    assert.equal(await bed.workOn(id), 'ended');
    assert.equal((await bed.row(id)).compared, total);
  });

  it('goes on after its database connection was cut', async () => {
    await bed.sql(`create function wait() returns trigger language plpgsql as $$
      begin perform pg_sleep(60); return new; end $$`);
    await bed.sql(
      'create trigger wait before update of compared on drift_audit for each row when (new.compared > 0) execute function wait()',
    );
    const id = await start();
    const working = bed.workOn(id);
    await until(async () => {
      const cut = await bed.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
      );
      return cut.length > 0;
    });
    assert.equal(await working, 'given_back');
    await bed.sql('drop trigger wait on drift_audit');
    later(60_000);
    assert.equal(await bed.workOn(id), 'ended');
    assert.equal((await bed.row(id)).compared, total);
  });
});
