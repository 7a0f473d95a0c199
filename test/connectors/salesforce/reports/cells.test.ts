import assert from 'node:assert/strict';
import type { ObjectDescribe } from '../../../../connectors/salesforce/describe.ts';
import { cellReader, needsObject } from '../../../../connectors/salesforce/reports/cells.ts';
import { modifiedTime } from '../../../../connectors/salesforce/reports/columns.ts';
import { DAYS, keyOf, SECONDS } from '../../../../connectors/salesforce/reports/timeKeys.ts';
import type { ColumnInfo, ReportRun } from '../../../../connectors/salesforce/reports/wire.ts';
import { failure } from '../sandboxConnection.ts';
import { recording } from '../recordings.ts';

interface RecordedRows {
  readonly rows: readonly { readonly dataCells: readonly { readonly label: string; readonly value: unknown }[] }[];
  readonly detailColumnInfo: Readonly<Record<string, ColumnInfo>>;
}

describe('salesforce report cells', () => {
  it('reads names and look-ups by their text, everything else by its value, as recorded', () => {
    const run = recording<ReportRun & { reportExtendedMetadata: { detailColumnInfo: Record<string, ColumnInfo> } }>(
      'report-run-contacts.v29.json',
    );
    const columns = run.reportMetadata!.detailColumns;
    const infos = run.reportExtendedMetadata.detailColumnInfo;
    const read = columns.map((name) => cellReader(name, infos[name]!, 'Contact', null));
    const rows = run.factMap!['T!T']!.rows!.map(({ dataCells }) => {
      return Object.fromEntries(columns.map((name, i) => [name, read[i]!(dataCells[i]!)]));
    });
    assert.equal(rows.length, 4);
    assert.deepEqual(
      [rows[0]!['FIRST_NAME'], rows[0]!['LAST_NAME'], rows[0]!['ADDRESS2_CITY'], rows[0]!['PHONE3']],
      ['Edna', 'Frank', null, '(650) 867-7686'],
    );
    assert.deepEqual([rows[2]!['LAST_NAME'], rows[3]!['OWNER_FULL_NAME']], ["D'Cruz", 'Chris Hall']);
    assert.equal(rows[1]!['ACCOUNT.NAME'], 'United Oil & Gas, UK');
  });

  it('takes the day of a date from its value, never from the label of another time zone', () => {
    const { rows, detailColumnInfo } = recording<RecordedRows>('report-rows-accounts.v50.json');
    const info = detailColumnInfo['LAST_UPDATE']!;
    const read = cellReader('LAST_UPDATE', info, 'Contact', null);
    const cell = rows[0]!.dataCells.at(-1)!;
    assert.deepEqual([cell.label, read(cell)], ['1/13/2021', '2021-01-14']);
    // The Account's stamp says nothing about a Contact.
    assert.equal(modifiedTime('LAST_UPDATE', info, 'Contact', undefined), null);
    const owner = rows[0]!.dataCells[1]!;
    assert.equal(cellReader('USERS.NAME', detailColumnInfo['USERS.NAME']!, 'Contact', null)(owner), 'Mary Wong');
  });

  it('turns the labels of a picklist back into stored values', () => {
    const listed: ColumnInfo = {
      label: 'Consent',
      dataType: 'picklist',
      entityColumnName: 'Contact.Consent__c',
      filterValues: [
        { apiName: 'OK', name: 'OK', label: 'OK to text' },
        { apiName: 'NO', name: 'NO', label: 'No' },
      ],
      inactiveFilterValues: [{ apiName: 'ASK', name: 'ASK', label: 'Ask first' }],
    };
    const one = (info: ColumnInfo, value: unknown, object: ObjectDescribe | null = null) =>
      cellReader('Contact.Consent__c', info, 'Contact', object)({ label: String(value), value });
    for (const [value, stored] of [['OK to text', 'OK'], ['OK', 'OK'], ['Ask first', 'ASK'], ['Other', 'Other'], ['', null]]) {
      assert.equal(one(listed, value), stored);
    }
    assert.equal(one({ ...listed, dataType: 'multipicklist' }, 'OK to text; No'), 'OK;NO');
    const unlisted: ColumnInfo = { ...listed, filterValues: [], inactiveFilterValues: [] };
    const field = { name: 'Consent__c', picklistValues: [{ value: 'OK', label: 'OK to text', active: false }] };
    assert.deepEqual([needsObject(listed), needsObject(unlisted)], [false, true]);
    assert.equal(one(unlisted, 'OK to text', { fields: [field] } as unknown as ObjectDescribe), 'OK');
  });

  it('reads money by its amount and IDs in their long form', () => {
    const read = (dataType: string, value: unknown) =>
      cellReader('X', { label: 'X', dataType }, 'Contact', null)({ label: '-', value });
    assert.equal(read('currency', { amount: 50_000, currency: null }), 50_000);
    assert.equal(read('currency', { amount: null, currency: null }), null);
    assert.equal(read('percent', 60), 60);
    assert.equal(read('boolean', false), false);
    assert.equal(read('id', '003580000025son'), '003580000025sonAAA');
    assert.equal(read('string', null), null);
  });

  it('reads times leniently, to the second or the day', () => {
    for (const value of [
      '2024-05-01T13:00:05Z',
      '2024-05-01T13:00:05.999Z',
      '2024-05-01T13:00:05.000+0000',
      '2024-05-01T09:00:05-04:00',
      '2024-05-01T13:00:05',
    ]) {
      assert.equal(SECONDS.read(value), '2024-05-01T13:00:05Z', value);
      assert.equal(DAYS.read(value), '2024-05-01', value);
    }
    assert.equal(DAYS.read('2024-05-01'), '2024-05-01');
    for (const value of ['2024-05-01', '5/1/2024', '', null, 7, '2024-13-01T00:00:00Z']) assert.equal(SECONDS.read(value), null);
  });

  it('tells an empty time from an unreadable one', () => {
    for (const empty of [null, undefined, '']) {
      assert.throws(() => keyOf(empty, SECONDS, 'Changed'), failure('MODIFIED_TIME_EMPTY', ({ message }) => message.includes('Changed')));
    }
    assert.throws(() => keyOf('2024-05-01', SECONDS, 'Changed'), failure('BAD_ANSWER'));
  });
});
