import assert from 'node:assert/strict';
import { completeMapping, startDraft } from '../../../src/console/parts/mappingDraft.ts';

const saved = {
  firstName: 'FirstName',
  firstNameFallback: null,
  lastName: 'LastName',
  mobile: 'MobilePhone',
  userId: null,
  additional: [],
};

describe('mappingDraft', () => {
  it('begins with what is stored, and with the suggestion only where nothing is', () => {
    assert.deepEqual(startDraft(saved, { firstName: 'Preferred_Name__c' }), saved);
    assert.equal(startDraft(null, { firstName: 'Preferred_Name__c' }).firstName, 'Preferred_Name__c');
    assert.equal(startDraft(null, {}).mobile, null);
  });
  it('is not whole while a required field or half a row is empty', () => {
    assert.equal(completeMapping({ ...saved, mobile: null }), null);
    assert.equal(completeMapping({ ...saved, additional: [{ source: 'Term__c', field: null }] }), null);
    assert.deepEqual(completeMapping(saved), saved);
  });
});
