import assert from 'node:assert/strict';
import { positionAfter, rowReader } from '../../../connectors/salesforce/rows.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';

const RECORD = {
  attributes: { type: 'Lead', url: '/services/data/v62.0/sobjects/Lead/00Q4S000002sSacUAE' },
  Id: '00Q4S000002sSacUAE',
  SystemModstamp: '2021-12-02T18:23:39.000+0000',
  IsDeleted: false,
  IsConverted: false,
  FirstName: null,
  MobilePhone: '(336) 222-7000',
  Amount__c: 0,
  Opt__c: false,
  Owner: { attributes: { type: 'Name' }, Name: 'Sam', Email: null },
  Account: null,
};
const BEFORE = { modifiedAt: new Date(0), recordId: null };

const code =
  (expected: string) =>
  (error: unknown): boolean =>
    error instanceof ConnectorError && error.code === expected;

describe('salesforce rows', () => {
  it('gives the values in the order of the mapped fields, as the JSON has them', () => {
    const row = rowReader('Lead', [
      'MobilePhone',
      'FirstName',
      'Opt__c',
      'Owner.Name',
      'Owner.Email',
      'Account.Owner.Name',
      'Amount__c',
    ])(RECORD);
    assert.deepEqual(row, {
      recordId: '00Q4S000002sSacUAE',
      modifiedAt: new Date('2021-12-02T18:23:39Z'),
      gone: null,
      values: ['(336) 222-7000', null, false, 'Sam', null, null, 0],
    });
  });

  it('marks converted leads and deleted records, and never a contact as converted', () => {
    assert.equal(rowReader('Lead', [])({ ...RECORD, IsConverted: true }).gone, 'converted');
    assert.equal(rowReader('Lead', [])({ ...RECORD, IsConverted: true, IsDeleted: true }).gone, 'deleted');
    assert.equal(rowReader('Contact', [])({ ...RECORD, IsConverted: true }).gone, null);
  });

  it('names a mapped field that is missing, also behind a look-up, instead of importing blanks', () => {
    assert.throws(
      () => rowReader('Lead', ['Email'])(RECORD),
      (error) => code('FIELD_GONE')(error) && /Email/.test((error as Error).message),
    );
    assert.throws(() => rowReader('Lead', ['Owner.Alias'])(RECORD), code('FIELD_GONE'));
    assert.throws(() => rowReader('Lead', ['Manager.Name'])(RECORD), code('FIELD_GONE'));
  });

  it('refuses a row without ID or time', () => {
    assert.throws(() => rowReader('Lead', [])({ ...RECORD, Id: undefined }), code('BAD_ANSWER'));
    assert.throws(() => rowReader('Lead', [])({ ...RECORD, SystemModstamp: 'yesterday' }), code('BAD_ANSWER'));
  });

  it('goes on after the last row, or from its second when milliseconds show; stays after an empty page', () => {
    const read = rowReader('Lead', []);
    const exact = read(RECORD);
    const withMs = read({ ...RECORD, Id: '00Q4S000002sSadUAE', SystemModstamp: '2021-12-02T18:23:39.120+0000' });
    const settled = new Date('2022-01-01T00:00:00Z');
    const { modifiedAt, recordId } = exact;
    assert.deepEqual(positionAfter([exact], BEFORE, settled), { modifiedAt, recordId });
    const whole = { modifiedAt: withMs.modifiedAt, recordId: null };
    assert.deepEqual(positionAfter([exact, withMs], BEFORE, settled), whole);
    assert.equal(positionAfter([], BEFORE, settled), BEFORE);
  });

  it('goes on before a row that changed while the query was read, for it stands at its old place', () => {
    const read = rowReader('Lead', []);
    const old = read(RECORD);
    const edited = read({ ...RECORD, Id: '00Q4S000002sSadUAE', SystemModstamp: '2022-01-01T00:00:00.000+0000' });
    const settled = edited.modifiedAt;
    const place = { modifiedAt: old.modifiedAt, recordId: old.recordId };
    assert.deepEqual(positionAfter([old, edited], BEFORE, settled), place);
    assert.equal(positionAfter([edited], BEFORE, settled), BEFORE);
  });

  it('reads a page of 2,000 records in a few milliseconds', () => {
    const read = rowReader('Lead', ['MobilePhone', 'FirstName', 'Opt__c', 'Owner.Name', 'Amount__c', 'Id']);
    const page = Array.from({ length: 2000 }, (_none, i) => ({ ...RECORD, Id: String(i).padStart(18, '0') }));
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      page.map(read);
      return performance.now() - start;
    });
    assert.ok(Math.min(...times) < 10, `${Math.min(...times).toFixed(1)} ms`);
  });
});
