import assert from 'node:assert/strict';
import type { DriftAudit, DriftAuditList, DriftRepaired, DriftReport } from '../../../src/http/schemas/drift.ts';
import type { Overview } from '../../../src/http/schemas/overview.ts';
import { startWorker, type Worker } from '../../../src/jobs/startWorker.ts';
import { startConnectedServer, team, type ConnectedServer } from '../../support/connectedServer.ts';
import { until } from '../../support/until.ts';

const PEOPLE = 120;
const LONG_AGO = new Date('2026-01-05T12:00:00Z');
const OPT_OUT = { kind: 'checkbox', field: 'SMS_Opt_Out__c', ticked: 'opted_out' };

describe('drift audits over HTTP', () => {
  let server: ConnectedServer;
  let worker: Worker;
  let records: string[];
  before(async () => {
    server = await startConnectedServer();
    const { dataSource } = server.database;
    await dataSource.query(
      `update import_config set opt_out = $2 where connection_id = $1 and record_type = 'Contact'`,
      [server.connectionId, JSON.stringify(OPT_OUT)],
    );
    records = server.sandbox
      .find('Contact', (record) => record['SMS_Opt_Out__c'] === false, PEOPLE)
      .map((record) => String(record['Id']));
    await dataSource.query(
      `insert into contact (team_id, contact_id, first_name, last_name, connection_id, record_type, record_id, created_at, changed_at)
       select $1, r, 'Person', r, $2, 'Contact', r, now(), now() from unnest($3::text[]) as r`,
      [server.teamId, server.connectionId, records],
    );
    worker = await startWorker(server.ctx, { databaseUrl: server.database.url, mongoUrl: null, mailer: null });
  });
  after(async () => {
    await worker.stop();
    await server.close();
  });

  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await server.owner.call<T>(method, team(path), body);
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const report = (id: string, query = ''): Promise<DriftReport> => call('GET', `/opt-outs/drift/${id}${query}`);
  const ended = async (id: string): Promise<DriftReport> =>
    until(async () => {
      const read = await report(id);
      return read.audit.finishedAt !== null && read;
    });

  it('shows what can be audited, audits it, and repairs what was found', async () => {
    const before = await call<DriftAuditList>('GET', '/opt-outs/drift');
    assert.deepEqual(before, {
      audits: [],
      connections: [
        {
          id: server.connectionId,
          name: before.connections[0]!.name,
          contacts: PEOPLE,
          callsForecast: 1,
          weeklyOn: 'sun',
          refused: null,
        },
      ],
    });
    const drifted = records.slice(0, 104);
    for (const id of drifted) server.sandbox.edit('Contact', id, { SMS_Opt_Out__c: true }, LONG_AGO);
    server.sandbox.remove('Contact', records.at(-1)!);

    const started = await call<DriftAudit>('POST', '/opt-outs/drift', { connectionId: server.connectionId });
    assert.deepEqual([started.total, started.callsForecast, started.compared], [PEOPLE, 1, 0]);
    const { audit, items, next, repair } = await ended(started.id);
    assert.deepEqual(
      [audit.state, audit.compared, audit.agree, audit.outThereOnly, audit.gone, audit.callsSpent, audit.error],
      ['finished', PEOPLE, PEOPLE - 105, 104, 1, 1, null],
    );
    assert.deepEqual(repair, { write: 0, record: 104 });
    assert.equal(items.length, 100);
    const rest = await report(started.id, `?after=${next!}`);
    assert.deepEqual([rest.items.length, rest.next], [5, null]);
    const kinds = await report(started.id, '?kind=gone');
    assert.deepEqual(
      kinds.items.map((item) => [item.kind, item.recordId, item.crmValue]),
      [['gone', records.at(-1), null]],
    );
    assert.match(items[0]!.recordUrl!, new RegExp(`${items[0]!.recordId}`));
    assert.match(items[0]!.whom.name!, /^Person /);

    const { needsPerson } = await call<Overview>('GET', '/overview');
    const need = needsPerson.find((one) => one.kind === 'drift');
    assert.equal(need?.link, `/opt-outs/drift/${started.id}`);
    const done = await call<DriftRepaired>('POST', `/opt-outs/drift/${started.id}/repair`, {});
    assert.deepEqual(done, { written: 0, recorded: 104, passedOver: 0 });
    const after = await report(started.id);
    assert.deepEqual([after.repair, after.audit.repairedBy], [{ write: 0, record: 0 }, started.startedBy]);
    assert.ok(after.items.every((item) => (item.repairedAt !== null) === (item.kind === 'out_there_only')));

    const again = await call<DriftAudit>('POST', '/opt-outs/drift', { connectionId: server.connectionId });
    const second = await ended(again.id);
    assert.deepEqual([second.audit.agree, second.audit.gone], [PEOPLE - 1, 1]);
    const list = await call<DriftAuditList>('GET', '/opt-outs/drift');
    assert.deepEqual(
      list.audits.map((one) => one.id),
      [again.id, started.id],
    );
  });

  it('refuses in words, with the code’s status', async () => {
    const post = (path: string, body: unknown) =>
      server.owner.call<{ code: string; message: string }>('POST', team(path), body);
    const { dataSource } = server.database;
    await dataSource.query(`update connection set fault_code = 'AUTH_REVOKED', fault_message = 'It was revoked.'`);
    const refused = await post('/opt-outs/drift', { connectionId: server.connectionId });
    await dataSource.query('update connection set fault_code = null, fault_message = null');
    assert.deepEqual([refused.status, refused.body.code], [422, 'audit_refused']);
    assert.match(refused.body.message, /can’t be read: It was revoked\.$/);
    const unknown = await post('/opt-outs/drift', { connectionId: server.teamId });
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'connection_missing']);
    assert.equal((await server.owner.call('GET', team('/opt-outs/drift/nonsense'))).status, 404);
    assert.equal((await post('/opt-outs/drift/nonsense/repair', {})).status, 404);
  });

  it('keeps the weekly day, and lets viewers read alone', async () => {
    const weekly = { connectionId: server.connectionId, weeklyOn: null };
    await call('PUT', '/opt-outs/drift/weekly', weekly);
    const { connections } = await call<DriftAuditList>('GET', '/opt-outs/drift');
    assert.equal(connections[0]!.weeklyOn, null);
    const bad = await server.owner.call('PUT', team('/opt-outs/drift/weekly'), { ...weekly, weeklyOn: 'someday' });
    assert.ok(bad.status >= 400 && bad.status < 500, bad.text);

    const viewer = server.browser();
    const password = 'correct horse battery';
    await call('POST', '/users', { name: 'Vic Lee', email: 'vic@example.edu', password, role: 'viewer', userId: 'v' });
    await viewer.signIn('vic@example.edu', password);
    assert.equal((await viewer.call('GET', team('/opt-outs/drift'))).status, 200);
    const start = await viewer.call('POST', team('/opt-outs/drift'), { connectionId: server.connectionId });
    assert.equal(start.status, 403);
  });
});
