import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { PullRequest } from '../../../src/contract/sources.ts';
import { failure, never } from './sandboxConnection.ts';
import { sendJson, startStubOrg, type StubOrg } from './stubOrg.ts';

const VIEW = { query: 'SELECT Id FROM Contact ORDER BY Id', scope: 'everything', whereCondition: null };
const REQUEST: PullRequest = {
  recordType: 'Contact',
  sourceId: '00Bf20000080l1oEAA',
  fields: [],
  identity: null,
  since: null,
  after: null,
  expectedDefinition: null,
};
const FIELDS = { name: 'Contact', label: 'Contact', queryable: true, updateable: true, fields: [] };

function record(id: number, stamp: string): Record<string, unknown> {
  return {
    Id: `003RO00000${String(id).padStart(5, '0')}AAA`,
    SystemModstamp: stamp,
    LastModifiedDate: stamp,
    IsDeleted: false,
  };
}

describe('salesforce manners of HTTP', () => {
  let org: StubOrg | null = null;
  const start = async (...args: Parameters<typeof startStubOrg>): Promise<StubOrg> => {
    org = await startStubOrg(...args);
    return org;
  };
  const pull = async (stub: StubOrg, request = REQUEST): Promise<string[]> => {
    const found: string[] = [];
    for await (const { rows } of stub.open().pull(request, never()))
      found.push(...rows.map(({ recordId }) => recordId));
    return found;
  };

  afterEach(async () => {
    await org?.close();
    org = null;
  });

  it('reads zipped answers, and notices when one is cut short', async () => {
    let cut = true;
    const stub = await start((_request, _body, response) => {
      const zipped = gzipSync(JSON.stringify({ ...FIELDS, label: 'x'.repeat(50_000) }));
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(cut ? zipped.subarray(0, zipped.length - 20) : zipped);
      cut = false;
    });
    assert.deepEqual(await stub.open().describeFields('Contact', null, never()), []);
    assert.equal(stub.seen.length, 2);
  });

  it('sends again on a new connection when the kept one was closed meanwhile, also a write', async () => {
    const stub = await start((request, _body, response) => {
      const first = stub.seen.length === 1;
      if (stub.seen.length === 2) return void request.socket.destroy();
      return sendJson(response, first ? FIELDS : [{ success: true }]);
    });
    const connection = stub.open();
    await connection.describeFields('Contact', null, never());
    const items = [{ recordType: 'Contact', recordId: '003RO0000000001AAA', field: 'Out__c', value: true }] as const;
    assert.equal((await connection.writeBack!(items, never()))[0]?.kind, 'accepted');
    assert.deepEqual([stub.seen.length, stub.connections()], [3, 2]);
  });

  it('keeps one connection for calls that follow each other', async () => {
    const stub = await start((_request, _body, response) => sendJson(response, FIELDS));
    const connection = stub.open();
    for (let i = 0; i < 5; i += 1) await connection.describeFields('Contact', null, never());
    assert.equal(stub.connections(), 1);
  });

  it('does not follow a redirect, so the token stays with the org', async () => {
    const other = await startStubOrg((_request, _body, response) => sendJson(response, FIELDS));
    const stub = await start((_request, _body, response) => {
      response.writeHead(302, { location: `${other.url}/services/data/v62.0/sobjects/Contact/describe` });
      response.end();
    });
    await assert.rejects(stub.open().describeFields('Contact', null, never()), { code: 'HOST_REFUSED' });
    assert.deepEqual([stub.seen.length, other.seen.length], [1, 0]);
    await other.close();
  });

  for (const address of [
    'https://collector.example/services/data',
    '//collector.example/x',
    '/services/../x',
    '/services\\x',
    'services/x',
  ]) {
    it(`does not go to the next page at ${address}`, async () => {
      const stub = await start((request, _body, response) =>
        sendJson(
          response,
          request.url?.includes('/query') ? { totalSize: 2, done: false, nextRecordsUrl: address, records: [] } : VIEW,
        ),
      );
      await assert.rejects(pull(stub), { code: 'BAD_ANSWER' });
      assert.equal(stub.seen.length, 2);
    });
  }

  it('takes the texts of a 401 that mean something else for what they are', async () => {
    const stub = await start((_request, _body, response) =>
      sendJson(
        response,
        [{ errorCode: 'INVALID_SESSION_ID', message: 'This session is not valid for use with the REST API' }],
        401,
      ),
    );
    await assert.rejects(stub.open().describeFields('Contact', null, never()), { code: 'API_DISABLED' });
    assert.deepEqual(stub.seen, ['GET /services/data/v62.0/sobjects/Contact/describe'], 'no renewal');
  });

  it('reads a maintenance page with status 200 as an outage', async () => {
    const stub = await start((_request, _body, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>We are down for maintenance.</html>');
    });
    await assert.rejects(stub.open().describeFields('Contact', null, never()), { code: 'OUTAGE' });
  });

  it('goes on from the whole second when milliseconds show, so that no row of that second is lost', async () => {
    const all = [
      record(5, '2024-05-01T13:00:00.100+0000'),
      record(2, '2024-05-01T13:00:00.300+0000'),
      record(9, '2024-05-01T13:00:00.400+0000'),
    ];
    const queries: string[] = [];
    const stub = await start((request, _body, response) => {
      if (request.url?.includes('/query/')) {
        return sendJson(response, [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }], 400);
      }
      const soql = new URL(request.url ?? '', 'http://x').searchParams.get('q');
      if (soql === null) return sendJson(response, VIEW);
      queries.push(soql);
      // The first query gives one row of the second; the next gives that whole second.
      const first = queries.length === 1;
      return sendJson(response, {
        totalSize: 3,
        done: !first,
        nextRecordsUrl: first ? '/services/data/v62.0/query/x-1' : undefined,
        records: first ? all.slice(0, 1) : all,
      });
    });
    assert.equal(new Set(await pull(stub)).size, 3);
    assert.match(queries[1]!, /WHERE SystemModstamp >= 2024-05-01T13:00:00Z ORDER BY/);
  });

  it('gives up a query that is forgotten again and again without a new row', async () => {
    const page = {
      totalSize: 9,
      done: false,
      nextRecordsUrl: '/services/data/v62.0/query/x-1',
      records: [record(1, '2024-05-01T13:00:00.100+0000')],
    };
    const stub = await start((request, _body, response) => {
      if (request.url?.includes('/query/')) {
        return sendJson(response, [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }], 400);
      }
      return sendJson(response, request.url?.includes('/query?') ? page : VIEW);
    });
    await assert.rejects(pull(stub), { code: 'OUTAGE' });
    assert.ok(stub.seen.length < 12);
  });

  describe('a call refused as a whole', () => {
    const bad = '003RO0000000133AAA';
    const items = Array.from({ length: 200 }, (_none, i) => ({
      recordType: 'Contact' as const,
      recordId: `003RO0000000${String(i).padStart(3, '0')}AAA`,
      field: 'Out__c',
      value: true,
    }));
    const refusing = (isBad: (id: string) => boolean) =>
      start((_request, body, response) => {
        const ids: string[] = (JSON.parse(body) as { records: { id: string }[] }).records.map(({ id }) => id);
        if (ids.some(isBad)) {
          return sendJson(response, [{ errorCode: 'JSON_PARSER_ERROR', message: 'Unexpected value at line 1' }], 400);
        }
        return sendJson(
          response,
          ids.map(() => ({ success: true, errors: [] })),
        );
      });

    it('is halved until its one culprit stands alone', async () => {
      const stub = await refusing((id) => id === bad);
      const outcomes = await stub.open().writeBack!(items, never());
      assert.deepEqual(
        outcomes.flatMap(({ kind }, i) => (kind === 'accepted' ? [] : [`${kind} ${items[i]!.recordId}`])),
        [`refused ${bad}`],
      );
      assert.ok(stub.seen.length <= 17, `${stub.seen.length} calls`);
    });

    it('costs a bounded number of calls when everything in it is bad; the rest is left for later', async () => {
      const stub = await refusing(() => true);
      const outcomes = await stub.open().writeBack!(items, never());
      assert.equal(outcomes.filter(Boolean).length, 200);
      assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['refused', 'retry']));
      assert.ok(stub.seen.length <= 26, `${stub.seen.length} calls`);
    });
  });

  it('does not trust an answer with another number of results', async () => {
    const stub = await start((_request, _body, response) => sendJson(response, [{ success: true }]));
    const items = ['003RO0000000001AAA', '003RO0000000002AAA'].map((recordId) => ({
      recordType: 'Contact' as const,
      recordId,
      field: 'Out__c',
      value: true,
    }));
    // Whatever came of it, all of them may be written again.
    await assert.rejects(stub.open().writeBack!(items, never()), failure('BAD_ANSWER', ({ retry }) => retry.kind === 'after'));
  });

  it('sends the headers a write needs', async () => {
    let headers: IncomingHeaders = {};
    const stub = await start((request, _body, response) => {
      headers = request.headers;
      sendJson(response, [{ success: true }]);
    });
    await stub
      .open()
      .writeBack!([{ recordType: 'Lead', recordId: '00QRO0000000001AAA', field: 'Out__c', value: true }], never());
    assert.equal(headers['sforce-auto-assign'], 'FALSE');
    assert.equal(headers['sforce-duplicate-rule-header'], 'allowSave=true');
    assert.equal(headers['sforce-call-options'], 'client=rollcall');
    assert.equal(headers['authorization'], 'Bearer 00D!token');
    assert.equal(headers['content-type'], 'application/json');
  });
});

type IncomingHeaders = NodeJS.Dict<string | string[]>;
