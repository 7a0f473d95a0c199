import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellValue, idKey, isBlankCell, unguardCell, valuePicker } from '../../../src/contract/delimited/cells.ts';
import {
  cleanHeader,
  headerProblems,
  isNearHeader,
  readHeaderRow,
  repeatedHeaders,
} from '../../../src/contract/delimited/headers.ts';
import { cleanText } from '../../../src/domain/cleanText.ts';
import { csvCell } from '../../../src/domain/csv.ts';

describe('the headers of a file', () => {
  it('are cleaned of what can’t be seen', () => {
    for (const header of ['\ufeffStudentId', '\u200bStudent\u200dId', '\u202aStudentId\u202c', ' StudentId\u00a0', 'ＳtudentId']) {
      assert.equal(cleanHeader(header), 'StudentId', JSON.stringify(header));
    }
    assert.equal(cleanHeader('First\u00a0Name'), 'First Name');
    assert.equal(cleanHeader('First\r\nName'), 'First Name');
  });

  it('are near when only case, spaces, underscores and hyphens differ', () => {
    for (const header of ['studentid', 'Student ID', 'student_id', 'STUDENT-ID', 'Student–Id']) {
      assert.equal(isNearHeader(header, 'StudentId'), true, header);
    }
    assert.equal(isNearHeader('StudentId', 'StudentId'), false);
    assert.equal(isNearHeader('StudentIds', 'StudentId'), false);
  });

  it('end with the last named column', () => {
    assert.deepEqual(readHeaderRow(['a', '', 'b', '', ' '], null), { names: ['a', '', 'b'], width: 5, ownColumns: 0 });
  });

  it('leave out what our own error files add, unless it is the contact ID', () => {
    const ours = ['a', 'b', 'Line', 'Status', 'Errors'];
    assert.deepEqual(readHeaderRow(ours, 'a'), { names: ['a', 'b'], width: 2, ownColumns: 3 });
    assert.deepEqual(readHeaderRow(ours, 'Line').names, ours);
    assert.deepEqual(readHeaderRow(['Status', 'Errors'], null).names, ['Status', 'Errors']);
  });

  it('are told when they do not fit', () => {
    assert.deepEqual(headerProblems(['StudentId', 'Last'], ['StudentId'], ['StudentId', 'Last', 'Major']), []);
    assert.deepEqual(headerProblems(['student_id', 'b'], ['StudentId', 'Mobile'], ['b']), [
      'The column “student_id” is nearly, but not exactly, “StudentId”. Make them the same.',
      '“Mobile” is not in its first row.',
    ]);
    assert.deepEqual(headerProblems(['a', 'a', 'x', 'x'], ['a']), ['“a” is there more than once. Keep one.']);
    assert.deepEqual(headerProblems(['a', 'A'], ['a']), []);
    assert.deepEqual(repeatedHeaders(['a', '', 'b', '', 'a', 'a']), ['a']);
  });
});

describe('the cells of a file', () => {
  const sign = fc.constantFrom(...'=+-@＝＋－＠−\t\r\n\' \u00a0\u200b"a1');
  const anything = fc.oneof(fc.string(), fc.array(sign, { maxLength: 6 }).map((signs) => signs.join('')));

  it('lose the apostrophe that our own files put before a formula’s sign, and nothing else', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const written = csvCell(text).slice(1, -1).replaceAll('""', '"');
        assert.equal(unguardCell(written), text);
      }),
      { numRuns: 1500 },
    );
    for (const text of ["O'Brien", "'quoted'", "'t Hooft", '']) assert.equal(unguardCell(text), text);
  });

  it('are unwrapped where a spreadsheet was made to keep zeros', () => {
    assert.equal(cellValue('="00123"'), '00123');
    assert.equal(cellValue(' ="00123" '), '00123');
    assert.equal(cellValue('=""'), '');
    for (const text of ['="a"&"b"', '=1+1', 'x="1"', '00123']) assert.equal(cellValue(text), text);
  });

  it('are blank when nothing can be seen', () => {
    for (const text of ['', ' ', '\u00a0', '\ufeff', '\u200b', '\t', '\u202a \u202c']) {
      assert.equal(isBlankCell(text), true);
    }
    assert.equal(isBlankCell('\u200b1'), false);
  });

  it('name a contact as the mapping reads it', () => {
    const same = fc.property(anything, (text) => assert.equal(idKey(text), cleanText(cellValue(text))));
    fc.assert(same, { numRuns: 1500 });
  });

  it('are picked by their headers; null stands for a column that is not there', () => {
    assert.deepEqual(valuePicker(['a', '', 'b'], ['b', 'c', 'a'])(['1', 'x', '="02"']), ['02', null, '1']);
    assert.deepEqual(valuePicker(['a', 'b'], ['b'])(['1']), ['']);
  });
});
