import assert from 'node:assert/strict';
import { twilioSignature } from '../../src/http/routes/webhooks/twilioSignature.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const OUR_NUMBER = '+17165550100';
const THEIR_NUMBER = '+17165550123';
const PUBLIC_URL = 'https://sync.example.test';

describe('POST /webhooks/twilio/sms', () => {
  let server: TestServer;
  let messages = 0;
  before(async () => {
    server = await startTestServer({ publicUrl: PUBLIC_URL });
    await save('716-555-0100');
  });
  after(() => server.close());

  const save = (number: string) =>
    server.owner.call('PUT', '/api/teams/admissions/texting-numbers', { number, authToken: TOKEN });
  const post = async (
    fields: Record<string, string>,
    options: { signature?: string; path?: string } = {},
  ): Promise<Response> => {
    const path = options.path ?? '/webhooks/twilio/sms';
    const signature = options.signature ?? twilioSignature(TOKEN, PUBLIC_URL + path, fields);
    return fetch(server.url + path, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(fields),
    });
  };
  const message = (fields: Record<string, string> = {}): Record<string, string> => {
    messages += 1;
    return {
      MessageSid: `SM${String(messages).padStart(32, '0')}`,
      From: THEIR_NUMBER,
      To: OUR_NUMBER,
      Body: 'Stop',
      NumMedia: '0',
      ...fields,
    };
  };
  const stored = (sid: string | undefined) =>
    server.database.dataSource.query(
      'select verdict as keyword, body, from_number, to_number from inbound_message where provider_id = $1',
      [sid],
    );

  it('stores the message and answers with empty TwiML', async () => {
    const fields = message({ Body: '  Café at 5? é' });
    const answer = await post(fields);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/xml/);
    assert.equal(await answer.text(), '<?xml version="1.0" encoding="UTF-8"?><Response/>');
    assert.deepEqual(await stored(fields['MessageSid']), [
      { keyword: null, body: '  Café at 5? é', from_number: THEIR_NUMBER, to_number: OUR_NUMBER },
    ]);
  });

  it('records a STOP from a number nobody knows', async () => {
    await post(message({ Body: 'STOP' }));
    const [row] = await server.database.dataSource.query('select mobile from number_stop');
    assert.deepEqual(row, { mobile: THEIR_NUMBER });
  });

  it('lets OptOutType decide, and counts a MessageSid once', async () => {
    const fields = message({ Body: 'Hör auf', OptOutType: 'STOP' });
    assert.equal((await post(fields)).status, 200);
    assert.equal((await post(fields)).status, 200);
    assert.deepEqual(
      (await stored(fields['MessageSid'])).map((row: { keyword: string }) => row.keyword),
      ['stop'],
    );
  });

  it('signs the path and query that were asked for', async () => {
    assert.equal((await post(message(), { path: '/webhooks/twilio/sms?team=7&note=a%20b' })).status, 200);
  });

  it('answers an unknown number and a bad signature alike', async () => {
    const unknown = await post(message({ To: '+17165550199' }));
    const bad = await post(message(), { signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' });
    const missing = await fetch(`${server.url}/webhooks/twilio/sms`, {
      method: 'POST',
      body: new URLSearchParams(message()),
    });
    const empty = await fetch(`${server.url}/webhooks/twilio/sms`, { method: 'POST' });
    assert.deepEqual(
      [unknown, bad, missing, empty].map(({ status }) => status),
      [403, 403, 403, 403],
    );
    const bodies = await Promise.all(
      [unknown, bad, missing, empty].map(async (answer) => ({ ...((await answer.json()) as object), requestId: '' })),
    );
    for (const body of bodies) assert.deepEqual(body, bodies[0]);
  });

  it('refuses messages to a number that was removed', async () => {
    await save('716-555-0101');
    assert.equal((await post(message({ To: '+17165550101' }))).status, 200);
    assert.equal(
      (await server.owner.call('DELETE', '/api/teams/admissions/texting-numbers/%2B17165550101')).status,
      204,
    );
    assert.equal((await post(message({ To: '+17165550101' }))).status, 403);
  });

  it('shows the number, its address and the last message, never the token', async () => {
    const list = await server.owner.call<{ numbers: Record<string, string>[] }>(
      'GET',
      '/api/teams/admissions/texting-numbers',
    );
    const [number] = list.body.numbers;
    assert.equal(number?.['numberShown'], '1-716-555-0100');
    assert.equal(number?.['webhookUrl'], `${PUBLIC_URL}/webhooks/twilio/sms`);
    assert.ok(number?.['lastMessageAt']);
    assert.equal(list.text.includes(TOKEN), false);
    const rows = await server.database.dataSource.query(
      `select encode(auth_token, 'escape') as raw from texting_number`,
    );
    assert.equal(JSON.stringify(rows).includes(TOKEN), false);
  });

  it('gives a number to one team only', async () => {
    await server.owner.call('POST', '/api/teams', { name: 'Alumni' });
    const answer = await server.owner.call('PUT', '/api/teams/alumni/texting-numbers', {
      number: OUR_NUMBER,
      authToken: 'f'.repeat(32),
    });
    assert.equal(answer.status, 409);
    assert.equal(answer.body['code'], 'number_taken');
    assert.equal((await post(message())).status, 200);
  });

  it('keeps numbers and words out of the log', () => {
    const all = server.logged.join('\n');
    assert.equal(all.includes('7165550123'), false);
    assert.equal(all.includes('Hör auf'), false);
  });
});
