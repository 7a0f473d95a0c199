import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Tuning } from '../../../../connectors/salesforce/tuning.ts';
import type { ConnectionAccess, OpenConnection } from '../../../../src/contract/connector.ts';
import type { Cursor, PullRequest, SourcePage, SourceRow } from '../../../../src/contract/sources.ts';
import type { RecordType } from '../../../../src/domain/contact.ts';
import {
  startSalesforceSandbox,
  type FaultKind,
  type SalesforceSandbox,
} from '../../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, failure, never, viewId } from '../sandboxConnection.ts';

/** Small numbers for the same ways: a job from 40 people on, results in pages of 50, rows in pages of 10. */
const SMALL: Partial<Tuning> = {
  bulkAbove: 40,
  bulkPageRows: 50,
  pageRows: 10,
  wait: (_ms, signal) => new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    else setImmediate(resolve);
  }),
};
const NO_BULK: Partial<Tuning> = { bulkAbove: Infinity };

const RESULTS = /^GET \/services\/data\/v62\.0\/jobs\/query\/750\w+\/results/;
const LOOK = /^GET \/services\/data\/v62\.0\/jobs\/query\/750\w+$/;
const START = 'POST /services/data/v62.0/jobs/query';

const CONTACT_FIELDS = [
  'FirstName',
  'LastName',
  'Name',
  'MobilePhone',
  'SMS_Opt_Out__c',
  'Texting_Consent__c',
  'Stage__c',
  'Birthdate',
  'LastModifiedDate',
  'Full_Title__c',
  'Description',
  'AccountId',
  'Owner.Name',
  'Owner.Email',
];

describe('salesforce bulk load', () => {
  let org: SalesforceSandbox;
  let fields: readonly string[];
  // One for all: a user's sixth authorization of an app ends the first.
  let access: ConnectionAccess;
  let connections: OpenConnection[] = [];
  const lines: string[] = [];

  const start = async (options: Parameters<typeof startSalesforceSandbox>[0] = {}): Promise<void> => {
    org = await startSalesforceSandbox({ contacts: 230, leads: 90, pageSizeRows: 10, ...options });
    ({ access } = connectTo(org));
    const known = await connect().describeFields('Contact', null, never());
    fields = CONTACT_FIELDS.filter((name) => known.some((field) => field.name === name));
  };
  const connect = (tuning: Partial<Tuning> = SMALL): OpenConnection => {
    const { connector, deps } = connectTo(org, { tuning, secrets: {} });
    const log = { info: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
    const connection = connector.open(access, { ...deps, log });
    connections.push(connection);
    return connection;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(connections.map((connection) => connection.close()));
    connections = [];
    lines.length = 0;
    await org.close();
  };
  const request = async (more: Partial<PullRequest> = {}, view = 'All contacts'): Promise<PullRequest> => {
    const recordType: RecordType = more.recordType ?? 'Contact';
    return {
      recordType,
      sourceId: await viewId(connections[0]!, view, recordType),
      fields,
      identity: null,
      since: null,
      after: null,
      expectedDefinition: null,
      ...more,
    };
  };
  const read = async (connection: OpenConnection, asked: PullRequest, signal = never()): Promise<SourcePage[]> => {
    const pages: SourcePage[] = [];
    for await (const page of connection.pull(asked, signal)) pages.push(page);
    return pages;
  };
  const rowsOf = (pages: readonly SourcePage[]): SourceRow[] =>
    pages.flatMap(({ rows }) => rows).sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  const people = (): string[] => org.find('Contact', ({ IsDeleted }) => IsDeleted === false).map(({ Id }) => String(Id));
  const inOrder = (ids: Iterable<string>): string[] => [...ids].sort();

  afterEach(() => stop());

  it('gives every row as the query resource does, for any people and fields', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('a "quoted" word', 'two\nlines', 'two\r\nlines', 'a,b', '1.0', 'true', 'ä😀', '"', '\n'),
    );
    await start();
    const ids = people();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...fields], { minLength: 1 }),
        fc.array(fc.record({ who: fc.nat(ids.length - 1), text, out: fc.boolean() }), { maxLength: 12 }),
        async (some, edits) => {
          for (const { who, text: words, out } of edits) {
            const title = words.trim() === '' ? null : words;
            org.edit('Contact', ids[who]!, { Title: title, SMS_Opt_Out__c: out });
          }
          const asked = await request({ fields: ['Title', ...some] });
          const bulk = await read(connect(), asked);
          const byQuery = await read(connect(NO_BULK), asked);
          assert.equal(bulk.every(({ ordered }) => !ordered), true);
          assert.equal(byQuery.every(({ ordered }) => ordered), true);
          assert.deepEqual(rowsOf(bulk), rowsOf(byQuery));
          assert.equal(bulk[0]!.definition, byQuery[0]!.definition);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('gives leads with what became of them', async () => {
    await start({ leads: 200 });
    const known = await connections[0]!.describeFields('Lead', null, never());
    const view = (await connections[0]!.searchSources({ recordType: 'Lead', kind: 'List View', query: 'all', offset: 0 }, never()))
      .sources.find(({ usable }) => usable)!;
    const asked = await request({ recordType: 'Lead', fields: known.map(({ name }) => name) }, view.name);
    const bulk = rowsOf(await read(connect(), asked));
    assert.ok(bulk.length > 40 && org.bulkJobs().length === 0);
    assert.deepEqual(bulk, rowsOf(await read(connect(NO_BULK), asked)));
  });

  it('says how many rows there are, the job’s own time, and costs the calls that were reckoned', async () => {
    const now = new Date('2030-01-02T03:04:05Z');
    await start({ now: () => now });
    const asked = await request();
    const { fullRunCalls } = await connections[0]!.describeSource('Contact', asked.sourceId, never());
    const connection = connect();
    org.resetCalls();
    const pages = await read(connection, asked);
    assert.deepEqual([pages[0]!.rows.length, pages[0]!.sourceRows, pages[1]!.sourceRows], [0, 230, 230]);
    assert.deepEqual(pages[0]!.sourceTime, now);
    assert.ok(pages.every(({ rows, last }, i) => rows.length <= 10 && last === (i === pages.length - 1)));
    // View, first page, fields, start, two looks, five pages of results, delete.
    assert.equal(connection.callsUsed(), 12);
    assert.equal(org.calls.counted, 12);
    assert.ok(fullRunCalls >= 12 && fullRunCalls <= 15, `${fullRunCalls} were reckoned`);
    assert.deepEqual(org.bulkJobs(), [], 'the job is deleted');
  });

  it('leaves small sources, incremental pulls and previews to the query resource', async () => {
    await start();
    const all = await request();
    const few = connect({ ...SMALL, bulkAbove: 230 });
    const cheaper = connect({ ...SMALL, bulkPageRows: 5 });
    await read(few, all);
    await read(cheaper, all);
    await read(connect(), { ...all, since: new Date(0) });
    await read(connect(), { ...all, purpose: 'preview' });
    const [first] = await read(connect(NO_BULK), all);
    await read(connect(), { ...all, after: first!.next });
    assert.equal(org.calls.byRoute['POST /jobs/query'], undefined);
  });

  it('goes on after any page, in a new connection as well, reading no more than one page of results again', async () => {
    await start();
    const asked = await request();
    const all = new Set(people());
    const whole: SourcePage[] = [];
    for await (const page of connect().pull(asked, never())) {
      whole.push(page);
      if (page.last) break;
    }
    for (let stopAt = 0; stopAt < whole.length - 1; stopAt += 3) {
      const connection = connect();
      org.resetCalls();
      const before = whole.slice(0, stopAt + 1);
      const rest: SourcePage[] = [];
      for await (const page of connection.pull({ ...asked, after: whole[stopAt]!.next }, never())) {
        rest.push(page);
        if (page.last) break;
      }
      assert.deepEqual(new Set([...rowsOf(before), ...rowsOf(rest)].map(({ recordId }) => recordId)), all);
      assert.equal(rowsOf(before).length + rowsOf(rest).length, all.size, `nothing twice after page ${stopAt}`);
      assert.equal(rest[0]!.sourceRows, all.size - rowsOf(before).length);
      assert.equal(org.calls.byRoute['POST /jobs/query'], undefined);
    }
  });

  it('keeps the rows of the instant the job worked at, however people change meanwhile', async () => {
    await start();
    const asked = await request({ fields: ['FirstName'] });
    const found: SourcePage[] = [];
    for await (const page of connect().pull(asked, never())) {
      found.push(page);
      if (page.rows.length > 0) org.editSome('Contact', 'AllContacts', 5);
    }
    const again = await read(connect(), { ...asked, since: found[0]!.sourceTime });
    const latest = new Map(rowsOf([...found]).map((row) => [row.recordId, row.values[0]]));
    for (const { recordId, values } of rowsOf(again)) latest.set(recordId, values[0]);
    for (const id of people()) assert.equal(latest.get(id), org.record('Contact', id)!['FirstName']);
  });

  it('starts another job when the one it comes back to is gone, and gives all rows again', async () => {
    await start();
    const asked = await request();
    const connection = connect();
    let after: Cursor | null = null;
    for await (const page of connection.pull(asked, never())) {
      after = page.next;
      if (page.rows.length > 0) break;
    }
    org.forgetBulkJobs();
    const rest = await read(connect(), { ...asked, after });
    assert.deepEqual(rowsOf(rest).map(({ recordId }) => recordId), inOrder(people()));
    assert.deepEqual(org.bulkJobs(), []);
  });

  it('starts another job when the one it reads disappears, but not for ever', async () => {
    await start();
    const asked = await request();
    let often = 1;
    const readWhileDeleting = async (): Promise<Set<string>> => {
      const seen = new Set<string>();
      for await (const page of connect().pull(asked, never())) {
        for (const { recordId } of page.rows) seen.add(recordId);
        if (seen.size > 0 && often > 0) {
          often -= 1;
          org.forgetBulkJobs();
        }
      }
      return seen;
    };
    assert.deepEqual(inOrder(await readWhileDeleting()), inOrder(people()));
    often = Infinity;
    await assert.rejects(readWhileDeleting(), { code: 'BULK_FAILED' });
  });

  for (const [kind, words] of [
    ['bulk_failed', 'QUERY_TIMEOUT'],
    ['bulk_aborted', 'administrator'],
  ] as const) {
    it(`stops with Salesforce’s words when the job is ${kind}, and deletes it`, async () => {
      await start();
      org.addFault({ route: LOOK, kind });
      await assert.rejects(
        read(connect(), await request()),
        failure('BULK_FAILED', ({ vendorMessage, retry }) => vendorMessage.includes(words) && retry.kind === 'never'),
      );
      assert.deepEqual(org.bulkJobs(), []);
    });
  }

  it('ends and deletes a job that is still being worked on when looking at it is refused for good', async () => {
    await start({ bulkPolls: null });
    const asked = await request();
    org.addFault({ route: LOOK, kind: 'stale_cursor', skip: 1 });
    await assert.rejects(read(connect(), asked), { code: 'REQUEST_REFUSED' });
    assert.deepEqual(org.bulkJobs(), []);
    assert.equal(org.calls.byRoute['PATCH /jobs/query/{id}'], 1);
  });

  it('reads page by page when Salesforce takes no job, and says why', async () => {
    await start({ bulkJobAllowance: 0 });
    const asked = await request();
    const pages = await read(connect(), asked);
    assert.equal(pages.every(({ ordered }) => ordered), true);
    assert.deepEqual(rowsOf(pages).map(({ recordId }) => recordId), inOrder(people()));
    assert.equal(org.calls.byRoute['POST /jobs/query'], 1);
    assert.ok(lines.some((line) => line.includes('bulk refused')));
  });

  for (const field of ['MailingAddress', 'Account.Name']) {
    it(`reads page by page when ${field} is mapped, which bulk results don’t type`, async () => {
      await start();
      const pages = await read(connect(), await request({ fields: ['FirstName', field] }));
      assert.equal(pages.every(({ ordered }) => ordered), true);
      assert.equal(rowsOf(pages).length, people().length);
      assert.equal(org.calls.byRoute['POST /jobs/query'], undefined);
      assert.ok(lines.some((line) => line.includes('not every mapped field')));
    });
  }

  it('gives every row whatever disturbs the calls, with stops between', async () => {
    const disturbance = fc.record({
      kind: fc.constantFrom<FaultKind>('unauthorized', 'server_error', 'reset_mid_body', 'truncated_json', 'concurrent_limit'),
      route: fc.constantFrom(RESULTS, LOOK, START),
      skip: fc.nat(3),
    });
    const isUnauthorized = ({ kind }: { readonly kind: FaultKind }): boolean => kind === 'unauthorized';
    await start();
    const asked = await request();
    await fc.assert(
      fc.asyncProperty(
        // A renewed session that is refused at once ends a pull by design.
        fc.array(disturbance, { maxLength: 5 }).filter((all) => all.filter(isUnauthorized).length < 2),
        fc.array(fc.nat(12), { maxLength: 3 }),
        async (faults, stops) => {
          org.clearFaults();
          for (const { kind, route, skip } of faults) org.addFault({ kind, route, skip });
          const seen: string[] = [];
          let after: Cursor | null = null;
          for (let last = false; !last;) {
            const pagesLeft = stops.shift() ?? Infinity;
            let pages = 0;
            for await (const page of connect().pull({ ...asked, after }, never())) {
              seen.push(...page.rows.map(({ recordId }) => recordId));
              ({ next: after, last } = page);
              pages += 1;
              if (pages > pagesLeft) break;
            }
          }
          assert.deepEqual(inOrder(seen), inOrder(people()), 'every row exactly once');
        },
      ),
      { numRuns: 20 },
    );
  });

  it('leaves the job for the run to come back to when a fault passes or it is stopped', async () => {
    await start({ bulkPolls: null });
    const asked = await request();
    const connection = connect({ ...SMALL, wait: (_ms, signal) => new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    }) });
    const stopping = new AbortController();
    const reason = new Error('stop');
    let after: Cursor | null = null;
    await assert.rejects(
      async () => {
        for await (const page of connection.pull(asked, stopping.signal)) {
          after = page.next;
          setImmediate(() => stopping.abort(reason));
        }
      },
      (error) => error === reason,
    );
    assert.equal(org.bulkJobs().length, 1);
    org.finishBulkJobs();
    org.addFault({ route: RESULTS, kind: 'server_error', times: 99 });
    await assert.rejects(read(connect({ ...SMALL, retries: 1 }), { ...asked, after }), { code: 'OUTAGE' });
    assert.equal(org.bulkJobs().length, 1);
    org.clearFaults();
    const rest = await read(connect(), { ...asked, after });
    assert.deepEqual(rowsOf(rest).map(({ recordId }) => recordId), inOrder(people()));
    assert.deepEqual(org.bulkJobs(), []);
  });

  it('ends at once when it is stopped in the middle of results', async () => {
    await start();
    const asked = await request();
    org.addFault({ route: RESULTS, kind: 'slow_drip', delayMs: 120_000 });
    const stopping = new AbortController();
    const reason = new Error('stop');
    const ended = assert.rejects(read(connect(), asked, stopping.signal), (error) => error === reason);
    while (!org.bulkJobs().some(({ state }) => state === 'JobComplete')) await new Promise((next) => setImmediate(next));
    const from = performance.now();
    stopping.abort(reason);
    await ended;
    assert.ok(performance.now() - from < 1000);
  });
});
