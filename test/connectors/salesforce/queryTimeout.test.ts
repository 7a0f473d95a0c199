import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import type { Cursor, PullRequest, SourcePage } from '../../../src/contract/sources.ts';
import {
  startSalesforceSandbox,
  type Fault,
  type SalesforceSandbox,
} from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, failure, never, viewId } from './sandboxConnection.ts';

const DAY_MS = 86_400_000;
const NOW = new Date('2030-06-01T12:00:00Z');
/** The queries that read rows, not the ones that count. */
const ROWS = 'q=SELECT%20Id';

describe('salesforce queries that take too long', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  let asked: PullRequest;
  const tooLong = (whileWindowOverMs: number, more: Partial<Fault> = {}): void =>
    org.addFault({ route: ROWS, kind: 'query_timeout', whileWindowOverMs, ...more });
  const read = async (more: Partial<PullRequest> = {}): Promise<SourcePage[]> => {
    const pages: SourcePage[] = [];
    for await (const page of connection.pull({ ...asked, ...more }, never())) pages.push(page);
    return pages;
  };
  const ids = (pages: readonly SourcePage[]): string[] =>
    pages.flatMap(({ rows }) => rows.map(({ recordId }) => recordId));
  const tooWide = (): number => org.calls.log.filter(({ status }) => status === 400).length;
  const people = (): string[] => org.find('Contact', () => true).map(({ Id }) => String(Id));
  const assertInOrder = (pages: readonly SourcePage[]): void => {
    const rows = pages.flatMap((page) => page.rows);
    for (let i = 1; i < rows.length; i += 1) assert.ok(rows[i]!.modifiedAt >= rows[i - 1]!.modifiedAt, `row ${i}`);
    assert.deepEqual(pages.map(({ last }) => last), pages.map((_page, i) => i === pages.length - 1));
  };
  /** Every contact was modified so many seconds before now. */
  const stampAll = (secondsAgo: (i: number) => number): void => {
    people().forEach((id, i) => org.edit('Contact', id, {}, new Date(NOW.getTime() - secondsAgo(i) * 1000)));
  };

  before(async () => {
    org = await startSalesforceSandbox({ contacts: 120, leads: 0, pageSizeRows: 20, now: () => NOW });
    connection = connectTo(org).open();
    asked = {
      recordType: 'Contact',
      sourceId: await viewId(connection, 'All contacts'),
      fields: ['FirstName'],
      identity: null,
      since: null,
      after: null,
      expectedDefinition: null,
    };
  });
  beforeEach(() => {
    stampAll((i) => i * 3600 * 7);
    org.resetCalls();
  });
  afterEach(() => org.clearFaults());
  after(async () => {
    await connection.close();
    await org.close();
  });

  it('halves the time until the query is quick enough, and reads window by window to the end', async () => {
    tooLong(9 * DAY_MS);
    const pages = await read();
    assertInOrder(pages);
    assert.deepEqual(ids(pages).sort(), people().sort());
    assert.ok(pages.every(({ sourceRows }) => sourceRows === 120), 'the count is of the whole pull');
  });

  it('asks each width once: a query that took too long is not repeated as it is', async () => {
    tooLong(20 * DAY_MS);
    await read();
    // From 31 years to 20 days takes ten halvings, and after quick windows wider ones are tried again.
    assert.ok(tooWide() >= 9 && tooWide() <= 14, `${tooWide()} queries took too long`);
  });

  it('narrows an incremental pull as well', async () => {
    tooLong(2 * DAY_MS);
    const since = new Date(NOW.getTime() - 10 * DAY_MS);
    const pages = await read({ since });
    assertInOrder(pages);
    const wanted = org.find('Contact', ({ SystemModstamp }) => new Date(String(SystemModstamp)) >= since);
    assert.deepEqual(ids(pages).sort(), wanted.map(({ Id }) => String(Id)).sort());
    assert.equal(pages[0]!.sourceRows, wanted.length);
  });

  it('knows no total when counting takes too long as well', async () => {
    org.addFault({ route: '/query?', kind: 'query_timeout', whileWindowOverMs: 9 * DAY_MS });
    const pages = await read();
    assert.equal(ids(pages).length, 120);
    assert.ok(pages.every(({ sourceRows }) => sourceRows === null));
  });

  it('finds its way to rows of one second', async () => {
    stampAll(() => 43);
    tooLong(2000);
    const pages = await read();
    assert.deepEqual(ids(pages).sort(), people().sort());
    assert.ok(org.calls.counted < 150, `${org.calls.counted} calls`);
  });

  it('goes on after the last row when a later page takes too long', async () => {
    org.addFault({ route: /GET \/services\/data\/v62\.0\/query\/[^?]+$/, kind: 'query_timeout', skip: 2 });
    const pages = await read();
    assertInOrder(pages);
    assert.deepEqual(ids(pages).sort(), people().sort());
    assert.equal(pages[0]!.sourceRows, 120);
  });

  it('remembers the width when it goes on, and does not begin with all of time again', async () => {
    tooLong(9 * DAY_MS);
    const whole = await read();
    const stop = whole.findIndex(({ rows }) => rows.length > 0);
    org.resetCalls();
    const rest = await read({ after: whole[stop]!.next });
    assert.deepEqual([...ids(whole.slice(0, stop + 1)), ...ids(rest)].sort(), people().sort());
    assert.ok(tooWide() <= 4, `${tooWide()} queries were too wide again`);
  });

  it('gives up at one second, in few calls, with advice to come back', async () => {
    tooLong(500);
    await assert.rejects(read(), failure('TIMEOUT', ({ retry }) => retry.kind === 'after'));
    assert.ok(org.calls.counted <= 75, `${org.calls.counted} calls`);
  });

  const anyWidth = fc.integer({ min: 8 * 3600, max: 60 * 86_400 });
  const anyStops = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 });
  const timesFrom = (youngest: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: youngest, max: 40 * 86_400 }), { minLength: 1, maxLength: 30 });
  /** Reads to the end with every contact stamped so, leaving off after so many pages each time; the pages per pull. */
  const readWithStops = async (times: number[], widthSeconds: number, stops: number[]): Promise<SourcePage[][]> => {
    stampAll((i) => times[i % times.length]!);
    org.clearFaults();
    tooLong(widthSeconds * 1000);
    const pulls: SourcePage[][] = [];
    for (let [after, last] = [null as Cursor | null, false]; !last;) {
      const pages: SourcePage[] = [];
      const most = stops[pulls.length] ?? Infinity;
      pulls.push(pages);
      for await (const page of connection.pull({ ...asked, after }, never())) {
        pages.push(page);
        ({ next: after, last } = page);
        if (pages.length === most) break;
      }
    }
    return pulls;
  };

  it('loses no row and keeps the order for any settled times and widths, with stops between', async () => {
    await fc.assert(
      fc.asyncProperty(timesFrom(16 * 60), anyWidth, anyStops, async (times, width, stops) => {
        const pages = (await readWithStops(times, width, stops)).flat();
        assertInOrder(pages);
        assert.deepEqual(ids(pages).sort(), people().sort(), 'every row exactly once');
      }),
      { numRuns: 10 },
    );
  });

  it('reads rows of the last minutes again after a stop rather than losing one', async () => {
    await fc.assert(
      fc.asyncProperty(timesFrom(0), anyWidth, anyStops, async (times, width, stops) => {
        const pulls = await readWithStops(times, width, stops);
        for (const pages of pulls) assert.equal(new Set(ids(pages)).size, ids(pages).length, 'once in each pull');
        assert.deepEqual([...new Set(ids(pulls.flat()))].sort(), people().sort(), 'none is missing');
      }),
      { numRuns: 10, examples: [[[14], 28_801, [4]], [[5, 20], 28_811, [3]]] },
    );
  });
});
