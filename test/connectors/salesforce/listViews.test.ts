import assert from 'node:assert/strict';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, never, viewId } from './sandboxConnection.ts';

describe('salesforce list views', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  const search = (query: string, offset = 0) => connection.searchSources({ recordType: 'Contact', kind: 'List View', query, offset }, never());

  before(async () => {
    org = await startSalesforceSandbox({ contacts: 500, leads: 40, extraListViews: 230 });
  });
  beforeEach(() => {
    org.resetCalls();
    connection = connectTo(org, { tuning: { rememberMs: 60_000 } }).open();
  });
  afterEach(() => connection.close());
  after(() => org.close());

  it('finds views by part of their name on every page of the list, case and accents aside', async () => {
    const { sources, total } = await search('extra VIEW 022');
    assert.deepEqual(
      sources.map(({ name, kind, usable }) => [name, kind, usable]),
      [...Array(10).keys()].map((i) => [`Extra view 022${i}`, 'List View', true]),
    );
    assert.equal(total, 10);
    assert.equal((await search('FALL ADMITS')).sources[0]?.name, 'Texting – Fall admits');
    assert.deepEqual(await search('no such view'), { sources: [], total: 0 });
  });

  it('says why a view can’t be used', async () => {
    const { sources } = await search('');
    const reason = (name: string): string => sources.find((source) => source.name === name)?.reason ?? '(missing)';
    assert.match((await search('My fall list')).sources[0]!.reason, /own records/);
    assert.match((await search('Recently')).sources[0]!.reason, /viewed recently/);
    assert.match((await search('Campaign members')).sources[0]!.reason, /can’t give this view’s filter/);
    assert.equal(reason('All contacts'), '');
    assert.equal((await search('own list')).total, 0, 'another user’s private view is not there');
  });

  it('describes at most the 20 views it shows, and each once', async () => {
    const first = await search('extra');
    assert.deepEqual([first.sources.length, first.total], [20, 230]);
    assert.equal(org.calls.counted, 2 + 20, 'two pages of the list, one describe a view shown');
    await search('extra');
    assert.equal(org.calls.counted, 22);
    const second = await search('extra', 220);
    assert.deepEqual([second.sources.length, second.sources[0]!.name], [10, 'Extra view 0221']);
  });

  it('describes a source: filter in words, people, calls, definition', async () => {
    const id = await viewId(connection, 'Texting – Fall admits');
    const found = await connection.describeSource('Contact', id, never());
    assert.equal(found.count, org.count('Contact', 'Texting_Fall_admits'));
    assert.equal(found.fullRunCalls, 2);
    assert.match(found.filter, /“Admitted”.* and .*“Fall 2027”/);
    assert.doesNotMatch(found.filter, /__c/, 'labels, not API names');
    assert.match(found.definition, /^[0-9a-f]{32}$/);
    assert.deepEqual([found.id, found.name, found.usable], [id, 'Texting – Fall admits', true]);
  });

  it('describes an unusable source with its reason, and one that is gone not at all', async () => {
    const mine = await connection.describeSource('Contact', await viewId(connection, 'My fall list'), never());
    assert.deepEqual([mine.usable, mine.count, mine.definition], [false, 0, '']);
    assert.match(mine.filter, /Fall 2027/);
    const special = await connection.describeSource('Contact', await viewId(connection, 'Campaign members'), never());
    assert.match(special.reason, /filter/);
    await assert.rejects(connection.describeSource('Contact', '00B000000000001AAA', never()), { code: 'SOURCE_GONE' });
  });

  it('shows the widened filter of a view whose field is hidden from the API user', async () => {
    const narrow = await startSalesforceSandbox({
      contacts: 200,
      leads: 1,
      hiddenFields: { Contact: ['Entry_Term__c'] },
    });
    const blind = connectTo(narrow).open();
    const found = await blind.describeSource('Contact', await viewId(blind, 'Texting – Fall admits'), never());
    assert.doesNotMatch(found.filter, /2027/);
    await blind.close();
    await narrow.close();
  });

  it('describes the fields the API user can see', async () => {
    const fields = await connection.describeFields('Lead', null, never());
    const mobile = fields.find(({ name }) => name === 'MobilePhone')!;
    assert.deepEqual([mobile.type, mobile.writable], ['phone', true]);
    const optOut = fields.find(({ type, writable }) => type === 'checkbox' && writable);
    assert.ok(optOut);
    assert.ok(fields.some(({ name }) => name === 'Owner.Name'));
  });
});
