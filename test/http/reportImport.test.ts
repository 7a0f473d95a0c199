import assert from 'node:assert/strict';
import type { ImportSettings, SaveImport } from '../../src/http/schemas/imports.ts';
import type { Preview } from '../../src/http/schemas/previews.ts';
import type { SourceFields, SourceSearch } from '../../src/http/schemas/sources.ts';
import type { RunDetails } from '../../src/http/schemas/runs.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { runImport } from '../../src/sync/runImport.ts';
import { sendWriteBacks } from '../../src/sync/writeBack.ts';
import { ConnectionEntity } from '../../src/db/entities.ts';
import { startConnectedServer, team, type ConnectedServer } from '../support/connectedServer.ts';
import { until } from '../support/until.ts';

interface Refusal {
  readonly fields: { field: string; message: string }[];
}

describe('an import of a Report, over HTTP', () => {
  let server: ConnectedServer;
  let suggested: NonNullable<SaveImport['fields']>;
  let optOut: SaveImport['optOut'];
  let report = '';
  before(async () => {
    server = await startConnectedServer({ sandbox: { contacts: 700 } });
    report = await sourceId('Everybody with time');
  });
  after(() => server.close());

  const of = (path: string): string => team(`/connections/${server.connectionId}${path}`);
  const get = async <T>(path: string): Promise<T> => {
    const answer = await server.owner.call<T>('GET', path);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const read = (): Promise<ImportSettings> => get(of('/imports/Contact'));
  const save = async (part: Omit<SaveImport, 'version'>) => {
    const { version } = await read();
    return server.owner.call<ImportSettings & Refusal>('PUT', of('/imports/Contact'), { version, ...part });
  };
  const saved = async (part: Omit<SaveImport, 'version'>): Promise<ImportSettings> => {
    const answer = await save(part);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const refused = async (part: Omit<SaveImport, 'version'>): Promise<Refusal['fields']> => {
    const answer = await save(part);
    assert.equal(answer.status, 422, answer.text);
    return answer.body.fields;
  };

  async function sourceId(name: string): Promise<string> {
    const found = await get<SourceSearch>(of(`/sources?recordType=Contact&q=${encodeURIComponent(name)}`));
    const source = found.sources.find((one) => one.name === name);
    assert.ok(source?.usable, `${name}: ${source?.reason ?? 'not found'}`);
    return source.id;
  }

  const fieldsOf = (source: string): Promise<SourceFields> =>
    get(of(`/fields?recordType=Contact&source=${source}`));

  async function run(full = false): Promise<RunDetails> {
    const started = await server.owner.call<{ id: string }>('POST', of('/runs'), { recordType: 'Contact', full });
    assert.equal(started.status, 202, started.text);
    const stopping = new AbortController().signal;
    assert.equal(await runImport(server.ctx, started.body.id, { owner: 'a test', leaseMs: 30_000, stopping }), 'ended');
    return get(team(`/runs/${started.body.id}`));
  }

  it('suggests the columns that tell record and modified time, and takes the suggestion as it is', async () => {
    const { suggestion, mapsIdentity } = await fieldsOf(report);
    assert.equal(mapsIdentity, true);
    assert.ok(suggestion.fields.recordId && suggestion.fields.lastModified);
    suggested = { firstNameFallback: null, userId: null, additional: [], ...suggestion.fields } as typeof suggested;
    optOut = suggestion.optOut;
    const settings = await saved({ state: 'on', source: { id: report }, fields: suggested, optOut });
    assert.deepEqual([settings.mapsIdentity, settings.source?.kind], [true, 'Report']);
    assert.equal(settings.fields?.recordId, suggested.recordId);
    assert.equal(settings.optOut?.writeTo, 'SMS_Opt_Out__c', 'the record’s own field, whatever the column is called');
    assert.equal(settings.fields?.wholeDay, undefined);
    assert.equal((await saved({ fields: suggested, optOut })).fullReason, settings.fullReason);
  });

  it('refuses to do without either of them', async () => {
    const { recordId: _, lastModified: __, ...without } = suggested;
    assert.deepEqual((await refused({ fields: without })).map(({ field }) => field), [
      'fields.recordId',
      'fields.lastModified',
    ]);
  });

  it('previews what a run would bring, then brings it', async () => {
    const started = await server.owner.call<Preview>('POST', of('/imports/Contact/preview'), {});
    const preview = await until(async () => {
      const now = await get<Preview>(team(`/previews/${started.body.id}`));
      return now.state === 'running' ? null : now;
    });
    assert.equal(preview.state, 'finished', JSON.stringify(preview.error));
    assert.deepEqual([preview.complete, preview.outcomes?.read], [true, 700]);
    const first = await run();
    assert.deepEqual([first.kind, first.outcomes.read, first.sourceRows], ['full', 700, 700]);
    assert.equal(first.outcomes.created, preview.outcomes?.created);
    assert.equal(first.outcomes.errors, preview.outcomes?.errors);
    assert.ok(first.callsForecast && first.callsSpent <= first.callsForecast + 5, `${first.callsSpent} calls`);
  });

  it('reads only what changed the next time, as it was reckoned', async () => {
    const [person] = await server.database.dataSource.query<{ contact_id: string }[]>('select * from contact limit 1');
    server.sandbox.edit('Contact', person!.contact_id, { LastName: 'Otherwise' });
    const next = await run();
    assert.deepEqual([next.kind, next.outcomes.updated], ['incremental', 1]);
    assert.ok(next.outcomes.read < 700 && next.callsForecast !== null);
  });

  it('writes an opt-out to the record’s own field', async () => {
    const { ctx, teamId, connectionId } = server;
    const [person] = await server.database.dataSource.query<{ contact_id: string; mobile: string }[]>(
      'select * from contact where not opted_out limit 1',
    );
    const message = { provider: 'twilio', providerId: 'SM1', to: '+17165550100', body: 'STOP', verdict: null } as const;
    await receiveMessage(ctx, { ...message, teamId, from: person!.mobile });
    const connection = await ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, { id: connectionId });
    const open = openConnection(ctx, connection);
    try {
      assert.equal(await sendWriteBacks(ctx, connection, open, 'a test'), 1);
    } finally {
      await open.close();
    }
    assert.equal(server.sandbox.record('Contact', person!.contact_id)!['SMS_Opt_Out__c'], true);
  });

  it('takes a column that tells only the day once that was accepted, and says what it costs', async () => {
    const byDay = await sourceId('Everybody, last update by day');
    const { suggestion } = await fieldsOf(byDay);
    const fields = { firstNameFallback: null, userId: null, additional: [], ...suggestion.fields } as typeof suggested;
    const [problem, ...more] = await refused({ source: { id: byDay }, fields, optOut: suggestion.optOut });
    assert.deepEqual([problem?.field, more], ['fields.lastModified', []]);
    assert.match(problem!.message, /tells only the day, so each run would read/);
    const accepted = { ...fields, wholeDay: true };
    const settings = await saved({ source: { id: byDay }, fields: accepted, optOut: suggestion.optOut });
    assert.equal(settings.fields?.wholeDay, true);
    assert.equal((await run()).outcomes.read, 700);
  });

  it('checks the mapping against the columns of a source that is chosen in its place', async () => {
    const view = await sourceId('All contacts');
    const problems = await refused({ source: { id: view } });
    assert.ok(problems.some(({ field }) => field === 'fields.mobile'), JSON.stringify(problems));
    const { suggestion, mapsIdentity } = await fieldsOf(view);
    assert.equal(mapsIdentity, false);
    const fields = { ...suggested, userId: null, additional: [], firstNameFallback: null, ...suggestion.fields };
    const settings = await saved({ source: { id: view }, fields, optOut: suggestion.optOut });
    assert.deepEqual([settings.mapsIdentity, settings.fields?.recordId], [false, undefined]);
    assert.equal((await run()).outcomes.read, 700);
  });
});
