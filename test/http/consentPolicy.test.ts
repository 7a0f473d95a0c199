import assert from 'node:assert/strict';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

const POLICY = '/api/teams/admissions/consent-policy';
const DEFAULTS = { version: 0, languages: ['en', 'es'], stopPhrases: [], businessDays: 10 };

describe('the consent policy over HTTP', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  const put = (policy: object) => server.owner.call('PUT', POLICY, policy);
  const verdictOf = async (body: string, id: string): Promise<string | null> => {
    const { teamId } = server;
    const [from, to] = ['+17165550123', '+17165550100'];
    const message = { provider: 'twilio', providerId: id, teamId, from, to, body, verdict: null } as const;
    return (await receiveMessage(server.ctx, message)).verdict;
  };

  it('shows the defaults and the words of carriers', async () => {
    const { status, body } = await server.owner.call<Record<string, unknown>>('GET', POLICY);
    assert.equal(status, 200);
    const { keywords, ...policy } = body as { keywords: Record<string, string[]> };
    assert.deepEqual(policy, { ...DEFAULTS, changedAt: null, changedBy: null });
    assert.ok(keywords['stop']?.includes('STOP') && keywords['stop'].includes('REVOKE'));
    assert.deepEqual(keywords['start'], ['START', 'UNSTOP', 'YES']);
    assert.deepEqual(keywords['help'], ['HELP', 'INFO']);
  });

  it('is read anew for the next message, phrases tidied and each kept once', async () => {
    assert.equal(await verdictOf('blue moon', 'SM1'), null);
    const saved = await put({ ...DEFAULTS, stopPhrases: ['  Blue   moon ', 'blue moon'], businessDays: 5 });
    assert.equal(saved.status, 200, saved.text);
    assert.equal(saved.body['version'], 1);
    assert.equal(saved.body['businessDays'], 5);
    assert.deepEqual(saved.body['stopPhrases'], ['Blue moon']);
    assert.ok(saved.body['changedAt']);
    assert.equal(await verdictOf('Blue moon!', 'SM2'), 'stop');
  });

  it('is not overwritten by somebody who saw an older one', async () => {
    const answer = await put({ ...DEFAULTS, businessDays: 3 });
    assert.equal(answer.status, 409);
    assert.equal(answer.body['code'], 'policy_changed');
    const now = await server.owner.call('GET', POLICY);
    assert.equal(now.body['businessDays'], 5);
    assert.equal((await put({ ...DEFAULTS, version: 1 })).body['version'], 2);
  });

  it('takes no ordinary answer for a STOP, and names it', async () => {
    for (const phrase of ['Yes', '   ', 'thank  you']) {
      const answer = await put({ ...DEFAULTS, version: 2, stopPhrases: ['lose my number', phrase] });
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.body['code'], 'phrase_refused');
    }
    assert.match((await put({ ...DEFAULTS, version: 2, stopPhrases: ['Yes'] })).text, /“Yes”/);
  });

  it('refuses what is out of its bounds', async () => {
    const wrong = [{ languages: [] }, { languages: ['fr'] }, { businessDays: 11 }, { businessDays: 0 }, { version: -1 }];
    for (const one of wrong) {
      assert.equal((await put({ ...DEFAULTS, version: 2, ...one })).status, 400, JSON.stringify(one));
    }
  });
});

describe('the scope of a texting number over HTTP', () => {
  let server: TestServer;
  const at = (path: string): string => `/api/teams/admissions/texting-numbers${path}`;
  const number = '%2B17165550100';
  before(async () => {
    server = await startTestServer();
    await server.owner.call('POST', '/api/teams', { name: 'Bursar' });
    const saved = await server.owner.call('PUT', at(''), { number: '716-555-0100', authToken: 'f'.repeat(32) });
    assert.equal(saved.body['scope'], 'team');
  });
  after(() => server.close());

  const asAdmin = async (): Promise<TestServer['owner']> => {
    const person = { name: 'Sam Reed', email: 'sam.reed@example.edu', password: 'correct horse staple' };
    const made = await server.owner.call('POST', '/api/teams/admissions/users', { ...person, role: 'admin' });
    assert.ok(made.status < 300, made.text);
    const browser = server.browser();
    await browser.signIn(person.email, person.password);
    return browser;
  };

  it('reaches every team, or those that share the inbox, when an owner says so', async () => {
    const wide = await server.owner.call('PUT', at(`/${number}/scope`), { scope: 'organisation', sharedWith: ['bursar'] });
    assert.equal(wide.status, 200, wide.text);
    assert.deepEqual([wide.body['scope'], wide.body['sharedWith']], ['organisation', []]);
    const shared = await server.owner.call('PUT', at(`/${number}/scope`), { scope: 'shared', sharedWith: ['bursar'] });
    assert.deepEqual(shared.body['sharedWith'], [{ slug: 'bursar', name: 'Bursar' }]);
  });

  it('names a team that there is not, and changes nothing', async () => {
    const answer = await server.owner.call('PUT', at(`/${number}/scope`), { scope: 'shared', sharedWith: ['bursar', 'x'] });
    assert.equal(answer.status, 422);
    assert.equal(answer.body['code'], 'team_unknown');
    assert.match(answer.text, /“x”/);
    const list = await server.owner.call<{ numbers: { sharedWith: unknown[] }[] }>('GET', at(''));
    assert.equal(list.body.numbers[0]!.sharedWith.length, 1);
  });

  it('is an owner’s to widen and to narrow; an admin keeps a team’s number in the team', async () => {
    const admin = await asAdmin();
    const set = (browser: TestServer['owner'], scope: string) =>
      browser.call('PUT', at(`/${number}/scope`), { scope, sharedWith: [] });
    assert.deepEqual([(await set(admin, 'team')).status, (await set(admin, 'organisation')).body['code']], [403, 'owner_only']);
    assert.equal((await set(server.owner, 'team')).status, 200);
    assert.equal((await set(admin, 'team')).status, 200);
    assert.equal((await set(admin, 'shared')).body['code'], 'owner_only');
  });

  it('is nothing that a number nobody has could have', async () => {
    const body = { scope: 'team', sharedWith: [] };
    assert.equal((await server.owner.call('PUT', at('/%2B17165550199/scope'), body)).status, 404);
  });
});
