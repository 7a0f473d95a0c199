import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import type { Cursor, PullRequest, SourcePage } from '../../../src/contract/sources.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import {
  startSalesforceSandbox,
  type FaultKind,
  type SalesforceSandbox,
  type SandboxRecord,
} from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, failure, never, viewId } from './sandboxConnection.ts';

const NEXT_PAGE = /^GET \/services\/data\/v62\.0\/query\/[^?]+$/;

interface Disturbance {
  readonly kind: FaultKind | 'none';
  readonly edits: number;
  readonly leave: boolean;
}

describe('salesforce pull', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  const start = async (options: Parameters<typeof startSalesforceSandbox>[0] = {}): Promise<void> => {
    org = await startSalesforceSandbox({ contacts: 450, leads: 60, pageSizeRows: 100, ...options });
    connection = connectTo(org).open();
  };
  const request = async (
    view: string,
    fields: readonly string[] = ['FirstName'],
    recordType: RecordType = 'Contact',
  ): Promise<PullRequest> => ({
    recordType,
    sourceId: await viewId(connection, view, recordType),
    fields,
    identity: null,
    since: null,
    after: null,
    expectedDefinition: null,
  });
  const read = async (asked: PullRequest, between?: (page: number) => void): Promise<SourcePage[]> => {
    const pages: SourcePage[] = [];
    for await (const page of connection.pull(asked, never())) {
      pages.push(page);
      between?.(pages.length);
    }
    return pages;
  };
  const ids = (pages: readonly SourcePage[]): string[] =>
    pages.flatMap(({ rows }) => rows.map(({ recordId }) => recordId)).sort();
  const people = (match: (record: SandboxRecord) => boolean = () => true, type: RecordType = 'Contact'): string[] =>
    org
      .find(type, match)
      .map(({ Id }) => String(Id))
      .sort();

  const stop = async (): Promise<void> => {
    await connection.close();
    await org.close();
  };

  afterEach(stop);

  it('reads N rows with one describe and ⌈N / page⌉ queries', async () => {
    await start({ contacts: 400 });
    const asked = await request('All contacts');
    org.resetCalls();
    const before = connection.callsUsed();
    const pages = await read(asked);
    assert.deepEqual(
      pages.map(({ rows }) => rows.length),
      [100, 100, 100, 100],
    );
    assert.equal(pages[0]!.sourceRows, 400);
    assert.equal(org.calls.counted, 5);
    assert.equal(connection.callsUsed() - before, 5);
  });

  it('spends one query when nothing changed', async () => {
    await start();
    const asked = await request('All contacts');
    org.resetCalls();
    const pages = await read({ ...asked, since: new Date(Date.now() + 60_000) });
    assert.deepEqual(
      pages.map(({ rows, last, sourceRows }) => [rows.length, last, sourceRows]),
      [[0, true, 0]],
    );
    assert.equal(org.calls.counted, 2);
  });

  it('gives the values as stored, aligned to the mapped fields', async () => {
    await start({ contacts: 30 });
    const fields = ['MobilePhone', 'SMS_Opt_Out__c', 'Stage__c', 'Owner.Name', 'Id', 'LastModifiedDate'];
    const [page] = await read(await request('All contacts', fields));
    for (const row of page!.rows) {
      const record = org.record('Contact', row.recordId)!;
      assert.deepEqual(
        [row.values[0], row.values[1], row.values[2], row.values[4]],
        [record['MobilePhone'], record['SMS_Opt_Out__c'], record['Stage__c'], row.recordId],
      );
      assert.equal(typeof row.values[3], 'string');
      assert.equal(row.modifiedAt.toISOString().slice(0, 19), String(record['SystemModstamp']).slice(0, 19));
    }
  });

  it('pulls exactly a view’s people, whatever its filter looks like', async () => {
    await start();
    const admits = await read(await request('Texting – Fall admits'));
    assert.deepEqual(
      ids(admits),
      people(({ Stage__c, Entry_Term__c }) => Stage__c === 'Admitted' && Entry_Term__c === 'Fall 2027'),
    );
    const either = await read(await request('Or view'));
    assert.equal(ids(either).length, org.count('Contact', 'Or_view'));
    const since = either[0]!.rows.at(-1)!.modifiedAt;
    const newer = await read({ ...(await request('Or view')), since });
    assert.ok(
      newer.every(({ rows }) => rows.every(({ modifiedAt }) => modifiedAt >= since)),
      'OR does not leak past the watermark',
    );
  });

  it('marks converted leads as gone', async () => {
    await start();
    const rows = (await read(await request('All leads', ['Company'], 'Lead'))).flatMap((page) => page.rows);
    const converted = people(({ IsConverted }) => IsConverted === true, 'Lead');
    assert.ok(converted.length > 0);
    assert.deepEqual(
      rows
        .filter(({ gone }) => gone === 'converted')
        .map(({ recordId }) => recordId)
        .sort(),
      converted,
    );
  });

  for (const kind of [
    'unauthorized',
    'server_error',
    'unavailable_html',
    'reset_mid_body',
    'truncated_json',
    'not_acceptable',
    'concurrent_limit',
  ] as const) {
    it(`loses and repeats no row over ${kind} between pages`, async () => {
      await start();
      const asked = await request('All contacts');
      org.addFault({ route: NEXT_PAGE, kind, skip: 1 });
      assert.deepEqual(ids(await read(asked)), people());
    });
  }

  it('starts the query again after the last row when Salesforce forgets its place', async () => {
    await start();
    const asked = await request('All contacts');
    org.addFault({ route: NEXT_PAGE, kind: 'stale_cursor', skip: 1, times: 2 });
    assert.deepEqual(ids(await read(asked)), people());
    assert.equal(org.calls.byRoute['GET /query'], 3);
  });

  it('reads to the end when every page after the first is forgotten', async () => {
    await start();
    const asked = await request('All contacts');
    org.addFault({ route: NEXT_PAGE, kind: 'stale_cursor', times: 99 });
    assert.deepEqual(ids(await read(asked)), people());
  });

  it('goes on where the daily limit stopped it', async () => {
    await start();
    const asked = await request('All contacts');
    org.addFault({ route: NEXT_PAGE, kind: 'daily_limit', skip: 1 });
    const pages: SourcePage[] = [];
    await assert.rejects(
      async () => {
        for await (const page of connection.pull(asked, never())) pages.push(page);
      },
      { code: 'DAILY_LIMIT' },
    );
    await connection.close();
    connection = connectTo(org).open();
    const after: Cursor = pages.at(-1)!.next;
    pages.push(...(await read({ ...asked, after })));
    assert.deepEqual(ids(pages), people());
  });

  it('loses nobody when the last record of a page was edited meanwhile and its place is then forgotten', async () => {
    await start();
    const asked = await request('All contacts');
    const inOrder = await orderOf(asked);
    const lastOf = (page: number): string => inOrder[page * 100 - 1]!;
    const found: SourcePage[] = [];
    for await (const page of connection.pull(asked, never())) {
      found.push(page);
      if (found.length === 1) org.edit('Contact', lastOf(2), { FirstName: 'Edited' });
      if (found.length === 2) {
        assert.equal(page.rows.at(-1)!.recordId, lastOf(2), 'it still stands at its old place');
        org.addFault({ route: NEXT_PAGE, kind: 'stale_cursor' });
      }
    }
    assert.deepEqual([...new Set(ids(found))], people());
    const rest = await read({ ...asked, after: found[1]!.next });
    assert.deepEqual([...new Set(ids([...found.slice(0, 2), ...rest]))], people(), 'nor by a stop right there');
    const unread = new Set(ids(found.slice(2)));
    const oldest = org
      .find('Contact', ({ Id }) => unread.has(String(Id)))
      .map((record) => Date.parse(String(record['SystemModstamp']).replace('+0000', 'Z')));
    assert.ok(found[1]!.readTo!.modifiedAt.getTime() <= Math.min(...oldest), 'nor by the watermark of a run that ends');
  });

  /** IDs as the pull gives them. */
  const orderOf = async (asked: PullRequest): Promise<string[]> =>
    (await read(asked)).flatMap(({ rows }) => rows.map(({ recordId }) => recordId));

  /** Whoever has not come yet is not older than what the page says it has read. */
  const assertNobodyBehind = ({ readTo }: SourcePage, seen: ReadonlySet<string>): void => {
    if (!readTo) return;
    const behind = org.find('Contact', (record) => {
      const modifiedAt = Date.parse(String(record['SystemModstamp']).replace('+0000', 'Z'));
      return !seen.has(String(record['Id'])) && modifiedAt < readTo.modifiedAt.getTime();
    });
    assert.equal(behind.length, 0, `${behind.length} people lie behind the watermark`);
  };

  /** IDs seen while faults, edits and stops come between pages, and in the pull after it. */
  const readDisturbed = async (between: readonly Disturbance[]): Promise<Set<string>> => {
    const asked = await request('All contacts');
    const seen = new Set<string>();
    const left = [...between];
    let after: Cursor | null = null;
    let began: Date | null = null;
    for (let last = false; !last;) {
      for await (const page of connection.pull({ ...asked, after }, never())) {
        for (const { recordId } of page.rows) seen.add(recordId);
        if (!page.last) assertNobodyBehind(page, seen);
        began ??= page.sourceTime;
        ({ next: after, last } = page);
        const now = left.shift();
        org.clearFaults();
        if (now && now.kind !== 'none') org.addFault({ route: NEXT_PAGE, kind: now.kind });
        if (now && now.edits > 0) org.editSome('Contact', 'AllContacts', now.edits);
        if (now?.leave) break;
      }
    }
    // What moved behind the reader comes with the next pull, which starts when this one began.
    const again = await read({ ...asked, since: began });
    for (const { recordId } of again.flatMap(({ rows }) => rows)) seen.add(recordId);
    return seen;
  };

  it('gives every row at least once whatever faults and edits come between pages', async () => {
    const disturbance: fc.Arbitrary<Disturbance> = fc.record({
      kind: fc.constantFrom('stale_cursor', 'unauthorized', 'server_error', 'reset_mid_body', 'truncated_json', 'none'),
      edits: fc.integer({ min: 0, max: 4 }),
      leave: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 40 }),
        fc.array(disturbance, { maxLength: 8 }),
        async (pageSizeRows, between) => {
          await start({ contacts: 80, leads: 0, pageSizeRows });
          try {
            assert.deepEqual([...(await readDisturbed(between))].sort(), people());
          } finally {
            await stop();
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('gives a record that changes while it is read at least once, and nothing twice without a change', async () => {
    await start();
    const asked = await request('All contacts');
    const touched = new Set<string>();
    const pages = await read(asked, (page) => {
      if (page <= 3) for (const id of org.editSome('Contact', 'AllContacts', 5)) touched.add(id);
    });
    const found = ids(pages);
    assert.deepEqual([...new Set(found)], people());
    const twice = found.filter((id, i) => found.indexOf(id) !== i);
    assert.ok(twice.every((id) => touched.has(id)));
  });

  it('names the mapped field that the API user can’t see any more', async () => {
    await start({ hiddenFields: { Contact: ['Stage__c'] } });
    const asked = await request('All contacts', ['FirstName', 'Stage__c']);
    await assert.rejects(
      read(asked),
      failure('FIELD_GONE', ({ message }) => message.includes('Stage__c')),
    );
  });

  it('stops before reading when the view’s filter changed, was lost, or the view is gone', async () => {
    await start();
    const asked = await request('Texting – Fall admits');
    const { definition } = await connection.describeSource('Contact', asked.sourceId, never());
    assert.ok((await read({ ...asked, expectedDefinition: definition })).length > 0);
    for (const filter of ["Stage__c = 'Admitted'", null]) {
      org.setView('Contact', 'Texting_Fall_admits', { filter });
      await assert.rejects(read({ ...asked, expectedDefinition: definition }), { code: 'SOURCE_CHANGED' });
    }
    org.setView('Contact', 'Texting_Fall_admits', { deleted: true });
    await assert.rejects(read(asked), { code: 'SOURCE_GONE' });
    await assert.rejects(read({ ...asked, sourceId: '../../limits' }), { code: 'SOURCE_GONE' });
  });

  it('refuses views of the API user’s own records and of what it viewed', async () => {
    await start();
    for (const view of ['My fall list', 'Recently Viewed Contacts']) {
      await assert.rejects(read(await request(view)), { code: 'SOURCE_UNUSABLE' });
    }
  });

  it('refuses a query that would not fit into a URI, in plain words', async () => {
    await start();
    const names = Array.from({ length: 900 }, (_none, i) => `'Somebody number ${i}'`).join(', ');
    org.setView('Contact', 'Or_view', { filter: `Title IN (${names})` });
    await assert.rejects(
      read(await request('Or view')),
      failure('SOURCE_UNUSABLE', ({ message }) => message.includes('longer than Salesforce accepts')),
    );
  });

  it('says the vendor’s time from before the query', async () => {
    await start({ now: () => new Date('2030-01-02T03:04:05Z') });
    const [page] = await read(await request('All contacts'));
    assert.equal(page!.sourceTime.toISOString(), '2030-01-02T03:04:05.000Z');
  });

  it('asks for the page after the next only when it is wanted', async () => {
    await start();
    const asked = await request('All contacts');
    org.resetCalls();
    for await (const page of connection.pull(asked, never())) {
      assert.equal(page.rows.length, 100);
      break;
    }
    assert.equal(org.calls.counted, 2);
  });
});
