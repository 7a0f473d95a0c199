import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mobileFromSearch, readMobile, showMobile } from '../../src/domain/phone.ts';
import type { RowCode } from '../../src/domain/rowCodes.ts';

function problemOf(raw: unknown): { code: RowCode; message: string; value: string | null } {
  const reading = readMobile(raw);
  assert.ok(!reading.ok, `${String(raw)} was taken`);
  assert.equal(reading.problem.column, 'Mobile number');
  return reading.problem;
}

function warningOf(raw: unknown): string | null {
  const reading = readMobile(raw);
  assert.ok(reading.ok, `${String(raw)} was refused`);
  return reading.warning;
}

/** Ten digits that the numbering plan knows: 716 is Buffalo. */
const subscriber = fc
  .tuple(
    fc.integer({ min: 200, max: 999 }).filter((n) => n % 100 !== 11),
    fc.integer({ min: 0, max: 9999 }),
  )
  .map(([exchange, line]) => `716${exchange}${String(line).padStart(4, '0')}`);
const anyTen = fc.stringMatching(/^[0-9]{10}$/);
const gap = fc.constantFrom('', ' ', '-', '.', ' - ', '–', '‑', '\u00a0', '\u202a', '\u200b', ') ', ' (', '／');

describe('readMobile', () => {
  for (const raw of [
    '716-555-0123',
    '(716) 555-0123',
    '716.555.0123',
    '17165550123',
    '1-716-555-0123',
    '+1 716 555 0123',
    '716–555–0123',
    '716‑555‑0123',
    '\u202a716-555-0123\u202c',
    '７１６５５５０１２３',
    '＋１ （７１６） ５５５－０１２３',
    ' 716 555 0123 ',
    '="7165550123"',
    "'7165550123",
    '716/555-0123',
    '1.716.555.0123',
    7165550123,
    17165550123,
  ]) {
    it(`takes ${JSON.stringify(raw)}`, () => {
      assert.deepEqual(readMobile(raw), { ok: true, e164: '+17165550123', warning: null });
    });
  }

  it('does not mistake a layout with points for a decimal', () => {
    for (const raw of ['716.555.0000', '716555.0000', '1716555.0000']) {
      assert.deepEqual(readMobile(raw), { ok: true, e164: '+17165550000', warning: null });
    }
  });

  const refused: readonly (readonly [RowCode, readonly unknown[]])[] = [
    ['phone_missing', [null, undefined, '', ' ', '\u00a0\t', '\u200b', '=""']],
    ['phone_digits', ['716555012', '71655501234', '27165550123', '###', '0', '555-0123', '+1165550123', '+']],
    [
      'phone_letters',
      ['716-555-CALL', 'n/a', 'NULL', '(716) 555-0123 (cell)', '٧716-555-0123', '716-555-012³', true, '7'.repeat(5000)],
    ],
    [
      'phone_extension',
      ['716-555-0123 x45', '7165550123,,45', '716-555-0123 ext. 45', '7165550123#5', '(716) 555-0123 Extension 9'],
    ],
    [
      'phone_several',
      [
        '716-555-0123/716-555-0124',
        '7165550123, 7165550124',
        '716-555-0123 or 716-555-0124',
        '7165550123 7165550124',
        '716-555-0123\n1-716-555-0124',
      ],
    ],
    [
      'phone_spreadsheet',
      ['7.165550123E9', '7.16556E+09', '7,16556E+09', '7165550123.0', '17165550123.00', '7165550123.5'],
    ],
    [
      'phone_country',
      ['+7161231234', '+60189988776', '+447911123456', '＋447911123456', '0044 7911 123456', '011 44 7911 123456'],
    ],
  ];
  for (const [code, values] of refused) {
    for (const raw of values) {
      it(`refuses ${JSON.stringify(raw)?.slice(0, 60)} as ${code}`, () => assert.equal(problemOf(raw).code, code));
    }
  }

  it('says what happened, why and what to do', () => {
    assert.equal(
      problemOf('716-555-012').message,
      'Mobile number has 9 digits: 716-555-012. ' +
        'It needs 10, or 11 beginning with 1. Correct it and import the row again.',
    );
    assert.equal(
      problemOf('7.16556E+09').message,
      'A spreadsheet rounded this number to 7.16556E+09, so its last digits are gone. ' +
        'Set the column to Text, export again, then import.',
    );
  });

  const unusual: readonly (readonly [string, RegExp])[] = [
    ['716-123-1234', /exchange, 123, starts with 1/],
    ['716-023-1234', /exchange, 023, starts with 0/],
    ['716-911-0123', /exchange, 911, is a service code/],
    ['1165550123', /area code, 116, starts with 1/],
    ['0165550123', /area code, 016, starts with 0/],
    ['9115550123', /area code, 911, is a service code/],
    ['7119110123', /area code, 711, is a service code/],
    ['0000000000', /same/],
    ['1111111111', /same/],
    ['5555555555', /same/],
    ['8005550123', /800 is toll-free/],
    ['9005550123', /900 is a premium-rate code/],
    ['5005550123', /500 is for personal numbering/],
    ['9905550123', /area code, 990, is not in use/],
  ];
  for (const [raw, why] of unusual) {
    it(`takes ${raw} with a warning`, () => assert.match(warningOf(raw) ?? '', why));
  }

  it('has nothing to say about Canada, Puerto Rico and fictional numbers', () => {
    for (const raw of ['6475550123', '7875550123', '7165550100', '7165550199']) assert.equal(warningOf(raw), null);
  });

  it('reads every number of a known area code in any layout, dash and direction mark', () => {
    fc.assert(
      fc.property(subscriber, fc.boolean(), fc.array(gap, { minLength: 4, maxLength: 4 }), (digits, one, gaps) => {
        const groups = `${digits.slice(0, 3)}${gaps[1]}${digits.slice(3, 6)}${gaps[2]}${digits.slice(6)}`;
        const raw = one ? `1${gaps[0]}${groups}` : groups;
        assert.deepEqual(readMobile(raw), { ok: true, e164: `+1${digits}`, warning: null });
      }),
    );
  });

  it('never changes ten digits, whatever the plan says about them', () => {
    fc.assert(
      fc.property(anyTen, (digits) => {
        const reading = readMobile(digits);
        assert.ok(reading.ok);
        assert.equal(reading.e164, `+1${digits}`);
        assert.deepEqual(readMobile(showMobile(reading.e164)), reading);
        assert.deepEqual(readMobile(reading.e164), reading);
      }),
    );
  });

  it('answers anything with a number of eleven digits or a sentence within 240 characters', () => {
    const digitsAndMarks = fc.string({ unit: fc.constantFrom(...'0123456789+-() .,;x#eE/７\0'), maxLength: 30 });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary', maxLength: 300 }), digitsAndMarks), (raw) => {
        const sure = typeof raw === 'object' ? null : raw;
        const reading = readMobile(sure);
        if (reading.ok) assert.match(reading.e164, /^\+1\d{10}$/);
        const sentence = reading.ok ? (reading.warning ?? 'Ok.') : reading.problem.message;
        assert.ok(sentence.length <= 240, sentence);
        assert.match(sentence, /^[^\0]+\.$/);
        if (!reading.ok)
          assert.ok((reading.problem.value ?? '').length <= 400 && !reading.problem.value?.includes('\0'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('mobileFromSearch', () => {
  it('finds a whole number in any spelling and nothing in anything else', () => {
    assert.equal(mobileFromSearch('(716) 555-0188'), '+17165550188');
    assert.equal(mobileFromSearch('1-716-555-0188'), '+17165550188');
    for (const text of ['', 'maria', '716-555', '0034x00000YJY8QAO', '10023'])
      assert.equal(mobileFromSearch(text), null);
  });
});

describe('showMobile', () => {
  it('shows a stored number in groups', () => assert.equal(showMobile('+17165550123'), '1-716-555-0123'));
  it('leaves anything else alone', () => assert.equal(showMobile('+447911123456'), '+447911123456'));
});
