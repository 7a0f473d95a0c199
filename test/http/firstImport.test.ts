import assert from 'node:assert/strict';
import type { Connection, TestReport } from '../../src/http/schemas/connections.ts';
import type { ImportSettings } from '../../src/http/schemas/imports.ts';
import type { Preview } from '../../src/http/schemas/previews.ts';
import type { SourceFields, SourceSearch } from '../../src/http/schemas/sources.ts';
import type { Overview } from '../../src/http/schemas/overview.ts';
import { goThrough, startConnectedServer, team, type ConnectedServer } from '../support/connectedServer.ts';
import { until } from '../support/until.ts';

describe('from an empty team to a preview, over HTTP', () => {
  let server: ConnectedServer;
  before(async () => {
    server = await startConnectedServer({ connect: false });
  });
  after(() => server.close());

  const get = async <T>(path: string): Promise<T> => {
    const answer = await server.owner.call<T>('GET', team(path));
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  it('shows an unfinished connection, and the checklist at its first step', async () => {
    const { connections } = await get<{ connections: Connection[] }>('/connections');
    assert.deepEqual(
      connections.map(({ name, health, account }) => [name, health.state, account]),
      [['Salesforce', 'not_finished', null]],
    );
    assert.deepEqual(
      connections[0]?.secrets.map(({ name, setBy }) => [name, setBy]),
      [['clientSecret', 'dana.cole']],
    );
    assert.equal(JSON.stringify(connections).includes(server.sandbox.clientSecret), false);
    const { checklist } = await get<Overview>('/overview');
    assert.deepEqual(
      checklist?.map(({ step, done }) => [step, done]),
      [
        ['connect', false],
        ['choose', false],
        ['preview', false],
        ['run', false],
        ['schedule', false],
      ],
    );
    assert.equal(checklist?.[0]?.link, `/integrations/${server.connectionId}/authentication`);
  });

  it('refuses to look for sources before anybody has connected', async () => {
    const answer = await server.owner.call(
      'GET',
      team(`/connections/${server.connectionId}/sources?recordType=Contact`),
    );
    assert.equal(answer.status, 409);
    assert.equal(answer.body['code'], 'NOT_CONNECTED');
  });

  it('connects through the consent page and comes back to the Authentication page', async () => {
    const back = await goThrough(server, server.connectionId);
    assert.equal(back, `/t/admissions/integrations/${server.connectionId}/authentication?connected=1`);
    const connection = await get<Connection>(`/connections/${server.connectionId}`);
    assert.equal(connection.account?.accountId, server.sandbox.orgId);
    assert.equal(connection.account?.accountName, server.sandbox.orgName);
    assert.equal(connection.health.state, 'not_finished');
    assert.deepEqual(
      connection.secrets.map(({ name }) => name),
      ['clientSecret'],
    );
  });

  it('tests the connection: account, calls left, permissions', async () => {
    const answer = await server.owner.call<TestReport>('POST', team(`/connections/${server.connectionId}/test`), {});
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.account.accountId, server.sandbox.orgId);
    assert.ok(answer.body.permissions.length > 3);
    assert.ok(answer.body.permissions.every(({ ok, remedy }) => ok === (remedy === '')));
    assert.ok((answer.body.calls?.left ?? 0) > 0);
  });

  it('finds sources by part of their name, unusable ones with a reason', async () => {
    const { sources } = await get<SourceSearch>(
      `/connections/${server.connectionId}/sources?recordType=Contact&q=fall`,
    );
    assert.ok(sources.some(({ name, usable }) => usable && /fall admits/i.test(name)));
    assert.ok(sources.every(({ usable, reason }) => usable === (reason === '')));
  });

  it('suggests a mapping that can be saved as it is, then previews it without keeping anything', async () => {
    const { sources } = await get<SourceSearch>(
      `/connections/${server.connectionId}/sources?recordType=Contact&q=fall+admits`,
    );
    const source = sources.find(({ usable }) => usable);
    assert.ok(source);
    const { suggestion } = await get<SourceFields>(`/connections/${server.connectionId}/fields?recordType=Contact`);
    const before = await get<ImportSettings>(`/connections/${server.connectionId}/imports/Contact`);
    assert.equal(before.state, 'draft');
    const saved = await server.owner.call<ImportSettings>(
      'PUT',
      team(`/connections/${server.connectionId}/imports/Contact`),
      {
        version: before.version,
        state: 'on',
        source: { id: source.id },
        fields: { userId: null, additional: [], firstNameFallback: null, ...suggestion.fields },
        optOut: suggestion.optOut,
        windows: ['evening', 'morning'],
      },
    );
    assert.equal(saved.status, 200, saved.text);
    assert.equal(saved.body.source?.name, source.name);
    assert.deepEqual(saved.body.windows, ['morning', 'evening']);
    assert.equal(saved.body.nextStarts.length, 5);
    assert.equal(saved.body.fullReason, 'Nothing has been imported yet.');
    assert.match(saved.body.optOutSentence, /means/);

    const started = await server.owner.call<Preview>(
      'POST',
      team(`/connections/${server.connectionId}/imports/Contact/preview`),
      {},
    );
    assert.equal(started.status, 202, started.text);
    const preview = await until(async () => {
      const now = await get<Preview>(`/previews/${started.body.id}`);
      return now.state === 'running' ? null : now;
    });
    assert.equal(preview.state, 'finished', JSON.stringify(preview.error));
    assert.equal(preview.complete, true);
    const { read, created, updated, unchanged, skipped, errors } = preview.outcomes!;
    assert.equal(read, saved.body.sourceCount);
    assert.equal(read, created + updated + unchanged + skipped + errors);
    assert.ok(created > 100 && updated === 0);
    assert.equal(
      preview.causes.filter(({ kind }) => kind === 'error').reduce((sum, { count }) => sum + count, 0) >= errors,
      true,
    );
    assert.ok(preview.samples.some(({ outcome }) => outcome === 'created'));
    assert.ok(preview.optOutsSet > 0);
    assert.equal(
      (await server.database.dataSource.query<[{ n: number }]>('select count(*)::int as n from contact'))[0].n,
      0,
    );
    assert.equal(
      (await server.database.dataSource.query<[{ n: number }]>('select count(*)::int as n from consent_event'))[0].n,
      0,
    );
    const { checklist, nextStarts } = await get<Overview>('/overview');
    assert.deepEqual(
      checklist?.filter(({ done }) => !done).map(({ step }) => step),
      ['run'],
    );
    assert.equal(nextStarts.length, 1);
  });

  it('queues one run at a time and lists it', async () => {
    const start = (): Promise<{ status: number; body: Record<string, unknown> }> =>
      server.owner.call('POST', team(`/connections/${server.connectionId}/runs`), { recordType: 'Contact' });
    const first = await start();
    assert.equal(first.status, 202);
    assert.equal(first.body['kind'], 'full');
    assert.equal((await start()).body['code'], 'run_busy');
    const { runs } = await get<{ runs: { id: string; state: string; sourceName: string }[] }>('/runs');
    assert.deepEqual(
      runs.map(({ id, state }) => [id, state]),
      [[first.body['id'], 'queued']],
    );
    assert.match(runs[0]?.sourceName ?? '', /Fall admits/);
    const cancelled = await server.owner.call('POST', team(`/runs/${String(first.body['id'])}/cancel`), {});
    assert.equal(cancelled.body['state'], 'cancelled');
  });
});
