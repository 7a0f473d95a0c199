import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CSV_BOM, csvCell, csvRow } from '../../src/domain/csv.ts';

const TRIGGERS = '=+-@＝＋－＠\0\t\r\n';

function read(file: string): readonly (readonly string[])[] {
  return parse(file, { bom: true, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true });
}

/** What an importer does with such a file: one apostrophe before a sign goes. */
function restored(cell: string): string {
  return /^'+[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠−\0\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}

describe('csvCell', () => {
  it('quotes every cell and doubles quotes', () => {
    assert.equal(csvCell('5\'10" tall'), '"5\'10"" tall"');
    assert.deepEqual([csvCell(''), csvCell(null), csvCell(12), csvCell(true)], ['""', '""', '"12"', '"true"']);
    assert.equal(csvCell('00123'), '"00123"');
  });

  it('puts an apostrophe before whatever a spreadsheet would calculate', () => {
    for (const text of [
      '=HYPERLINK("x")',
      '+1',
      '-1',
      '@a',
      '\tx',
      '\rx',
      '\nx',
      '\0x',
      '＝1+1',
      '＋1',
      '－1',
      '＠a',
      '  =1',
      '\u00a0=1',
      "'=1",
    ]) {
      assert.ok(csvCell(text).startsWith('"\''), JSON.stringify(text));
    }
    for (const text of ['1-716-555-0123', 'a=b', "O'Brien", "'quoted'", ' Bo'])
      assert.equal(csvCell(text), `"${text}"`);
    assert.equal(csvCell(-5), '"\'-5"');
  });
});

describe('csvRow', () => {
  it('ends with CRLF', () => assert.equal(csvRow(['Line', 14, null]), '"Line","14",""\r\n'));

  it('is read back as it was by a CSV reader, and no cell begins like a formula', () => {
    const sign = fc.constantFrom(...TRIGGERS, ' ', '\u00a0', "'", '"', ',', 'a', '\u200b');
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: sign, maxLength: 6 }));
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (values) => {
        const cells = read(CSV_BOM + values.map(csvRow).join(''));
        assert.deepEqual(
          cells.map((row) => row.map(restored)),
          values,
        );
        for (const text of cells.flat()) {
          const first = text.trimStart()[0] ?? '';
          assert.ok(
            !TRIGGERS.includes(text[0] ?? 'x') && (first === '' || !TRIGGERS.includes(first)),
            JSON.stringify(text),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});
