import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import type { SalesforceClient } from '../../../connectors/salesforce/client.ts';
import type { SpendingGuard } from '../../../src/contract/connector.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import { never } from './sandboxConnection.ts';
import { clientFor } from './stubClient.ts';
import { sendJson, startStubOrg, type StubOrg } from './stubOrg.ts';

const ATTEMPT = { doing: 'testing' };
const PATH = '/services/data/v62.0/analytics/reports/00O';

describe('salesforce client', () => {
  let org: StubOrg;
  let seen: IncomingMessage[];
  let bodies: string[];
  let answers: ((response: Parameters<typeof sendJson>[0]) => void)[];
  let close: () => Promise<void>;

  const client = (mayCall?: SpendingGuard): SalesforceClient => {
    const made = clientFor(org.url, { mayCall });
    ({ close } = made);
    return made.client;
  };

  beforeEach(async () => {
    [seen, bodies, answers] = [[], [], []];
    org = await startStubOrg((request, body, response) => {
      seen.push(request);
      bodies.push(body);
      const answer = answers.shift();
      return answer ? answer(response) : sendJson(response, { ok: true });
    });
  });
  afterEach(async () => {
    await close();
    await org.close();
  });

  const fault = (response: Parameters<typeof sendJson>[0]): void =>
    sendJson(response, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'later' }], 503);

  it('repeats a POST that only reads, each time with its body, and counts every try', async () => {
    answers = [fault, fault];
    const one = client();
    const { body } = await one.postRead<{ ok: boolean }>(PATH, { a: 1 }, ATTEMPT, never());
    assert.deepEqual(body, { ok: true });
    assert.deepEqual(bodies, ['{"a":1}', '{"a":1}', '{"a":1}']);
    assert.deepEqual([seen[0]!.method, seen[0]!.headers['content-type']], ['POST', 'application/json']);
    assert.equal(one.callsUsed, 3);
  });

  it('removes what is ours and is content with an empty answer', async () => {
    answers = [
      (response) => {
        response.writeHead(204);
        response.end();
      },
    ];
    await client().delete(PATH, ATTEMPT, never());
    assert.deepEqual(org.seen, [`DELETE ${PATH}`]);
  });

  it('does not take an empty answer for what was read', async () => {
    answers = Array.from({ length: 9 }, () => (response) => {
      response.writeHead(204);
      response.end();
    });
    await assert.rejects(client().get(PATH, ATTEMPT, never()), { code: 'BAD_ANSWER' });
  });

  it('sends no reading call that the budget forbids, repeats included; writes and tidying up go out', async () => {
    const spent = new ConnectorError('BUDGET_SPENT', 'Spent.', { kind: 'after', delayMs: 1 });
    const asked: number[] = [];
    const one = client(({ callsUsed, usage }) => {
      asked.push(callsUsed);
      assert.deepEqual(usage, callsUsed === 0 ? null : { left: 90, allowed: 100 });
      return callsUsed < 2 ? null : spent;
    });
    answers = [
      (response) => {
        response.setHeader('Sforce-Limit-Info', 'api-usage=10/100');
        return sendJson(response, {});
      },
      fault,
    ];
    const isSpent = (error: unknown): boolean => error === spent;
    await one.get(PATH, ATTEMPT, never());
    await assert.rejects(one.postRead(PATH, {}, ATTEMPT, never()), isSpent);
    await assert.rejects(one.query('SELECT Id FROM Contact', ATTEMPT, never()), isSpent);
    assert.deepEqual(asked, [0, 1, 2, 2], 'asked before the repeat as well');
    assert.equal(seen.length, 2);
    await one.patch(PATH, {}, {}, ATTEMPT, never());
    await one.delete(PATH, ATTEMPT, never());
    await one.versions(ATTEMPT, never());
    assert.equal(seen.length, 5);
    assert.equal(one.callsUsed, 4);
  });
});
