import assert from 'node:assert/strict';
import { startConnectedServer, team, type ConnectedServer } from '../support/connectedServer.ts';

/** What no form sends and every scanner does. */
const ODD = [
  '%00',
  '%ED%A0%80',
  '..%2F..',
  "'",
  '%F0%9F%98%80',
  '-1',
  '1e9',
  '9'.repeat(30),
  'x'.repeat(190),
  '%',
  '%5B%5D',
];

describe('odd requests', () => {
  let server: ConnectedServer;
  before(async () => {
    server = await startConnectedServer({ connect: false });
  });
  after(() => server.close());

  const noBug = async (method: string, path: string, body?: unknown): Promise<void> => {
    const { status, text } = await server.owner.call(method, team(path), body);
    assert.ok(
      status < 500 || text.includes('"NOT_CONNECTED"'),
      `${method} ${path} ${JSON.stringify(body)}: ${status} ${text}`,
    );
  };

  it('are refused or answered, never a fault of ours: addresses', async () => {
    const connection = `/connections/${server.connectionId}`;
    for (const odd of ODD) {
      const paths = [
        `/contacts?q=${odd}`,
        `/contacts?after=${odd}`,
        `/contacts?limit=${odd}`,
        `/contacts?texting=${odd}`,
        `/contacts/${odd}`,
        `/contacts/${odd}/evidence`,
        `/runs?connection=${odd}`,
        `/runs?before=${odd}`,
        `/runs?state=${odd}`,
        `/runs/${odd}`,
        `/runs/${odd}/rows`,
        `/runs/${odd}/rows.csv`,
        `/previews/${odd}`,
        `/connections/${odd}`,
        `/connections/${odd}/fields?recordType=Contact`,
        `${connection}/imports/${odd}`,
        `${connection}/sources?recordType=Contact&q=${odd}`,
        `${connection}/sources?recordType=Contact&offset=${odd}`,
        `${connection}/sources/${odd}?recordType=Contact`,
      ];
      for (const path of paths) await noBug('GET', path);
      assert.ok((await server.owner.call('GET', `/oauth/callback?state=${odd}&code=${odd}&error=${odd}`)).status < 500);
    }
  });

  it('are refused or answered, never a fault of ours: bodies', async () => {
    const [{ id: contactId }] = await server.database.dataSource.query<[{ id: number }]>(
      `insert into contact (team_id, contact_id, first_name, last_name, mobile, created_at, changed_at)
       values ($1, '1', 'A', 'B', '+17165550100', now(), now()) returning id`,
      [server.teamId],
    );
    for (const text of ['a\u0000b', '\ud800', '\udfff x', '\u202e', '']) {
      await noBug('POST', `/contacts/${contactId}/opt-out`, { reason: text });
      await noBug('POST', `/contacts/${contactId}/opt-in`, { reason: `${text} because she asked`, consentGiven: text });
      await noBug('POST', '/fields', { label: text, type: 'text' });
      await noBug('PATCH', `/connections/${server.connectionId}`, {
        version: 2,
        name: text,
        settings: { clientId: text },
        secrets: { clientSecret: text },
      });
      await noBug('PUT', `/connections/${server.connectionId}/imports/Contact`, {
        version: 1,
        notify: { addresses: [text], when: 'every' },
      });
    }
    for (const body of [
      null,
      [],
      7,
      'x',
      {},
      { version: 1e300 },
      { version: '1' },
      { __proto__: null, version: 1, constructor: {} },
    ]) {
      for (const [method, path] of [
        ['PATCH', `/connections/${server.connectionId}`],
        ['PUT', `/connections/${server.connectionId}/imports/Contact`],
        ['POST', '/fields'],
        ['POST', `/connections/${server.connectionId}/runs`],
      ] as const) {
        await noBug(method, path, body);
      }
    }
  });
});
