import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ConnectionAccess, Connector, ConnectorDeps, OpenConnection } from '../../src/contract/connector.ts';
import type { WriteBackItem } from '../../src/contract/records.ts';
import type { Cursor, PullRequest, SourcePage } from '../../src/contract/sources.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import { describeRecords } from './conformanceRecords.ts';

/** A vendor with one source, made for one test and thrown away after it. */
export interface ContractVendor {
  readonly connector: Connector;
  readonly access: ConnectionAccess;
  readonly deps: ConnectorDeps;
  readonly recordType: RecordType;
  readonly sourceId: string;
  readonly fields: readonly string[];
  /** The columns that tell record and modified time, for a source that maps them. */
  readonly identity?: PullRequest['identity'];
  /** Record IDs the source holds now. */
  ids(): readonly string[];
  /** Changes a record that is in the source, now, so that it stays in it with a newer modified time. */
  touch(recordId: string): void;
  /**
   * Tells when a pull asks for rows: calls it makes up to and with the first that reads them; or, where that depends on
   * what went before, the vendor's own count of such calls so far.
   */
  readonly callsToRows: number | (() => number);
  /** The next call that reads rows is accepted and never answered. */
  hangOnRead(): void;
  /** The next call that reads rows sends its answer byte by byte, for minutes. */
  dripOnRead(): void;
  readonly write: {
    item(recordId: string): WriteBackItem;
    /** Whether the vendor's own record holds the item's value. */
    isWritten(recordId: string): boolean;
    /** A record that can't be written to. */
    readonly missingId: string;
    /** Records one call takes; a batch over it must be cut. */
    readonly recordsPerCall: number;
  } | null;
  close(): Promise<void>;
}

export interface VendorOptions {
  readonly people: number;
  /** Rows of one page. */
  readonly pageRows: number;
  /** So many people share one modified time, in the middle of the others. */
  readonly tied: number;
}

/**
 * What every connector must do, whatever it connects to. A connector's own tests cover its vendor's manners; this suite
 * covers what the engine relies on: no row lost, repeats harmless, prompt ends, one outcome per item, nothing left
 * open.
 *
 * @param startVendor - starts a vendor, or a sandbox of it, holding the people described
 * @param expected.writesBack - as the connector has to say; false leaves out what there is to check about writing
 */
export function describeConnectorContract(
  name: string,
  startVendor: (options: VendorOptions) => Promise<ContractVendor>,
  { writesBack }: { readonly writesBack: boolean } = { writesBack: true },
): void {
  describe(`${name} keeps the connector contract`, () => {
    let vendor: ContractVendor;
    let open: OpenConnection[] = [];
    const start = async (options: VendorOptions): Promise<OpenConnection> => {
      vendor = await startVendor(options);
      return connect();
    };
    const connect = (): OpenConnection => {
      const connection = vendor.connector.open(vendor.access, vendor.deps);
      open.push(connection);
      return connection;
    };
    const pages = async (connection: OpenConnection, after: Cursor | null, limit = Infinity): Promise<SourcePage[]> => {
      const found: SourcePage[] = [];
      for await (const page of connection.pull(request(vendor, after), never())) {
        found.push(page);
        if (found.length >= limit) break;
      }
      return found;
    };

    afterEach(async () => {
      await Promise.all(open.map((connection) => connection.close()));
      open = [];
      await vendor.close();
    });

    it('gives every row once, in order, and marks the last page', async () => {
      const connection = await start({ people: 53, pageRows: 10, tied: 0 });
      const found = await pages(connection, null);
      const rows = found.flatMap((page) => page.rows);
      assert.deepEqual(sorted(rows.map(({ recordId }) => recordId)), sorted(vendor.ids()));
      assert.deepEqual(
        found.map(({ last }) => last),
        found.map((_page, i) => i === found.length - 1),
      );
      for (let i = 1; i < rows.length; i += 1) {
        assert.ok(rows[i]!.modifiedAt >= rows[i - 1]!.modifiedAt, `row ${i} is out of order`);
      }
      for (const row of rows) assert.equal(row.values.length, vendor.fields.length);
      for (const page of found) {
        assert.equal(page.sourceRows ?? 53, 53);
        assert.equal(page.definition, found[0]!.definition);
        assert.deepEqual(JSON.parse(JSON.stringify(page.next)), page.next, 'a cursor must survive JSON');
        const rest = found.slice(found.indexOf(page) + 1).flatMap((later) => later.rows);
        const { readTo } = page;
        assert.ok(readTo === null || rest.every(({ modifiedAt }) => modifiedAt >= readTo.modifiedAt));
      }
    });

    it('ends with one empty last page when there is nothing', async () => {
      const connection = await start({ people: 0, pageRows: 10, tied: 0 });
      const found = await pages(connection, null);
      assert.deepEqual(
        found.map(({ rows, last }) => [rows.length, last]),
        [[0, true]],
      );
      assert.deepEqual(
        (await pages(connection, found[0]!.next)).map(({ last }) => last),
        [true],
      );
    });

    it('resumes after any page and gives exactly what had not come, in a new connection as well', async () => {
      const connection = await start({ people: 34, pageRows: 5, tied: 13 });
      const whole = await pages(connection, null);
      const all = new Set(vendor.ids());
      for (let stop = 0; stop < whole.length; stop += 1) {
        const before = ids(whole.slice(0, stop + 1));
        const rest = ids(await pages(connect(), whole[stop]!.next));
        assert.deepEqual(new Set([...before, ...rest]), all, `after page ${stop}`);
        assert.deepEqual(sorted(ids(await pages(connection, whole[stop]!.next))), sorted(rest), 'the same again');
      }
    });

    it('gives every row exactly once for any page size and any stops, when nothing disturbs it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            people: fc.integer({ min: 1, max: 60 }),
            pageRows: fc.integer({ min: 1, max: 25 }),
            tied: fc.integer({ min: 0, max: 60 }),
          }),
          fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }),
          async (options, stops) => {
            const connection = await start({ ...options, tied: Math.min(options.tied, options.people) });
            try {
              const found: SourcePage[] = [];
              for (const stop of stops) {
                if (found.at(-1)?.last !== true) {
                  found.push(...(await pages(connection, found.at(-1)?.next ?? null, stop)));
                }
              }
              if (found.at(-1)?.last !== true) found.push(...(await pages(connection, found.at(-1)?.next ?? null)));
              assert.deepEqual(sorted(ids(found)), sorted(vendor.ids()));
            } finally {
              await connection.close();
              await vendor.close();
            }
          },
        ),
        { numRuns: 25 },
      );
    });

    it('loses no row of a modified time that more rows share than a page holds', async () => {
      const connection = await start({ people: 60, pageRows: 7, tied: 40 });
      const found: SourcePage[] = [];
      // One page at a time, as after a crash behind each page.
      while (found.at(-1)?.last !== true) found.push(...(await pages(connection, found.at(-1)?.next ?? null, 1)));
      assert.deepEqual(sorted([...new Set(ids(found))]), sorted(vendor.ids()));
    });

    it('loses nothing when records change between pages', async () => {
      const connection = await start({ people: 40, pageRows: 6, tied: 9 });
      const all = vendor.ids();
      const found: SourcePage[] = [];
      for await (const page of connection.pull(request(vendor, null), never())) {
        found.push(page);
        // One that has come already, and one that may still come.
        vendor.touch(all[found.length]!);
        vendor.touch(all[all.length - found.length]!);
      }
      // A record that moves while it is read may show in the next pull only, which starts where this one's first page
      // began.
      const again = connection.pull({ ...request(vendor, null), since: found[0]!.sourceTime }, never());
      for await (const page of again) found.push(page);
      assert.deepEqual(new Set(ids(found)), new Set(all));
    });

    it('reads only what was modified at or after the instant asked for', async () => {
      const connection = await start({ people: 30, pageRows: 10, tied: 0 });
      const rows = (await pages(connection, null)).flatMap((page) => page.rows);
      const since = rows[20]!.modifiedAt;
      const found: SourcePage[] = [];
      for await (const page of connection.pull({ ...request(vendor, null), since }, never())) found.push(page);
      const wanted = rows.filter(({ modifiedAt }) => modifiedAt >= since).map(({ recordId }) => recordId);
      assert.deepEqual(sorted(ids(found)), sorted(wanted));
    });

    it('refuses a source whose definition is not the expected one, before it gives a row', async () => {
      const connection = await start({ people: 3, pageRows: 10, tied: 0 });
      const pull = connection.pull({ ...request(vendor, null), expectedDefinition: 'another' }, never());
      await assert.rejects(firstOf(pull), { code: 'SOURCE_CHANGED' });
    });

    for (const [what, disturb] of [
      ['hangs', 'hangOnRead'],
      ['drips', 'dripOnRead'],
    ] as const) {
      it(`stops within a second with the signal’s reason while an answer ${what}`, async () => {
        const connection = await start({ people: 20, pageRows: 5, tied: 0 });
        vendor[disturb]();
        const stopping = new AbortController();
        const reason = new Error('stop');
        const rowsAsked = rowsAskedFrom(connection, vendor);
        const reading = firstOf(connection.pull(request(vendor, null), stopping.signal));
        const ended = assert.rejects(reading, (error) => error === reason);
        await rowsAsked();
        const from = performance.now();
        stopping.abort(reason);
        await ended;
        assert.ok(performance.now() - from < 1000);
      });
    }

    it('does not begin when the signal was aborted before', async () => {
      const connection = await start({ people: 3, pageRows: 10, tied: 0 });
      const reason = new Error('stop');
      await assert.rejects(
        firstOf(connection.pull(request(vendor, null), AbortSignal.abort(reason))),
        (error) => error === reason,
      );
      assert.equal(connection.callsUsed(), 0);
    });

    it('reads and writes single records exactly when it says so', async () => {
      const connection = await start({ people: 0, pageRows: 10, tied: 0 });
      assert.deepEqual(
        [vendor.connector.writesBack, !!connection.writeBack, !!connection.readRecords],
        [writesBack, writesBack, writesBack],
      );
    });

    if (writesBack) describeRecords(start, () => vendor);

    it('leaves no socket and no timer behind, whether a pull ended, was left half-way or hung', async () => {
      const connection = await start({ people: 20, pageRows: 5, tied: 0 });
      await connection.close();
      const atRest = held();
      const used = connect();
      await pages(used, null);
      await pages(used, null, 1);
      vendor.hangOnRead();
      const rowsAsked = rowsAskedFrom(used, vendor);
      const left = firstOf(used.pull(request(vendor, null), never()));
      const ended = assert.rejects(left);
      await rowsAsked();
      await used.close();
      await used.close();
      await ended;
      await until(() => held() <= atRest, `${held()} sockets and timers are held instead of ${atRest}`);
    });
  });
}

function request(vendor: ContractVendor, after: Cursor | null): PullRequest {
  const { recordType, sourceId, fields, identity = null } = vendor;
  return { recordType, sourceId, fields, identity, since: null, after, expectedDefinition: null };
}

function ids(pages: readonly SourcePage[]): string[] {
  return pages.flatMap(({ rows }) => rows.map(({ recordId }) => recordId));
}

function sorted(list: readonly string[]): string[] {
  return [...list].sort();
}

function never(): AbortSignal {
  return new AbortController().signal;
}

async function firstOf(pull: AsyncIterable<SourcePage>): Promise<SourcePage | undefined> {
  for await (const page of pull) return page;
  return undefined;
}

/** @returns a wait until the call that reads rows, of a pull begun from now on, has gone out and is being waited for */
function rowsAskedFrom(connection: OpenConnection, { callsToRows }: ContractVendor): () => Promise<void> {
  const [count, enough] =
    typeof callsToRows === 'number' ? [() => connection.callsUsed(), callsToRows] : [callsToRows, 1];
  const before = count();
  return async () => {
    await until(() => count() >= before + enough, 'rows were not asked for');
    // Some turns of the event loop, for the request to reach the vendor.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
}

/** Sockets and timers that keep this process alive. */
function held(): number {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => kind === 'TCPSocketWrap' || kind === 'TLSWrap' || kind === 'Timeout').length;
}

async function until(condition: () => boolean, message: string): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) assert.fail(message);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
