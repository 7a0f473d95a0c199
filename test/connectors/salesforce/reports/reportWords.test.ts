import assert from 'node:assert/strict';
import { reportInWords } from '../../../../connectors/salesforce/reports/reportWords.ts';
import type { ReportDescribe, ReportMetadata } from '../../../../connectors/salesforce/reports/wire.ts';
import { recording } from '../recordings.ts';

interface Recorded extends Pick<ReportDescribe, 'reportMetadata'> {
  readonly detailColumnInfo: ReportDescribe['reportExtendedMetadata']['detailColumnInfo'];
}

describe('salesforce report filters in words', () => {
  const { reportMetadata, detailColumnInfo } = recording<Recorded>('report-describe.json');
  const words = (changes: Partial<ReportMetadata>): string =>
    reportInWords({
      reportMetadata: { ...reportMetadata, standardDateFilter: null, standardFilters: [], ...changes },
      reportExtendedMetadata: { detailColumnInfo },
    });

  it('says what a recorded Report is narrowed by beside its filters', () => {
    const whole = reportInWords({ reportMetadata, reportExtendedMetadata: { detailColumnInfo } });
    assert.equal(
      whole,
      'A date range is saved in this Report: Close Date this fiscal quarter; probability: >0',
    );
  });

  it('says filters by their labels and logic, values by their alternatives', () => {
    const reportFilters = [
      { column: 'TYPE', operator: 'equals', value: 'Existing Business,New Business' },
      { column: 'STAGE_NAME', operator: 'startsWith', value: 'Closed' },
      { column: 'AMOUNT', operator: 'greaterOrEqual', value: '"100,000"' },
      { column: 'BucketField_36625466', operator: 'notEqual', value: '' },
    ];
    assert.equal(
      words({ reportFilters, reportBooleanFilter: '1 AND (2 OR NOT 3) AND 4' }),
      'Type is one of “Existing Business”, “New Business” and (Stage begins with “Closed” or ' +
        'not (Amount is at least “100,000”)) and BucketField_36625466 is not empty',
    );
    assert.match(words({ reportFilters }), /^Type is one of .* and Stage begins .* and Amount is at least .* and Bucket/);
  });

  it('says a saved range of days, open at either end, and nothing for all time', () => {
    const range = (startDate: string | null, endDate: string | null): string =>
      words({ standardDateFilter: { column: 'CLOSE_DATE', durationValue: 'CUSTOM', startDate, endDate } });
    assert.match(range('2024-01-01', '2024-12-31'), /Close Date from 2024-01-01 to 2024-12-31$/);
    assert.match(range('2024-01-01', null), /Close Date from 2024-01-01$/);
    assert.match(range(null, '2024-12-31'), /Close Date until 2024-12-31$/);
    assert.equal(range(null, null), 'No filter: everybody the API user can see');
  });

  it('says that related records or the role hierarchy narrow it', () => {
    const found = words({ crossFilters: [{}], userOrHierarchyFilterId: '00E000000000001' });
    assert.match(found, /cross filter by related records.*one branch of the role hierarchy/);
  });
});
