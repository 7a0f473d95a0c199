import assert from 'node:assert/strict';
import type { ImportSettings, SaveImport } from '../../src/http/schemas/imports.ts';
import type { Preview } from '../../src/http/schemas/previews.ts';
import type { SourceSearch } from '../../src/http/schemas/sources.ts';
import { startConnectedServer, team, type ConnectedServer } from '../support/connectedServer.ts';
import { FALL_ADMITS, MAPPING } from '../support/testBed.ts';
import { until } from '../support/until.ts';

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly fields: { field: string; message: string }[];
}

describe('import settings', () => {
  let server: ConnectedServer;
  let fall = '';
  before(async () => {
    server = await startConnectedServer();
    fall = await sourceId('fall admits');
  });
  after(() => server.close());

  const path = (tail = ''): string => team(`/connections/${server.connectionId}/imports/Contact${tail}`);
  const read = async (): Promise<ImportSettings> => (await server.owner.call<ImportSettings>('GET', path())).body;
  const put = (body: SaveImport) => server.owner.call<ImportSettings & Refusal>('PUT', path(), body);
  const save = async (part: Omit<SaveImport, 'version'>) => put({ version: (await read()).version, ...part });
  const FIELDS = { ...MAPPING.fields, additional: [] };
  const OPT_OUT = MAPPING.optOut as SaveImport['optOut'];

  async function sourceId(q: string): Promise<string> {
    const { body } = await server.owner.call<SourceSearch>(
      'GET',
      team(`/connections/${server.connectionId}/sources?recordType=Contact&q=${encodeURIComponent(q)}`),
    );
    return body.sources.find(({ usable }) => usable)?.id ?? '';
  }

  const refusedFields = async (part: Omit<SaveImport, 'version'>): Promise<string[]> => {
    const before = await read();
    const answer = await save(part);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.code, 'settings_refused');
    assert.ok(
      answer.body.fields.every(({ message }) => message.length > 20),
      answer.text,
    );
    assert.deepEqual(await read(), before, 'something was saved');
    return answer.body.fields.map(({ field }) => field).sort();
  };

  it('can’t be turned on without a source and a mapping', async () => {
    assert.deepEqual(await refusedFields({ state: 'on' }), ['fields', 'source']);
    assert.equal((await server.owner.call('POST', path('/preview'), {})).body['code'], 'import_incomplete');
  });

  it('refuses fields that the API user can’t see, wrong types and an opt-out that can’t be written', async () => {
    assert.deepEqual(
      await refusedFields({
        source: { id: fall },
        fields: {
          ...FIELDS,
          firstName: 'Nope__c',
          mobile: 'Birthdate',
          additional: [{ source: 'Email', field: 'nothing' }],
        },
        optOut: { kind: 'picklist', field: 'SMS_Opt_Out__c', optedInValue: 'a', optedOutValue: 'a', empty: 'keep' },
      }),
      ['fields.additional.0.field', 'fields.firstName', 'fields.mobile', 'optOut.kind', 'optOut.optedOutValue'],
    );
  });

  it('refuses a source that is gone', async () => {
    assert.deepEqual(await refusedFields({ source: { id: '00B000000000000AAA' } }), ['source']);
  });

  it('refuses a fourth window and addresses, one by one', async () => {
    assert.deepEqual(
      await refusedFields({
        windows: ['overnight', 'morning', 'afternoon', 'evening'],
        notify: { addresses: ['ok@example.edu', 'no address', 'OK@example.edu', 'a@b\r\nBcc: c@d'], when: 'every' },
      }),
      ['notify.addresses.1', 'notify.addresses.2', 'notify.addresses.3', 'windows'],
    );
  });

  it('saves each part alone', async () => {
    assert.equal((await save({ source: { id: fall } })).status, 200);
    assert.equal((await save({ fields: FIELDS })).status, 200);
    assert.equal((await save({ optOut: OPT_OUT })).status, 200);
    assert.equal((await save({ windows: ['morning'], lookBackMinutes: 20 })).status, 200);
    assert.equal((await save({ notify: { addresses: [' it@example.edu '], when: 'errors' } })).status, 200);
    const saved = (await save({ state: 'on' })).body;
    assert.deepEqual(
      [saved.state, saved.source?.id, saved.windows, saved.lookBackMinutes],
      ['on', fall, ['morning'], 20],
    );
    assert.deepEqual(saved.notify, { addresses: ['it@example.edu'], when: 'errors' });
    assert.deepEqual(saved.fields, FIELDS);
    assert.ok((saved.sourceCount ?? 0) > 0 && (saved.fullRunCalls ?? 0) > 0);
  });

  it('tells the second of two people who save', async () => {
    const { version } = await read();
    assert.equal((await put({ version, windows: ['evening'] })).status, 200);
    assert.equal((await put({ version, windows: ['morning'] })).body.code, 'edit_clash');
    const next = version + 1;
    const both = await Promise.all([put({ version: next, fields: FIELDS }), put({ version: next, optOut: OPT_OUT })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  });

  it('saves windows and addresses while the vendor does not answer, but no mapping', async () => {
    server.sandbox.addFault({ route: /services\/data/, kind: 'daily_limit', times: 50 });
    try {
      const before = server.sandbox.calls.total;
      assert.equal((await save({ windows: ['afternoon'], notify: { addresses: [], when: 'every' } })).status, 200);
      assert.equal(server.sandbox.calls.total, before);
      const refused = await save({ fields: { ...FIELDS, lastName: 'FirstName' } });
      assert.equal(refused.status, 503, refused.text);
      assert.deepEqual((await read()).fields, FIELDS);
    } finally {
      server.sandbox.clearFaults();
    }
  });

  it('reads everything again after the source or the mapping changed, and says why', async () => {
    const asImported = (): Promise<unknown> =>
      server.database.dataSource.query(
        'update import_config set watermark_at = now(), full_reason = null where connection_id = $1',
        [server.connectionId],
      );
    await asImported();
    assert.equal(
      (await save({ windows: ['morning'], lookBackMinutes: 30, notify: { addresses: [], when: 'failures' } })).body
        .fullReason,
      null,
    );
    assert.equal((await save({ fields: FIELDS, optOut: OPT_OUT, source: { id: fall } })).body.fullReason, null);
    const mapped = await save({ fields: { ...FIELDS, firstName: 'FirstName', firstNameFallback: null } });
    assert.equal(mapped.body.fullReason, 'The field mapping changed.');
    await asImported();
    assert.equal((await save({ optOut: null })).body.fullReason, 'The opt-out mapping changed.');
    await asImported();
    const other = await sourceId('all contacts');
    assert.ok(other !== '' && other !== fall);
    assert.equal((await save({ source: { id: other } })).body.fullReason, 'The source changed.');
    await save({ source: { id: fall }, fields: FIELDS, optOut: OPT_OUT });
  });

  const preview = async (): Promise<Preview> => {
    const started = await server.owner.call<Preview>('POST', path('/preview'), {});
    assert.equal(started.status, 202, started.text);
    return until(async () => {
      const { body } = await server.owner.call<Preview>('GET', team(`/previews/${started.body.id}`));
      return body.state === 'running' ? null : body;
    });
  };

  it('previews what would change in contacts that are in already, and changes nothing', async () => {
    const [row] = (await preview()).samples;
    assert.ok(row?.outcome === 'created' && row.mobile);
    await server.database.dataSource.query(
      `insert into contact (team_id, contact_id, first_name, last_name, mobile, created_at, changed_at) values ($1, $2, 'Old', 'Name', '+17165550000', now(), now())`,
      [server.teamId, row.recordId],
    );
    const contents = (): Promise<unknown> => server.database.dataSource.query('select * from contact order by id');
    const before = await contents();
    const next = await preview();
    assert.equal(next.outcomes?.updated, 1);
    const changes = next.samples.find(({ outcome }) => outcome === 'updated')?.changes ?? [];
    assert.deepEqual(
      changes.filter(({ field }) => field === 'First name').map(({ before: from }) => from),
      ['Old'],
    );
    assert.equal(next.numbersChanged, 1);
    assert.deepEqual(await contents(), before);
  });

  it('reads on for a preview only while there is more, and for one of the team', async () => {
    const { id, complete } = await preview();
    assert.equal(complete, true);
    const more = (body: unknown, slug = team('')) => server.owner.call('POST', `${slug}/previews/${id}/more`, body);
    const over = await more({ all: true });
    assert.deepEqual([over.status, over.body['code']], [409, 'preview_complete']);
    assert.equal((await more({ all: 'yes' })).status, 400);
    await server.owner.call('POST', '/api/teams', { name: 'Rowing' });
    const others = await more({}, '/api/teams/rowing');
    assert.deepEqual([others.status, others.body['code']], [404, 'preview_missing']);
  });

  it('keeps the reason when a preview fails', async () => {
    server.sandbox.setView('Contact', FALL_ADMITS, { deleted: true });
    const failed = await preview();
    assert.equal(failed.state, 'failed');
    assert.equal(failed.error?.code, 'SOURCE_GONE');
    assert.ok((failed.error?.message.length ?? 0) > 20);
  });

  it('answers for another team’s preview as for one that does not exist', async () => {
    await server.owner.call('POST', '/api/teams', { name: 'Athletics' });
    const [{ id }] = await server.database.dataSource.query<[{ id: string }]>('select id from preview limit 1');
    assert.equal((await server.owner.call('GET', `/api/teams/athletics/previews/${id}`)).status, 404);
  });
});

describe('looking for a source', () => {
  let server: ConnectedServer;
  before(async () => {
    server = await startConnectedServer();
  });
  after(() => server.close());

  it('spends calls on the first keystroke, hardly any on the next ones, and counts them', async () => {
    const search = (q: string) =>
      server.owner.call('GET', team(`/connections/${server.connectionId}/sources?recordType=Contact&q=${q}`));
    server.sandbox.resetCalls();
    await search('f');
    const first = server.sandbox.calls.counted;
    assert.ok(first > 0);
    await search('fa');
    await search('fal');
    assert.equal(server.sandbox.calls.counted, first);
    const [row] = await server.database.dataSource.query<[{ calls: number }]>('select calls from call_count');
    const { body } = await server.owner.call<{ callsToday: number }>(
      'GET',
      team(`/connections/${server.connectionId}`),
    );
    assert.equal(body.callsToday, row.calls);
    assert.ok(row.calls >= first);
  });

  it('goes on by itself when the access token has expired', async () => {
    server.sandbox.expireAccessTokens();
    const answer = await server.owner.call('GET', team(`/connections/${server.connectionId}/fields?recordType=Lead`));
    assert.equal(answer.status, 200, answer.text);
  });
});
