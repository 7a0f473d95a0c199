import assert from 'node:assert/strict';
import {
  columnsInUse,
  columnsOf,
  FIRST_FILES,
  folderAndPrefix,
  movedName,
  withFolder,
  withHeaders,
  withSuggestion,
} from '../../../src/console/pages/integrations/fileDraft.ts';
import type { ImportDraft } from '../../../src/console/pages/integrations/importDraft.ts';
import { completeMapping, startDraft } from '../../../src/console/parts/mappingDraft.ts';
import { isTrueOrFalse, startMapping } from '../../../src/console/parts/optOutRule.ts';

const empty: ImportDraft = {
  state: 'off',
  source: null,
  mappedFor: null,
  mapsIdentity: true,
  mapsModified: false,
  lost: [],
  mapping: startDraft(null, {}),
  optOut: null,
  sweepDays: [],
  files: FIRST_FILES,
  columnAnswers: [],
};

describe('fileDraft', () => {
  it('a source is a folder from the root and the beginning of names, which holds no slash', () => {
    for (const [folder, prefix, id] of [
      ['rollcall/imports', 'Student', '/rollcall/imports/Student'],
      ['\\rollcall', 'a/b', '/rollcall/ab'],
      ['', 'Student', '/Student'],
      ['/in', '', '/in/'],
    ] as const) {
      const draft = withFolder(empty, folder, prefix);
      assert.equal(draft.source?.id, id);
      assert.equal(draft.mappedFor, id);
    }
    assert.deepEqual(folderAndPrefix(withFolder(empty, '/in/deep', 'S')), { folder: '/in/deep', prefix: 'S' });
    assert.equal(withFolder(withFolder(empty, '/in', ''), '', '').source, null);
  });

  it('the first folder switches the import on, and another one leaves its state', () => {
    const first = withFolder(empty, '/in', '');
    assert.equal(first.state, 'on');
    assert.equal(withFolder({ ...first, state: 'draft' }, '/out', '').state, 'draft');
  });

  it('a suggestion fills what nobody has filled', () => {
    const optOut = startMapping(columnsOf(['OptedOut'])[0]!);
    const chosen = { ...empty, mapping: { ...empty.mapping, lastName: 'Surname' } };
    const filled = withSuggestion(chosen, { fields: { lastName: 'LastName', mobile: 'Cell', recordId: 'Id' }, optOut });
    const { lastName, mobile, recordId, firstName } = filled.mapping;
    assert.deepEqual([lastName, mobile, recordId, firstName], ['Surname', 'Cell', 'Id', null]);
    assert.deepEqual(filled.optOut, optOut);
    assert.deepEqual(columnsInUse(filled).map(({ name }) => name), ['Id', 'Surname', 'Cell', 'OptedOut']);
  });

  it('headers are remembered while there are not too many of them', () => {
    const fields = (names: readonly string[]) => ({
      fields: columnsOf(names),
      suggestion: { fields: {}, optOut: null },
      mapsIdentity: true,
      mapsModified: false,
    });
    assert.deepEqual(withHeaders(empty, fields(['Id', 'L'])).files?.sampleHeaders, ['Id', 'L']);
    assert.equal(withHeaders(empty, fields(Array.from({ length: 501 }, String))).files?.sampleHeaders, null);
  });

  it('a mapping of files needs the contact ID and no modified time', () => {
    const names = { firstName: 'F', firstNameFallback: null, lastName: 'L', mobile: 'M', userId: null, additional: [] };
    assert.equal(completeMapping(startDraft(names, {}), true, false), null);
    const saved = { ...names, recordId: 'Id' };
    assert.deepEqual(completeMapping(startDraft(saved, {}), true, false), saved);
  });

  it('a moved file keeps stem and extension around the Eastern time', () => {
    const at = new Date('2026-11-20T20:03:59Z');
    assert.equal(movedName('Students.v2.csv', at), 'Students.v2_2026-11-20T1503.csv');
    assert.equal(movedName('Students', at), 'Students_2026-11-20T1503');
  });

  it('a column that means yes is not read as an opt-out', () => {
    const rule = (name: string) => startMapping(columnsOf([name])[0]!);
    assert.deepEqual(rule('OptedOut'), {
      kind: 'picklist',
      field: 'OptedOut',
      optedInValue: 'false',
      optedOutValue: 'true',
      empty: 'keep',
    });
    for (const name of ['MayText', 'sms_consent', 'OptIn']) {
      const turned = rule(name);
      assert.ok(turned.kind === 'picklist' && turned.optedOutValue === 'false', name);
    }
    const words = (optedOutValue: string, optedInValue: string) =>
      isTrueOrFalse({ kind: 'picklist', field: 'OptedOut', optedOutValue, optedInValue, empty: 'keep' });
    assert.deepEqual([words('true', 'false'), words('N', 'Yes'), words('STOP', 'OK')], [true, true, false]);
  });
});
