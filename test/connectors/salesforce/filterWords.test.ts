import assert from 'node:assert/strict';
import { filterInWords, type WhereCondition } from '../../../connectors/salesforce/filterWords.ts';
import { recording } from './recordings.ts';

interface Described {
  readonly whereCondition: WhereCondition;
}

const LABELS = new Map([
  ['Stage__c', 'Stage'],
  ['SMS_Opt_Out__c', 'SMS opt-out'],
]);
const words = (where: WhereCondition | null): string => filterInWords(where, LABELS);

describe('salesforce filter in words', () => {
  it('says so when a view has no filter', () => {
    const everybody = 'No filter: everybody the API user can see';
    assert.equal(words(null), everybody);
    assert.equal(words({ conditions: [], conjunction: 'and' }), everybody);
    assert.equal(words(recording<Described[]>('listview-describe-scopes.v43.json')[1]!.whereCondition), everybody);
  });

  it('reads the recorded filter', () => {
    assert.equal(words(recording<Described>('listview-describe.v43.json').whereCondition), 'CreatedDate is this week');
  });

  it('uses labels, quotes values and brackets groups inside groups', () => {
    assert.equal(
      words({
        conjunction: 'and',
        conditions: [
          { field: 'Stage__c', operator: 'in', values: ["'Admitted'", "'Prospect\\'s'"] },
          {
            conjunction: 'or',
            conditions: [
              { field: 'SMS_Opt_Out__c', operator: 'equals', values: ['false'] },
              { field: 'Email', operator: 'notEquals', values: [null] },
            ],
          },
          { condition: { field: 'CreatedDate', operator: 'greaterThenOrEqualTo', values: ['LAST_N_DAYS:30'] } },
        ],
      }),
      "Stage is one of “Admitted”, “Prospect's” and (SMS opt-out is not ticked or Email is not empty) and not " +
        '(CreatedDate is at least last n days:30)',
    );
  });

  it('keeps an operator it does not know, and names a subquery', () => {
    assert.equal(words({ field: 'Stage__c', operator: 'soundsLike', values: ['x'] }), 'Stage soundsLike “x”');
    assert.equal(
      words({ field: 'AccountId', operator: 'notIn', subQuery: {} }),
      'AccountId is none of the result of another query',
    );
  });
});
