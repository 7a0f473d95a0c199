import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unguardCell } from '../../src/contract/delimited/cells.ts';
import { DELIMITERS } from '../../src/contract/delimited/delimiters.ts';
import { RecordReader } from '../../src/contract/delimited/readRecords.ts';
import { errorFileName, errorFileWriter, OWN_COLUMNS, type ErrorRow } from '../../src/domain/errorFile.ts';
import type { FileDelimiter } from '../../src/domain/sourceFile.ts';

/** The records of a text as an import reads them. */
function recordsOf(text: string, delimiter: FileDelimiter): string[][] {
  const records: string[][] = [];
  const reader = new RecordReader(DELIMITERS[delimiter], (_line, cells) => void records.push(cells.map(unguardCell)));
  reader.push(text.replace(/^\ufeff/, ''));
  reader.end();
  return records;
}

const written = (headers: readonly string[], delimiter: FileDelimiter, rows: readonly ErrorRow[]): string => {
  const writer = errorFileWriter(headers, delimiter);
  return writer.beginning + rows.map(writer.row).join('');
};

const HEADERS = ['Id', 'Last', 'Mobile'];
const row = (cells: readonly string[]): ErrorRow => ({ line: 7, cells, messages: ['One.', 'Two.'] });

describe('an error file', () => {
  it('has the file’s own columns and cells, and ours behind them', () => {
    const text = written(HEADERS, 'comma', [row(['="007"', '=HYPERLINK("x")', '716 555'])]);
    assert.equal(
      text,
      '\ufeff"Id","Last","Mobile","Line","Status","Errors"\r\n' +
        '"\'=""007""","\'=HYPERLINK(""x"")","716 555","7","Error","One. Two."\r\n',
    );
  });

  it('gives back every cell when it is read again, whatever it holds', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.stringMatching(/^[ '"=+\-@\t\r\n,;\u200b\uff1d]{0,5}$/),
    );
    const named = fc.constantFrom<FileDelimiter>('comma', 'tab');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('1'), cell, cell), { maxLength: 6 }), named, (cells, delimiter) => {
        const [header, ...records] = recordsOf(written(HEADERS, delimiter, cells.map(row)), delimiter);
        assert.deepEqual(header, [...HEADERS, ...OWN_COLUMNS]);
        assert.deepEqual(records.map((record) => record.slice(0, 3)), cells);
      }),
    );
  });

  it('keeps values without a header, and has them still be too many', () => {
    const [, record] = recordsOf(written(HEADERS, 'comma', [row(['1', 'Lee', 'Jr.', '7165550123'])]), 'comma');
    assert.deepEqual(record, ['1', 'Lee', 'Jr.', '7', 'Error', 'One. Two.', '7165550123']);
  });

  it('fills up rows that were too short, and writes our columns once', () => {
    const headers = [...HEADERS, ...OWN_COLUMNS];
    const [header, record] = recordsOf(written(headers, 'tab', [row(['1', '', '716', '9', 'Error', 'Old.'])]), 'tab');
    assert.deepEqual(header, headers);
    assert.deepEqual(record, ['1', '', '716', '7', 'Error', 'One. Two.']);
    assert.deepEqual(recordsOf(written(HEADERS, 'comma', [row(['1'])]), 'comma')[1]!.slice(0, 3), ['1', '', '']);
  });

  it('is named after its file', () => {
    assert.equal(errorFileName('StudentData_1120.csv'), 'errors_StudentData_1120.csv');
    assert.equal(errorFileName('errors_StudentData_1120.csv'), 'errors_StudentData_1120.csv');
  });
});
