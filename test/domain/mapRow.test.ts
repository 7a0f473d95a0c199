import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TeamField } from '../../src/domain/contact.ts';
import type { MappedRow } from '../../src/domain/draft.ts';
import { compileMapping } from '../../src/domain/mapRow.ts';
import type { MappableRow } from '../../src/domain/mapRow.ts';
import type { ImportMapping } from '../../src/domain/mappingTypes.ts';

const PLAIN = { required: false, mergeable: true, visible: true };

const teamFields: readonly TeamField[] = [
  { key: 'program', label: 'Program', type: 'text', ...PLAIN },
  { key: 'gpa', label: 'GPA', type: 'number', ...PLAIN },
  { key: 'start', label: 'Start', type: 'date', ...PLAIN },
  { key: 'honors', label: 'Honors', type: 'checkbox', ...PLAIN },
];

const mapping: ImportMapping = {
  fields: {
    firstName: 'Preferred_Name__c',
    firstNameFallback: 'FirstName',
    lastName: 'LastName',
    mobile: 'MobilePhone',
    userId: 'Advisor__c',
    additional: [
      { source: 'Program__c', field: 'program' },
      { source: 'GPA__c', field: 'gpa' },
      { source: 'Start__c', field: 'start' },
      { source: 'Honors__c', field: 'honors' },
    ],
  },
  optOut: { kind: 'checkbox', field: 'SMS_Opt_Out__c', ticked: 'opted_out' },
};

const compiled = compileMapping(mapping, teamFields);
const modifiedAt = new Date('2026-11-20T15:04:00Z');
const usual: Readonly<Record<string, string | number | boolean | null>> = {
  Preferred_Name__c: 'Bo',
  FirstName: 'Robert',
  LastName: 'Lee',
  MobilePhone: '716-555-0123',
  Advisor__c: 'jlee4',
  SMS_Opt_Out__c: false,
  Program__c: 'Nursing',
  GPA__c: 3.75,
  Start__c: '2026-08-24',
  Honors__c: true,
};

type Changes = Readonly<Record<string, string | number | boolean | null>>;

function rowWith(changes: Changes, gone: MappableRow['gone'] = null): MappableRow {
  const cells: Changes = { ...usual, ...changes };
  return {
    recordId: '0034000000YJY8QAAX',
    modifiedAt,
    values: compiled.fields.map((field) => cells[field] ?? null),
    gone,
  };
}

function map(changes: Changes, gone: MappableRow['gone'] = null): MappedRow {
  return compiled.toDraft(rowWith(changes, gone));
}

function draftOf(changes: Changes) {
  const mapped = map(changes);
  assert.ok(mapped.ok, JSON.stringify(mapped));
  return mapped.draft;
}

function codesOf(changes: Changes): readonly string[] {
  const mapped = map(changes);
  assert.ok(!mapped.ok);
  assert.equal(mapped.kind, 'error');
  return mapped.problems.map((problem) => problem.code);
}

describe('compileMapping', () => {
  it('names the source fields to pull, each once and in order', () => {
    assert.deepEqual(compiled.fields, [
      'Preferred_Name__c',
      'FirstName',
      'LastName',
      'MobilePhone',
      'Advisor__c',
      'SMS_Opt_Out__c',
      'Program__c',
      'GPA__c',
      'Start__c',
      'Honors__c',
    ]);
    const twice = compileMapping(
      {
        fields: {
          firstName: 'FirstName',
          firstNameFallback: null,
          lastName: 'LastName',
          mobile: 'MobilePhone',
          userId: null,
          additional: [
            { source: 'MobilePhone', field: 'program' },
            { source: 'LastName', field: 'gpa' },
          ],
        },
        optOut: null,
      },
      teamFields,
    );
    assert.deepEqual(twice.fields, ['FirstName', 'LastName', 'MobilePhone']);
    const mapped = twice.toDraft({ recordId: '1', modifiedAt, gone: null, values: ['Bo', '12', '7165550123'] });
    assert.ok(mapped.ok);
    assert.deepEqual(mapped.draft.custom, { program: '7165550123', gpa: 12 });
  });

  it('does not start with a team field that is not there', () => {
    assert.throws(() => compileMapping(mapping, teamFields.slice(1)), /“program”, which does not exist/);
  });
});

describe('compileMapping, of a file that lacks columns', () => {
  const cells = ['Bo', 'Robert', 'Lee', '716-555-0123'];

  it('leaves alone what is kept, as if it were not mapped', () => {
    const kept = new Map(
      ['Advisor__c', 'SMS_Opt_Out__c', 'Program__c', 'GPA__c', 'Start__c', 'Honors__c'].map((one) => [one, 'keep' as const]),
    );
    const { fields, assignsUsers, toDraft } = compileMapping(mapping, teamFields, kept);
    assert.deepEqual(fields, ['Preferred_Name__c', 'FirstName', 'LastName', 'MobilePhone']);
    assert.equal(assignsUsers, false);
    const mapped = toDraft({ recordId: '1', modifiedAt, gone: null, values: cells });
    assert.ok(mapped.ok);
    assert.deepEqual([mapped.draft.custom, mapped.draft.userId, mapped.draft.optOut], [null, null, 'keep']);
  });

  it('blanks what is cleared, but never a preference', () => {
    const cleared = new Map(['Advisor__c', 'SMS_Opt_Out__c', 'Program__c'].map((one) => [one, 'clear' as const]));
    const { fields, assignsUsers, toDraft } = compileMapping(mapping, teamFields, cleared);
    assert.ok(assignsUsers && fields.includes('Advisor__c') && fields.includes('Program__c'));
    assert.equal(fields.includes('SMS_Opt_Out__c'), false);
    const mapped = toDraft({ recordId: '1', modifiedAt, gone: null, values: [...cells, null, null, 3, null, true] });
    assert.ok(mapped.ok);
    const { custom, userId, optOut } = mapped.draft;
    assert.deepEqual([custom, userId, optOut], [{ program: null, gpa: 3, start: null, honors: true }, null, 'keep']);
  });

  it('reads the first name from the fallback when its own column is not there', () => {
    const { toDraft } = compileMapping(
      { fields: { ...mapping.fields, userId: null, additional: [] }, optOut: null },
      teamFields,
      new Map([['Preferred_Name__c', 'keep']]),
    );
    const mapped = toDraft({ recordId: '1', modifiedAt, gone: null, values: ['Robert', 'Lee', '716-555-0123'] });
    assert.equal(mapped.ok && mapped.draft.firstName, 'Robert');
  });
});

describe('toDraft', () => {
  it('reads a whole row', () => {
    assert.deepEqual(map({}), {
      ok: true,
      draft: {
        recordId: '0034000000YJY8QAAX',
        modifiedAt,
        firstName: 'Bo',
        lastName: 'Lee',
        mobile: '+17165550123',
        userId: 'jlee4',
        optOut: 'opted_in',
        optOutSaid: false,
        custom: { program: 'Nursing', gpa: 3.75, start: '2026-08-24', honors: true },
      },
      warnings: [],
    });
  });

  it('has no custom values, no user and no preference when none is mapped', () => {
    const { fields, toDraft } = compileMapping(
      { fields: { ...mapping.fields, firstNameFallback: null, userId: null, additional: [] }, optOut: null },
      teamFields,
    );
    assert.deepEqual(fields, ['Preferred_Name__c', 'LastName', 'MobilePhone']);
    const mapped = toDraft({ recordId: '1', modifiedAt, gone: null, values: ['Bo', 'Lee', '7165550123'] });
    assert.ok(mapped.ok);
    assert.deepEqual([mapped.draft.custom, mapped.draft.userId, mapped.draft.optOut], [null, null, 'keep']);
  });

  it('falls back for the first name only when its own field is empty', () => {
    for (const empty of [null, '', '  ', '\u200b'])
      assert.equal(draftOf({ Preferred_Name__c: empty }).firstName, 'Robert');
    assert.deepEqual(codesOf({ Preferred_Name__c: null, FirstName: ' ' }), ['first_name_missing']);
  });

  it('trims text and removes what a database refuses, leaving letters alone', () => {
    const draft = draftOf({
      Preferred_Name__c: ' Zoë\u00a0',
      LastName: 'O’\u0000Bri\tén\r\n-Núñez',
      Advisor__c: ' ',
      Program__c: ' a\ud800 ',
    });
    assert.deepEqual([draft.firstName, draft.lastName, draft.userId], ['Zoë', 'O’Bri én -Núñez', null]);
    assert.equal(draft.custom?.['program'], 'a\ufffd');
  });

  it('reads empty additional fields as nothing', () => {
    assert.deepEqual(draftOf({ Program__c: ' ', GPA__c: null, Start__c: '', Honors__c: null }).custom, {
      program: null,
      gpa: null,
      start: null,
      honors: null,
    });
  });

  it('converts additional values to the type of the team field', () => {
    assert.deepEqual(
      draftOf({ Program__c: 7, GPA__c: ' 1,234.5 ', Start__c: '2026-11-20T02:00:00.000+0000', Honors__c: 'No' }).custom,
      { program: '7', gpa: 1234.5, start: '2026-11-19', honors: false },
    );
  });

  it('takes the Eastern day of a moment however it is written', () => {
    for (const text of [
      '2026-11-20T04:59:59.999Z',
      '2026-11-20T04:59:59.999+0000',
      '2026-11-20T04:59:59Z',
      '2026-11-19T23:59-05:00',
    ]) {
      assert.equal(draftOf({ Start__c: text }).custom?.['start'], '2026-11-19');
    }
    assert.equal(draftOf({ Start__c: '2028-02-29' }).custom?.['start'], '2028-02-29');
  });

  it('refuses additional values that do not fit', () => {
    const wrong: readonly Changes[] = [
      { GPA__c: 'A-' },
      { GPA__c: '12345678901234567890' },
      { GPA__c: '1e999' },
      { GPA__c: true },
      { Start__c: '11/20/2026' },
      { Start__c: '2026-02-30' },
      { Start__c: '2026-11-20T99:00' },
      { Start__c: '2026-11-20T99:00:00.000Z' },
      { Start__c: '2026-13-01' },
      { Start__c: '2026-02-29T12:00:00.000Z' },
      { Honors__c: 'maybe' },
    ];
    for (const changes of wrong) assert.deepEqual(codesOf(changes), ['field_value']);
    assert.deepEqual(codesOf({ Program__c: 'x'.repeat(1001) }), ['value_too_long']);
    assert.equal(draftOf({ Program__c: '🎓'.repeat(1000) }).custom?.['program'], '🎓'.repeat(1000));
  });

  it('refuses names that are missing or longer than 80 characters', () => {
    assert.deepEqual(codesOf({ LastName: null }), ['last_name_missing']);
    assert.deepEqual(codesOf({ LastName: 'é'.repeat(81), FirstName: 'x'.repeat(81) }), ['value_too_long']);
    assert.equal(draftOf({ LastName: '𠮷'.repeat(80) }).lastName, '𠮷'.repeat(80));
  });

  it('names every problem of a row at once, and the person as far as known', () => {
    const mapped = map({ LastName: null, MobilePhone: '716-555-012', SMS_Opt_Out__c: 'maybe', GPA__c: 'A-' });
    assert.ok(!mapped.ok);
    assert.deepEqual(
      mapped.problems.map((problem) => [problem.code, problem.column, problem.value]),
      [
        ['last_name_missing', 'Last name', null],
        ['phone_digits', 'Mobile number', '716-555-012'],
        ['optout_value_unknown', 'Opt-out', 'maybe'],
        ['field_value', 'GPA', 'A-'],
      ],
    );
    assert.equal(mapped.name, 'Bo');
    assert.equal(mapped.optOut, 'keep');
  });

  it('still passes on what it says about texting when another column is wrong', () => {
    const out = map({ MobilePhone: null, SMS_Opt_Out__c: true });
    assert.ok(!out.ok);
    assert.deepEqual([out.optOut, out.optOutSaid], ['opted_out', true]);
    const into = map({ MobilePhone: null, SMS_Opt_Out__c: false });
    assert.ok(!into.ok);
    assert.deepEqual([into.optOut, into.optOutSaid], ['opted_in', false]);
  });

  it('takes an unusual number with a warning', () => {
    const mapped = map({ MobilePhone: '716-123-1234' });
    assert.ok(mapped.ok);
    assert.deepEqual(
      mapped.warnings.map((warning) => [warning.code, warning.value]),
      [['phone_unusual', '716-123-1234']],
    );
  });

  it('skips converted and deleted records, whatever they hold', () => {
    for (const [gone, code] of [
      ['converted', 'lead_converted'],
      ['deleted', 'record_deleted'],
    ] as const) {
      const mapped = map({ MobilePhone: null }, gone);
      assert.ok(!mapped.ok);
      assert.deepEqual(
        [mapped.kind, mapped.name, mapped.problems.map((problem) => problem.code), mapped.optOut],
        ['skipped', 'Bo Lee', [code], 'keep'],
      );
      const out = map({ SMS_Opt_Out__c: true }, gone);
      assert.ok(!out.ok);
      assert.equal(out.optOut, 'opted_out');
    }
    const bare = compiled.toDraft({ recordId: '1', modifiedAt, gone: 'deleted', values: [] });
    assert.ok(!bare.ok);
    assert.deepEqual([bare.kind, bare.name, bare.optOut], ['skipped', '', 'keep']);
  });

  it('reads nothing out of what a deleted record no longer holds', () => {
    const consent = compileMapping(
      { ...mapping, optOut: { kind: 'checkbox', field: 'Consent__c', ticked: 'opted_in' } },
      teamFields,
    );
    const mapped = consent.toDraft({
      recordId: '1',
      modifiedAt,
      gone: 'deleted',
      values: consent.fields.map(() => null),
    });
    assert.ok(!mapped.ok);
    assert.equal(mapped.optOut, 'keep');
  });

  it('refuses rows without a record ID and rows of the wrong width', () => {
    const mapped = compiled.toDraft({ ...rowWith({}), recordId: '' });
    assert.ok(!mapped.ok);
    assert.deepEqual(
      mapped.problems.map((problem) => problem.code),
      ['record_id'],
    );
    assert.throws(() => compiled.toDraft({ ...rowWith({}), values: ['Bo'] }), RangeError);
  });

  it('makes of any row a draft that can be stored or problems that can be read, and nothing in between', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 1100 }), fc.double(), fc.boolean(), fc.constant(null));
    const cells = fc.record(
      Object.fromEntries(compiled.fields.map((field) => [field, fc.oneof(cell, fc.constant(usual[field] ?? null))])),
    );
    fc.assert(
      fc.property(cells, (changes) => {
        const mapped = map(changes as Changes);
        if (mapped.ok) {
          const { firstName, lastName, mobile, userId, custom } = mapped.draft;
          assert.match(mobile, /^\+1\d{10}$/);
          for (const text of [firstName, lastName, userId ?? 'x', custom?.['program'] ?? 'x']) {
            assert.ok(typeof text === 'string' && text !== '' && text === text.trim() && text.isWellFormed());
            assert.doesNotMatch(text, /\p{Cc}/u);
          }
        } else {
          assert.ok(mapped.problems.length > 0);
          for (const { message, value } of mapped.problems) {
            assert.ok(message.length <= 240 && /\.$/.test(message) && message.isWellFormed(), message);
            assert.ok(value === null || (value.isWellFormed() && !value.includes('\0')));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('toDraft, of a row of a file', () => {
  const problem = { column: null, value: null, message: 'Something.' };
  const inFile = (changes: Changes, one: Partial<MappableRow> = {}): MappedRow =>
    compiled.toDraft({ ...rowWith(changes), recordId: '1001', origin: { line: 7, cells: ['a'] }, ...one });
  const codes = (row: MappedRow): string[] => (row.ok ? row.warnings : row.problems).map(({ code }) => code);

  it('carries where it stands, taken or not', () => {
    for (const row of [inFile({}), inFile({ LastName: '' })]) assert.deepEqual(row.origin, { line: 7, cells: ['a'] });
  });

  it('adds its own problems to those the row came with, and tells warnings with a row that is taken', () => {
    const [width, unnamed] = [
      { ...problem, code: 'row_width' as const },
      { ...problem, code: 'value_without_header' as const },
    ];
    assert.deepEqual(codes(inFile({ LastName: '' }, { problems: [unnamed, width] })), ['row_width', 'last_name_missing']);
    const taken = inFile({}, { problems: [unnamed] });
    assert.deepEqual([taken.ok, codes(taken)], [true, ['value_without_header']]);
    const out = inFile({ SMS_Opt_Out__c: true }, { problems: [width] });
    assert.equal(!out.ok && out.optOut, 'opted_out');
  });

  it('refuses what a formula left where a value has to be, and takes it as text elsewhere', () => {
    for (const [field, text] of [
      ['LastName', '#REF!'],
      ['LastName', 'NULL'],
      ['Preferred_Name__c', '#N/A'],
      ['MobilePhone', 'n/a'],
      ['MobilePhone', '####'],
    ] as const) {
      assert.deepEqual(codes(inFile({ [field]: text })), ['cell_error'], `${field} ${text}`);
    }
    const odd = inFile({ Program__c: '#VALUE!', Advisor__c: '\\N' });
    assert.deepEqual([odd.ok && odd.draft.custom?.['program'], codes(odd)], ['#VALUE!', ['cell_odd', 'cell_odd']]);
    const named = inFile({ LastName: 'Null' });
    assert.deepEqual([named.ok, codes(named)], [true, []], 'a family name');
    assert.deepEqual(codes(map({ LastName: 'NULL' })), [], 'a record’s own text');
  });

  it('reads its contact ID as a cell', () => {
    assert.deepEqual(codes(inFile({}, { recordId: '00q4000000lmabcaab' })), ['id_case']);
    const long = inFile({}, { recordId: '003R01000004Nqq' });
    assert.equal(long.ok && long.draft.recordId, '003R01000004NqqIAE');
    const missing = inFile({}, { recordId: ' ' });
    assert.deepEqual([codes(missing), !missing.ok && missing.problems[0]!.message], [
      ['record_id'],
      'The contact ID is empty, so the row can’t be matched to a contact. Enter it and import the row again.',
    ]);
    assert.deepEqual(codes(inFile({}, { recordId: '12345678901230000' })), ['id_rounded']);
  });
});
