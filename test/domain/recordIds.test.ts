import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isCellError } from '../../src/domain/cellErrors.ts';
import { readRecordId } from '../../src/domain/recordIds.ts';

const idOf = (cell: string): string => {
  const reading = readRecordId(cell);
  assert.ok(reading.ok, `${cell} was refused`);
  return reading.id;
};

const codeOf = (cell: string): string | undefined => {
  const reading = readRecordId(cell);
  return reading.ok ? reading.warning?.code : reading.problem.code;
};

describe('a contact ID out of a file', () => {
  for (const [cell, id] of [
    ['1001', '1001'],
    ['00123', '00123'],
    [' S-17\u00a0', 'S-17'],
    ['="00123"', '00123'],
    ['\u202aS\u201117\u202c', 'S-17'],
    ['O\u2019Brien', "O'Brien"],
    ['abC', 'abC'],
    ['003400000012345', '003400000012345'],
    ['003400000012345678', '003400000012345678'],
    ['0034000000Lmabc', '0034000000LmabcAAB'],
    ['003R01000004Nqq', '003R01000004NqqIAE'],
    ['00QR01000004Nqq', '00QR01000004NqqMAE'],
    ['0014000000Lmabc', '0014000000Lmabc'],
    ['', ''],
  ] as const) {
    it(`reads ${JSON.stringify(cell)} as ${JSON.stringify(id)}`, () => assert.equal(idOf(cell), id));
  }

  for (const [cell, code] of [
    ['7.16556E+09', 'id_spreadsheet'],
    ['1.23457E+15', 'id_spreadsheet'],
    ['1,2e9', 'id_spreadsheet'],
    ['1001.0', 'id_spreadsheet'],
    ['7165550123.00', 'id_spreadsheet'],
    ['1234567890120000', 'id_rounded'],
    ['123456789010000', undefined],
    ['#REF!', 'cell_error'],
    ['NULL', 'cell_error'],
    ['00q4000000lmabcaab', 'id_case'],
    ['0034000000Lmabc999', 'id_case'],
    ['0034000000Lmabc000', 'id_case'],
  ] as const) {
    it(`says ${code ?? 'nothing'} of ${cell}`, () => assert.equal(codeOf(cell), code));
  }

  it('finds the case of a Salesforce ID again, whatever wrote its letters', () => {
    const base = fc.tuple(fc.constantFrom('003', '00Q'), fc.stringMatching(/^[0-9A-Za-z]{11}[A-Za-z]$/)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(base, (short) => {
        const long = idOf(short);
        assert.ok(long.startsWith(short) && /^[A-Z0-5]{3}$/.test(long.slice(15)));
        for (const written of [long, long.toLowerCase(), long.toUpperCase()]) assert.equal(idOf(written), long);
      }),
    );
  });

  it('reads what it has read as the same, and says so of anything in a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (cell) => {
        const reading = readRecordId(cell);
        if (reading.ok) assert.deepEqual(codeOf(reading.id) === 'cell_error' ? reading.id : idOf(reading.id), reading.id);
        const problem = reading.ok ? reading.warning : reading.problem;
        if (problem) assert.ok(problem.message.length <= 240 && /\.$/.test(problem.message), problem.message);
      }),
    );
  });
});

describe('what spreadsheets and databases write in place of a value', () => {
  it('is told from values that look like it', () => {
    for (const text of ['#REF!', '#n/a', '#DIV/0!', '#NAME?', '#VALUE!', '#####', 'NULL', 'null', 'n/a', '\\N', 'NaN'])
      assert.ok(isCellError(text), text);
    for (const text of ['', 'Null', 'Na', '#1 Fan', '#', 'nan', 'none', 'NULLER', '##']) assert.ok(!isCellError(text), text);
  });
});
