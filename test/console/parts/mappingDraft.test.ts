import assert from 'node:assert/strict';
import { completeMapping, startDraft, wholeDayColumn } from '../../../src/console/parts/mappingDraft.ts';
import { reportColumns } from '../gallery/sourceFields.ts';

const saved = {
  firstName: 'FirstName',
  firstNameFallback: null,
  lastName: 'LastName',
  mobile: 'MobilePhone',
  userId: null,
  additional: [],
};
const ofReport = { ...saved, recordId: 'CONTACT_ID', lastModified: 'LAST_UPDATE' };

describe('mappingDraft', () => {
  it('begins with what is stored, and with the suggestion only where nothing is', () => {
    assert.equal(startDraft(saved, { firstName: 'Preferred_Name__c' }).firstName, 'FirstName');
    assert.equal(startDraft(null, { firstName: 'Preferred_Name__c' }).firstName, 'Preferred_Name__c');
    assert.equal(startDraft(null, {}).mobile, null);
  });
  it('is not whole while a required field or half a row is empty', () => {
    assert.equal(completeMapping({ ...startDraft(saved, {}), mobile: null }, false), null);
    const half = { ...startDraft(saved, {}), additional: [{ source: 'Term__c', field: null }] };
    assert.equal(completeMapping(half, false), null);
    assert.deepEqual(completeMapping(startDraft(saved, {}), false), saved);
  });
  it('needs the identity of a row only from a source that maps it, and sends it only then', () => {
    assert.equal(completeMapping(startDraft(saved, {}), true), null);
    assert.deepEqual(completeMapping(startDraft(ofReport, {}), true), ofReport);
    assert.deepEqual(completeMapping(startDraft(ofReport, {}), false), saved);
    assert.deepEqual(completeMapping(startDraft({ ...ofReport, wholeDay: true }, {}), true), {
      ...ofReport,
      wholeDay: true,
    });
  });
  it('tells a last-modified column that knows only the day', () => {
    const day = startDraft(ofReport, {});
    assert.equal(wholeDayColumn(day, reportColumns(true))?.label, 'Last Modified Date');
    assert.equal(wholeDayColumn({ ...day, lastModified: 'Contact.Modified_Time__c' }, reportColumns(true)), null);
    assert.equal(wholeDayColumn({ ...day, lastModified: null }, reportColumns(true)), null);
  });
});
