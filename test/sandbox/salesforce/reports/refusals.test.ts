import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { until } from '../../../support/until.ts';
import { API, apiClient, type Answer, type ApiClient } from '../apiClient.ts';
import { startSalesforceSandbox, type FaultKind, type SalesforceSandbox } from '../startSalesforceSandbox.ts';

const PUBLISHED = JSON.parse(
  readFileSync(new URL('../recordings/10-report-errors.docs.json', import.meta.url), 'utf8'),
) as { status: number; message: string }[];

describe('what the sandbox org’s reports refuse', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;
  const met = new Set<string>();

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 30, leads: 5, reportIdListLimit: 3, reportRunsAtOnce: 1 });
    client = apiClient(sandbox);
  });
  beforeEach(() => {
    sandbox.clearFaults();
    sandbox.resetCalls();
    sandbox.setReportRunTime(0);
  });
  after(() => sandbox.close());

  const path = (developerName: string): string => `/analytics/reports/${sandbox.reportId(developerName)}`;
  const run = (changed: Record<string, unknown>, developerName = 'Everybody_with_time'): Promise<Answer> =>
    client.call('POST', `${path(developerName)}?includeDetails=true`, {
      reportMetadata: { reportFilters: [], ...changed },
    });
  /** Numbers and quoted values stand for the published placeholders. */
  const pattern = (message: string): string =>
    `^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/<\w+>/g, '\\S+')}$`;
  const isPublished = ({ status, body }: Answer): void => {
    const found = PUBLISHED.find(
      (one) => one.status === status && new RegExp(pattern(one.message)).test(body[0].message as string),
    );
    assert.ok(found, `${status} ${JSON.stringify(body)} is not published`);
    assert.deepEqual(Object.keys(body[0]).sort(), ['errorCode', 'message']);
    met.add(found.message);
  };
  const filtered = (column: string, operator: string, value: string): Promise<Answer> =>
    run({ reportFilters: [{ column, operator, value }] });

  it('settings that can’t be run, in the published words', async () => {
    const sort = (sortColumn: string | null, sortOrder = 'Asc'): unknown => ({ sortColumn, sortOrder });
    isPublished(await run({ sortBy: [sort('LAST_NAME'), sort('FIRST_NAME')] }));
    isPublished(await run({ sortBy: [sort('BIRTHDATE')] }));
    isPublished(await run({ sortBy: [sort(null)] }));
    isPublished(await run({ reportFormat: 'MATRIX', sortBy: [sort('LAST_NAME')] }, 'Stage_by_term'));
    isPublished(await run({ detailColumns: Array.from({ length: 99 }, () => 'LAST_NAME') }));
    isPublished(await run({ reportFilters: undefined }));
    isPublished(await client.call('POST', path('Everybody_with_time'), {}));
    isPublished(await client.call('POST', path('Everybody_with_time')));
    isPublished(await filtered('CONTACT_ID', 'equals', '003x'));
    isPublished(await filtered('CONTACT_ID', 'startsWith', '003'));
    isPublished(await filtered('Nothing', 'equals', 'x'));
    isPublished(await filtered('LAST_NAME', 'resembles', 'x'));
    isPublished(await filtered('CONTACT_ID', 'greaterThan', '003580000025sonAAA'));
    isPublished(await filtered('Contact.SMS_Opt_Out__c', 'contains', '1'));
    isPublished(await filtered('Contact.Last_Modified_Time__c', 'equals', '5/1/2024'));
    isPublished(await filtered('Contact.Last_Modified_Time__c', 'equals', '2024-05-01T13:00:00.000Z'));
    isPublished(await filtered('BIRTHDATE', 'equals', '2024-02-31'));
  });

  it('filter logic that doesn’t fit the filters, groupings, long lists, and more than 20 filters', async () => {
    const two = ['A', 'B'].map((value) => ({ column: 'LAST_NAME', operator: 'startsWith', value }));
    for (const reportBooleanFilter of ['1', '1 AND 2 AND 3', '1 AND (2', '1 AND 2 OR 1', '1 XOR 2', 'AND', '1 2']) {
      const { status, body } = await run({ reportFilters: two, reportBooleanFilter });
      assert.equal(status, 400, reportBooleanFilter);
      assert.match(body[0].message, /filter logic/);
    }
    assert.equal((await run({ reportFilters: two, reportBooleanFilter: 'NOT (1 or 2)' })).status, 200);
    assert.equal((await run({ reportFilters: Array.from({ length: 21 }, () => two[0]) })).status, 400);
    assert.equal((await run({ reportFilters: Array.from({ length: 20 }, () => two[0]) })).status, 200);
    for (const grouped of [{ reportFormat: 'SUMMARY' }, { groupingsDown: [{ name: 'LAST_NAME' }] }]) {
      assert.match((await run(grouped)).body[0].message, /^Groupings are not supported on a tabular report\.$/);
    }
    const ids = sandbox.find('Contact', () => true, 4).map((contact) => contact['Id']);
    assert.equal((await filtered('CONTACT_ID', 'equals', ids.slice(1).join(','))).status, 200);
    assert.equal((await filtered('CONTACT_ID', 'equals', ids.join(','))).status, 400);
    assert.equal((await run({ detailColumns: ['DO_NOT_CALL'] })).status, 400);
    assert.equal((await run({ scope: 'world' })).status, 400);
  });

  it('settings of any other kind, without failing at them', () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom('LAST_NAME', 'CREATED_DATE', ['LAST_NAME'], [null], [{}]));
    const settings = fc.record(
      {
        detailColumns: junk,
        reportFilters: fc.oneof(
          junk,
          fc.array(fc.record({ column: fc.constantFrom('LAST_NAME', 'CREATED_DATE'), operator: junk, value: junk })),
        ),
        reportBooleanFilter: junk,
        sortBy: fc.oneof(junk, fc.array(fc.record({ sortColumn: junk, sortOrder: junk }))),
        aggregates: junk,
        scope: junk,
        standardDateFilter: fc.oneof(
          junk,
          fc.record({ column: fc.constant('CREATED_DATE'), durationValue: junk, startDate: junk, endDate: junk }),
        ),
        reportFormat: junk,
        groupingsDown: junk,
        reportType: fc.oneof(junk, fc.record({ type: fc.constantFrom('LeadList', 'ContactList') })),
      },
      { requiredKeys: [] },
    );
    return fc.assert(
      fc.asyncProperty(settings, fc.boolean(), async (posted, isSaved) => {
        sandbox.resetCalls();
        const path = `/analytics/reports/${isSaved ? sandbox.reportId('Everybody_with_time') : 'query'}`;
        const { status, body } = await client.call('POST', path, { reportMetadata: posted });
        assert.ok([200, 400, 501].includes(status), JSON.stringify(body));
      }),
      { numRuns: 500 },
    );
  });

  it('reports that are obsolete, joined, unknown, private or deleted', async () => {
    isPublished(await client.get(`${path('Campus_visits_2019')}/describe`));
    isPublished(await client.get(path('Contacts_beside_leads')));
    isPublished(await client.get(path('Danas_private_list')));
    isPublished(await client.get('/analytics/reports/00OR01000004ZZZ/describe'));
    const id = sandbox.saveReport({ name: 'Short-lived' });
    sandbox.changeReport(id, { deleted: true });
    isPublished(await client.get(`/analytics/reports/${id}`));
  });

  it('anything that isn’t JSON', async () => {
    const answer = await client.call('POST', path('Everybody_with_time'), 'a=1', { 'Content-Type': 'text/plain' });
    isPublished(answer);
  });

  it('a run too many in the hour, or at one moment', async () => {
    sandbox.setReportRunTime(60_000);
    const hangUp = new AbortController();
    const headers = { Authorization: `Bearer ${client.accessToken}` };
    const both = [0, 1].map(() =>
      fetch(`${sandbox.url}${API}${path('Everybody_with_time')}`, { headers, signal: hangUp.signal }),
    );
    // One of them is being answered for a minute, so the first to be answered is the one turned away.
    const refused = await Promise.race(both);
    isPublished({ status: refused.status, headers: refused.headers, body: await refused.json() });
    hangUp.abort();
    await Promise.allSettled(both);
    const free = async (): Promise<boolean> => (await client.get('/limits')).body.ConcurrentSyncReportRuns.Remaining === 1;
    await until(free);
    sandbox.setReportRunTime(0);
    sandbox.spendReportRuns('sync', 500);
    isPublished(await client.get(path('Everybody_with_time')));
    assert.equal((await client.get('/limits')).body.HourlySyncReportRuns.Remaining, 0);
  });

  it('with every published text, where nothing else brings it about as a fault', async () => {
    const kinds: FaultKind[] = [
      'report_sync_limit', 'report_sync_at_once', 'report_obsolete', 'report_no_permission', 'report_no_privileges',
      'report_unavailable', 'report_failed', 'report_instance_stale', 'report_unsupported_format',
    ];
    for (const kind of kinds) {
      sandbox.addFault({ route: '/analytics/', kind });
      isPublished(await client.get(path('Everybody_with_time')));
    }
    for (const kind of ['report_async_limit', 'report_results_at_once', 'report_unknown_403'] as const) {
      sandbox.addFault({ route: '/analytics/', kind });
      assert.equal((await client.get(path('Everybody_with_time'))).status, 403);
    }
    assert.deepEqual(PUBLISHED.filter(({ message }) => !met.has(message)), [], 'none was left out');
  });
});
