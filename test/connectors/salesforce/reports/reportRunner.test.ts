import assert from 'node:assert/strict';
import type { SourcePage } from '../../../../src/contract/sources.ts';
import { failure, never } from '../sandboxConnection.ts';
import { sendJson, startStubOrg, type StubOrg } from '../stubOrg.ts';

const REPORT = '00O000000000001EAA';
const COLUMNS = ['CONTACT_ID', 'FIRST_NAME', 'LAST_UPDATE'];
const METADATA = {
  name: 'Stub',
  reportFormat: 'TABULAR',
  reportType: { type: 'ContactList', label: 'Contacts' },
  detailColumns: COLUMNS,
  reportFilters: [{ column: 'TITLE', operator: 'equals', value: 'Early,Late' }],
  reportBooleanFilter: null,
  scope: 'organization',
  standardDateFilter: { column: 'CREATED_DATE', durationValue: 'THIS_YEAR', startDate: '2024-01-01', endDate: '2024-12-31' },
};
const INFO = {
  CONTACT_ID: { label: 'Contact ID', dataType: 'id', entityColumnName: 'Contact.Id' },
  FIRST_NAME: { label: 'First Name', dataType: 'string', entityColumnName: 'Contact.FirstName' },
  LAST_UPDATE: { label: 'Last Modified Date', dataType: 'date', entityColumnName: 'Contact.LastModifiedDate' },
};
/** In the order the connector asks for: ID, time, name. */
const ROW = {
  dataCells: [
    { label: '003580000025son', value: '003580000025sonAAA' },
    { label: '1/13/2021', value: '2021-01-14' },
    { label: 'Edna', value: '003580000025sonAAA' },
  ],
};

type Loose = Record<string, unknown>;

interface Posted {
  readonly reportMetadata: Readonly<Loose>;
}

describe('salesforce report runs', () => {
  let org: StubOrg;
  let posted: Posted[] = [];
  /** Answers a run with what it was asked for, changed by `change`. */
  const start = async (change: (run: Loose, metadata: Loose) => object): Promise<void> => {
    posted = [];
    org = await startStubOrg((request, body, response) => {
      if (request.method === 'GET') {
        return sendJson(response, { reportMetadata: METADATA, reportExtendedMetadata: { detailColumnInfo: INFO } });
      }
      const asked = JSON.parse(body) as Posted;
      posted.push(asked);
      const metadata = { ...METADATA, ...asked.reportMetadata };
      const factMap = { 'T!T': { aggregates: [{ label: '1', value: 1 }], rows: [ROW] } };
      const run = { allData: true, hasDetailRows: true, factMap, reportMetadata: metadata };
      return sendJson(response, change(run, metadata));
    });
  };
  const read = async (since: Date | null = null): Promise<SourcePage[]> => {
    const pages: SourcePage[] = [];
    const pull = org.open().pull(
      {
        recordType: 'Contact',
        sourceId: REPORT,
        fields: ['FIRST_NAME'],
        identity: { recordId: 'CONTACT_ID', lastModified: 'LAST_UPDATE' },
        since,
        after: null,
        expectedDefinition: null,
      },
      never(),
    );
    for await (const page of pull) pages.push(page);
    return pages;
  };

  afterEach(() => org.close());

  it('sends the saved filters unchanged, ours after them, and only what it reads', async () => {
    await start((run) => run);
    const [page] = await read(new Date('2021-01-10T05:00:00Z'));
    assert.deepEqual(page!.rows.map(({ recordId, values }) => [recordId, values]), [['003580000025sonAAA', ['Edna']]]);
    assert.deepEqual(posted[0]!.reportMetadata, {
      reportFilters: [
        METADATA.reportFilters[0],
        // A day earlier: where the user's day begins is not known.
        {
          column: 'LAST_UPDATE',
          operator: 'greaterOrEqual',
          value: '2021-01-09',
          filterType: 'fieldValue',
          isRunPageEditable: true,
        },
      ],
      reportBooleanFilter: null,
      detailColumns: ['CONTACT_ID', 'LAST_UPDATE', 'FIRST_NAME'],
      sortBy: [{ sortColumn: 'LAST_UPDATE', sortOrder: 'Asc' }],
      aggregates: ['RowCount'],
    });
    assert.ok(org.seen.every((line) => !line.includes('sobjects')), 'no object is described without need');
  });

  const facts = (changes: object) => (run: Loose) => {
    const { 'T!T': total } = run['factMap'] as { 'T!T': object };
    return { ...run, factMap: { 'T!T': { ...total, ...changes } } };
  };
  for (const [what, change] of [
    ['no rows key', facts({ rows: undefined })],
    ['empty rows though it counted some', facts({ rows: [] })],
    ['no count', facts({ aggregates: [] })],
    ['no word on whether that was all', (run: Loose) => ({ ...run, allData: undefined })],
    ['no total of a tabular Report', (run: Loose) => ({ ...run, factMap: { '0!T': {} } })],
    ['nothing about what it ran', (run: Loose) => ({ ...run, reportMetadata: undefined })],
    ['a row without cells', facts({ rows: [{ dataCells: [] }] })],
    ['a row without a record ID', facts({ rows: [{ dataCells: [{ value: null }, ...ROW.dataCells.slice(1)] }] })],
  ] as const) {
    it(`takes an answer with ${what} for unreadable, not for empty`, async () => {
      await start(change);
      await assert.rejects(read(), failure('BAD_ANSWER'));
    });
  }

  it('says so when a row has no modified time', async () => {
    const [id, , name] = ROW.dataCells;
    await start(facts({ rows: [{ dataCells: [id, { label: '-', value: null }, name] }] }));
    await assert.rejects(read(), failure('MODIFIED_TIME_EMPTY', ({ message }) => message.includes('Last Modified Date')));
  });

  for (const [what, change] of [
    ['leaves out a filter', { reportFilters: [] }],
    ['changes a filter’s value', { reportFilters: [{ ...METADATA.reportFilters[0], value: 'Early' }] }],
    ['has other logic', { reportBooleanFilter: '1 OR 2' }],
    ['has another date range', { standardDateFilter: null }],
    ['has another scope', { scope: 'user' }],
  ] as const) {
    it(`stops when the run ${what}`, async () => {
      await start((run, metadata) => ({ ...run, reportMetadata: { ...metadata, ...change } }));
      await assert.rejects(read(), failure('FILTER_IGNORED'));
    });
  }

  it('does not mind a filter or logic that comes back written otherwise', async () => {
    await start((run, metadata) => {
      const standardDateFilter = { ...METADATA.standardDateFilter, startDate: '2025-01-01', endDate: '2025-12-31' };
      const reportFilters = [{ ...METADATA.reportFilters[0], value: 'Early, Late', filterType: 'fieldValue' }];
      return { ...run, reportMetadata: { ...metadata, reportFilters, reportBooleanFilter: '', standardDateFilter } };
    });
    assert.equal((await read())[0]!.rows.length, 1);
  });
});
