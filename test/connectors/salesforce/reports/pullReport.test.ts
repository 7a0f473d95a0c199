import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OpenConnection } from '../../../../src/contract/connector.ts';
import type { Cursor, PullRequest, SourcePage, SourceRow } from '../../../../src/contract/sources.ts';
import type { RecordType } from '../../../../src/domain/contact.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, failure, never } from '../sandboxConnection.ts';

const RUN = /^POST \/services\/data\/v62\.0\/analytics\/reports\/\w+\?/;
const BASE = Date.parse('2024-05-01T13:00:00Z');
const TIMES: Record<string, string> = { Contact: 'Contact.Last_Modified_Time__c', Lead: 'Lead.Last_Modified_Time__c' };

describe('salesforce report pull', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  let waits: number[] = [];
  const reconnect = async (): Promise<void> => {
    await connection.close();
    connect();
  };
  const connect = (): void => {
    const wait = async (ms: number): Promise<void> => void waits.push(ms);
    connection = connectTo(org, { tuning: { wait } }).open();
  };
  const start = async (options: Parameters<typeof startSalesforceSandbox>[0] = {}): Promise<void> => {
    org = await startSalesforceSandbox({ contacts: 300, leads: 60, reportRows: 100, ...options });
    waits = [];
    connect();
  };
  const request = (report: string, changes: Partial<PullRequest> = {}): PullRequest => {
    const { recordType = 'Contact' } = changes;
    return {
      recordType,
      sourceId: org.reportId(report),
      fields: ['FIRST_NAME'],
      identity: { recordId: recordType === 'Lead' ? 'LEAD_ID' : 'CONTACT_ID', lastModified: TIMES[recordType]! },
      since: null,
      after: null,
      expectedDefinition: null,
      ...changes,
    };
  };
  const read = async (asked: PullRequest): Promise<SourcePage[]> => {
    const pages: SourcePage[] = [];
    for await (const page of connection.pull(asked, never())) pages.push(page);
    return pages;
  };
  const rows = (pages: readonly SourcePage[]): SourceRow[] => pages.flatMap((page) => [...page.rows]);
  const ids = (pages: readonly SourcePage[]): string[] => rows(pages).map(({ recordId }) => recordId).sort();
  const people = (type: RecordType = 'Contact'): string[] =>
    org
      .find(type, ({ IsDeleted }) => IsDeleted === false)
      .map(({ Id }) => String(Id))
      .sort();
  /** Gives everybody a time of this test: `placeOf` in seconds. */
  const stamp = (placeOf: (index: number) => number): void => {
    people().forEach((id, i) => org.edit('Contact', id, {}, new Date(BASE + placeOf(i) * 1000)));
  };

  const stop = async (): Promise<void> => {
    await connection.close();
    await org.close();
  };

  afterEach(stop);

  it('reads exactly the Report’s people, its filters and their logic kept', async () => {
    await start({ contacts: 600 });
    for (const report of ['Texting_Fall_admits_report', 'Applied_or_music', 'New_since_summer_Greta', 'Created_this_year']) {
      const found = await read(request(report));
      assert.deepEqual(ids(found), [...org.reportRecords(report)].sort(), report);
      assert.equal(found[0]!.sourceRows, org.reportRecords(report).length);
    }
  });

  it('gives the values as stored, aligned to the mapped columns', async () => {
    await start({ contacts: 90 });
    const fields = {
      'FIRST_NAME': 'FirstName',
      'PHONE3': 'MobilePhone',
      'Contact.SMS_Opt_Out__c': 'SMS_Opt_Out__c',
      'Contact.Texting_Consent__c': 'Texting_Consent__c',
      'Contact.GPA__c': 'GPA__c',
      'Contact.Aid_Offer__c': 'Aid_Offer__c',
      'CONTACT_ID': 'Id',
      'EMAIL': 'Email',
    };
    const columns = [...Object.keys(fields), 'OWNER_FULL_NAME'];
    const found = rows(await read(request('Everybody_with_time', { fields: columns })));
    assert.equal(found.length, 90);
    for (const row of found) {
      const record = org.record('Contact', row.recordId)!;
      assert.deepEqual(row.values.slice(0, -1), Object.values(fields).map((field) => record[field]));
      const owner = row.values.at(-1);
      assert.ok(typeof owner === 'string' && !owner.startsWith('005'), 'a look-up shows its name');
      assert.equal(row.modifiedAt.toISOString().slice(0, 19), String(record['LastModifiedDate']).slice(0, 19));
    }
    assert.ok(found.some(({ values }) => values[3] === 'OK'), 'the stored value, not its label');
  });

  it('reads custom report types, and marks converted leads as gone', async () => {
    await start();
    const identity = { recordId: 'Contact$Id', lastModified: 'Contact$Last_Modified_Time__c' };
    const fields = ['Contact$FirstName', 'Contact$Interests__c'];
    const found = await read(request('Contacts_for_texting', { identity, fields }));
    assert.deepEqual(ids(found), [...org.reportRecords('Contacts_for_texting')].sort());
    for (const { recordId, values } of rows(found)) {
      const record = org.record('Contact', recordId)!;
      assert.deepEqual(values, [record['FirstName'], record['Interests__c']]);
    }
    const leads = rows(await read(request('All_leads_report', { recordType: 'Lead' })));
    const converted = org.find('Lead', ({ IsConverted }) => IsConverted === true).map(({ Id }) => String(Id));
    assert.ok(converted.length > 0);
    const gone = leads.filter((row) => row.gone === 'converted').map(({ recordId }) => recordId);
    assert.deepEqual(gone.sort(), converted.sort());
  });

  it('costs one describe and one run for each page, and two calls when nothing changed', async () => {
    await start({ contacts: 400 });
    stamp((i) => i);
    org.resetCalls();
    const pages = await read(request('Everybody_with_time', { fields: ['FIRST_NAME', 'Contact.Stage__c'] }));
    assert.equal(ids(pages).length, 400);
    assert.equal(org.calls.counted, 1 + Math.ceil(399 / 99));
    org.resetCalls();
    const since = rows(pages).at(-1)!.modifiedAt;
    const again = await read(request('Everybody_with_time', { fields: ['FIRST_NAME', 'Contact.Stage__c'], since }));
    assert.deepEqual([ids(again).length, again.length, org.calls.counted], [1, 1, 2]);
  });

  for (const [what, options] of [
    ['', {}],
    [', with ID lists shorter than thought', { reportIdListLimit: 30 }],
    [', with a single filter left', {}],
  ] as const) {
    it(`reads a tie larger than a run${what}, and goes on in the middle of it`, async () => {
      await start({ contacts: 500, ...options });
      stamp((i) => (i < 50 ? i : i < 450 ? 50 : i));
      const filters = Array.from({ length: 19 }, (_none, i) => ({ column: 'LAST_NAME', operator: 'notEqual', value: `X${i}` }));
      if (what.includes('single')) org.changeReport('Everybody_with_time', { filters });
      const asked = request('Everybody_with_time');
      const pages = await read(asked);
      assert.deepEqual(ids(pages), people());
      const middle = pages.findIndex((_page, i) => ids(pages.slice(0, i + 1)).length > 200);
      await reconnect();
      const after = JSON.parse(JSON.stringify(pages[middle]!.next)) as Cursor;
      const rest = await read({ ...asked, after });
      assert.deepEqual(ids([...pages.slice(0, middle + 1), ...rest]), people());
      assert.equal(rest[0]!.sourceRows, ids(rest).length);
    });
  }

  for (const kind of ['stale_cursor', 'query_timeout'] as const) {
    it(`reads a tie in another way when its time can’t be queried (${kind})`, async () => {
      await start({ contacts: 500 });
      stamp(() => 7);
      org.addFault({ route: /\/query\?q=SELECT%20Id%20FROM%20Contact/, kind, times: 99 });
      assert.deepEqual(ids(await read(request('Everybody_with_time'))), people());
    });
  }

  for (const reportDays of ['utc', 'user'] as const) {
    it(`reads a whole-day column completely when days begin as ${reportDays}, also more people than a run`, async () => {
      await start({ contacts: 400, reportDays });
      stamp((i) => (i < 100 ? i * 3600 : i < 300 ? 500_000 + i : i * 3600));
      const identity = { recordId: 'CONTACT_ID', lastModified: 'LAST_UPDATE' };
      const asked = request('Everybody_by_day', { identity });
      const pages = await read(asked);
      assert.deepEqual(ids(pages), people());
      const since = new Date(BASE + 500_000_000);
      const newer = await read({ ...asked, since });
      const day = since.toISOString().slice(0, 10);
      const wanted = org.find('Contact', (record) => String(record['LastModifiedDate']).slice(0, 10) >= day);
      assert.deepEqual(ids(newer), wanted.map(({ Id }) => String(Id)).sort());
      assert.ok(rows(newer).every(({ modifiedAt }) => modifiedAt.getTime() % 86_400_000 === 0));
    });
  }

  it('gives every row once whatever edits, late commits and stops come between pages', async () => {
    const event = fc.record({ edits: fc.integer({ min: 0, max: 3 }), late: fc.boolean(), leave: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        fc.array(event, { maxLength: 6 }),
        async (reportRows, tied, events) => {
          await start({ contacts: 60, leads: 0, reportRows });
          try {
            stamp((i) => (i < 20 ? i : Math.max(i, 20 + tied)));
            const asked = request('Everybody_with_time');
            const [steady, edited] = [new Set(people()), new Set<string>()];
            const found: SourcePage[] = [];
            const left = [...events];
            let stopped = false;
            for (;;) {
              for await (const page of connection.pull({ ...asked, after: found.at(-1)?.next ?? null }, never())) {
                found.push(page);
                const now = left.shift();
                if (now?.late) org.insert('Contact', { LastName: 'Late' }, new Date(BASE + 5_000));
                for (const id of org.editSome('Contact', 'AllContacts', now?.edits ?? 0)) edited.add(id);
                if (now?.leave && !page.last) {
                  stopped = true;
                  break;
                }
              }
              if (found.at(-1)!.last) break;
            }
            const came = ids(found);
            const missing = [...steady].filter((id) => !came.includes(id));
            assert.deepEqual(missing, []);
            const twice = came.filter((id, i) => came.indexOf(id) !== i);
            assert.ok(twice.every((id) => stopped && edited.has(id)));
            // Late commits are the next pull's, which starts a look-back earlier.
            const next = ids(await read({ ...asked, since: new Date(BASE) }));
            assert.deepEqual(next, people());
          } finally {
            await stop();
          }
        },
      ),
      { numRuns: 15 },
    );
    await start({ contacts: 1 });
  });

  for (const kind of ['unauthorized', 'server_error', 'reset_mid_body', 'truncated_json', 'report_sync_at_once'] as const) {
    it(`loses and repeats no row over ${kind} between pages`, async () => {
      await start();
      org.addFault({ route: RUN, kind, skip: 1 });
      assert.deepEqual(ids(await read(request('Everybody_with_time'))), people());
    });
  }

  it('goes on in the background when the hour’s runs are used up, with growing waits', async () => {
    await start({ hourlyReportRuns: 2, reportPolls: 4 });
    assert.deepEqual(ids(await read(request('Everybody_with_time'))), people());
    assert.equal(org.reportInstances().length, 2);
    assert.ok(waits.length >= 8 && waits[1]! > waits[0]! && waits[2]! > waits[1]!, String(waits));
  });

  it('goes on in the background when a run is cut', async () => {
    await start();
    org.addFault({ route: RUN, kind: 'report_failed', skip: 1, times: 99 });
    assert.deepEqual(ids(await read(request('Everybody_with_time'))), people());
  });

  it('keeps its place when the runs in the background are used up as well', async () => {
    await start({ hourlyReportRuns: 2, hourlyAsyncReportRuns: 1 });
    const pages: SourcePage[] = [];
    await assert.rejects(
      async () => {
        for await (const page of connection.pull(request('Everybody_with_time'), never())) pages.push(page);
      },
      failure('REPORT_LIMIT', ({ retry }) => retry.kind === 'after'),
    );
    assert.ok(pages.length > 0);
    org.resetCalls();
    const rest = await read(request('Everybody_with_time', { after: pages.at(-1)!.next }));
    assert.deepEqual(ids([...pages, ...rest]), people());
  });

  it('says so when a run in the background ends in an error', async () => {
    await start({ hourlyReportRuns: 0 });
    org.addFault({ route: /POST .*\/instances/, kind: 'report_instance_error' });
    await assert.rejects(read(request('Everybody_with_time')), failure('OUTAGE'));
  });

  it('stops when Salesforce leaves out a filter whose field it hides', async () => {
    await start({ widensHiddenReportFilters: true });
    await assert.rejects(read(request('May_be_called')), failure('FILTER_IGNORED'));
    await stop();
    await start();
    await assert.rejects(read(request('May_be_called')), failure('FIELD_GONE'));
  });

  it('stops before reading when the filter changed, or the Report is gone, or can’t be read whole', async () => {
    await start();
    const asked = request('Texting_Fall_admits_report');
    const { definition } = await connection.describeSource('Contact', asked.sourceId, never());
    assert.ok((await read({ ...asked, expectedDefinition: definition })).length > 0);
    org.changeReport(asked.sourceId, { booleanFilter: '1 OR 2 OR 3' });
    await assert.rejects(read({ ...asked, expectedDefinition: definition }), failure('SOURCE_CHANGED'));
    for (const report of ['Fifty_newest', 'My_contacts_report', 'Twenty_exclusions', 'Contacts_by_stage']) {
      await assert.rejects(read(request(report)), failure('SOURCE_UNUSABLE'), report);
    }
    org.changeReport(asked.sourceId, { deleted: true });
    await assert.rejects(read(asked), failure('SOURCE_GONE'));
  });

  it('names the mapped column that is no longer in the Report', async () => {
    await start();
    for (const changes of [
      { fields: ['FIRST_NAME', 'PHONE1'] },
      { identity: { recordId: 'CONTACT_ID', lastModified: 'LAST_UPDATE' } },
      { identity: { recordId: 'ACCOUNT.NAME', lastModified: TIMES['Contact']! } },
    ]) {
      await assert.rejects(read(request('Everybody_with_time', changes)), failure('FIELD_GONE'));
    }
    await assert.rejects(read(request('Everybody_with_time', { identity: null })), failure('SOURCE_UNUSABLE'));
  });
});
