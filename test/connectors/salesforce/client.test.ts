import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { SalesforceClient } from '../../../connectors/salesforce/client.ts';
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
  let made: ReturnType<typeof clientFor>[];

  const client = (options?: Parameters<typeof clientFor>[1]): SalesforceClient => {
    const one = clientFor(org.url, options);
    made.push(one);
    return one.client;
  };

  beforeEach(async () => {
    [seen, bodies, answers, made] = [[], [], [], []];
    org = await startStubOrg((request, body, response) => {
      seen.push(request);
      bodies.push(body);
      const answer = answers.shift();
      return answer ? answer(response) : sendJson(response, { ok: true });
    });
  });
  afterEach(async () => {
    await Promise.all(made.map(({ close }) => close()));
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
    const one = client({
      mayCall: ({ callsUsed, usage }) => {
        asked.push(callsUsed);
        assert.deepEqual(usage, callsUsed === 0 ? null : { left: 90, allowed: 100 });
        return callsUsed < 2 ? null : spent;
      },
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

  describe('stream', () => {
    const csv = { Accept: 'text/csv' };
    const text = async (body: AsyncIterable<Buffer>): Promise<string> => {
      const all: Buffer[] = [];
      for await (const chunk of body) all.push(chunk);
      return Buffer.concat(all).toString();
    };

    it('gives a zipped text as it comes, with its headers, and repeats what failed before it began', async () => {
      const long = 'añ\n'.repeat(100_000);
      answers = [
        fault,
        (response) => {
          response.writeHead(200, { 'content-encoding': 'gzip', 'Sforce-Locator': 'null' });
          response.end(gzipSync(long));
        },
      ];
      const { headers, body } = await client().stream(PATH, csv, ATTEMPT, never());
      assert.equal(headers['sforce-locator'], 'null');
      assert.equal((await text(body)) === long, true);
      assert.deepEqual([seen[1]!.headers.accept, seen[1]!.headers.authorization], ['text/csv', 'Bearer 00D!token']);
    });

    it('fails when the text breaks off or stops coming, and at once when the signal aborts', async () => {
      const begin = (end: (response: Parameters<typeof sendJson>[0]) => void) => (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('begun', () => end(response));
      };
      answers = [begin((response) => response.destroy()), begin(() => undefined), begin(() => undefined)];
      const one = client({ tuning: { readTimeoutMs: 60 } });
      const broken = await one.stream(PATH, csv, ATTEMPT, never());
      await assert.rejects(text(broken.body), { code: 'ECONNRESET' });
      const silent = await one.stream(PATH, csv, ATTEMPT, never());
      await assert.rejects(text(silent.body), { kind: 'timeout' });
      const stopping = new AbortController();
      const { body } = await client().stream(PATH, csv, ATTEMPT, stopping.signal);
      const reason = new Error('stop');
      const ended = assert.rejects(text(body), (error) => error === reason);
      stopping.abort(reason);
      await ended;
    });
  });
});
