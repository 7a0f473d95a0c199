import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { RECORD_MAX, RecordFault, RecordReader } from '../../../src/contract/delimited/readRecords.ts';

/** Records of a text that comes in pieces, each as its line and cells. */
function records(text: string, delimiter = ',', cuts: readonly number[] = []): (readonly [number, string[]])[] {
  const found: (readonly [number, string[]])[] = [];
  const reader = new RecordReader(delimiter, (line, cells) => found.push([line, cells]));
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  for (let at = 1; at < places.length; at++) reader.push(text.slice(places[at - 1], places[at]));
  reader.end();
  return found;
}

function cells(text: string, delimiter = ','): string[][] {
  return records(text, delimiter).map(([, row]) => row);
}

function fault(text: string): { readonly kind: string; readonly line: number } {
  try {
    records(text);
  } catch (error) {
    assert.ok(error instanceof RecordFault, String(error));
    return { kind: error.kind, line: error.line };
  }
  return assert.fail('The text was cut without a fault.');
}

const LINE_ENDS = ['\r\n', '\n', '\r'];
const MARKS = ['"', '""', ',', ';', '\t', '\r\n', '\n', '\r', ' ', "'", '=', '\ufeff', 'é', '𝄞', 'a', '1'];
const cell = fc.oneof(fc.string(), fc.array(fc.constantFrom(...MARKS), { maxLength: 6 }).map((parts) => parts.join('')));
const cuts = fc.array(fc.nat(400), { maxLength: 6 });

describe('cutting text into records', () => {
  it('reads back any table, quoted only where it must be or everywhere, at any chunk boundaries', () => {
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const shape = fc.record({
      delimiter: fc.constantFrom(',', '\t'),
      ends: fc.array(fc.constantFrom(...LINE_ENDS), { minLength: 1, maxLength: 3 }),
      always: fc.boolean(),
      closed: fc.boolean(),
      cuts,
    });
    fc.assert(
      fc.property(table, shape, (rows, { delimiter, ends, always, closed, cuts }) => {
        const write = (value: string): string =>
          always || /["\r\n]|^ | $/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
        const written = rows.map((row) => row.map(write).join(delimiter));
        const text = written.map((body, at) => body + (closed || at < rows.length - 1 ? ends[at % ends.length]! : '')).join('');
        // A return before an empty row and a feed behind it would be one line end; nothing at the end is no row.
        fc.pre(!written.some((body, at) => body === '' && (ends[at % ends.length] === '\n' || at === rows.length - 1)));
        const found = records(text, delimiter, cuts);
        assert.deepEqual(found.map(([, row]) => row), rows);
        let place = 0;
        found.forEach(([line], at) => {
          assert.equal(line, text.slice(0, place).split(/\r\n|\n|\r/).length);
          place += written[at]!.length + ends[at % ends.length]!.length;
        });
      }),
      { numRuns: 600 },
    );
  });

  it('agrees with csv-parse on whatever both take', () => {
    const text = fc.array(fc.constantFrom('"', '"', ',', '\n', '\r\n', 'a', 'b', "'", 'ü'), { maxLength: 24 });
    let compared = 0;
    fc.assert(
      fc.property(text, cuts, (parts, cuts) => {
        const whole = parts.join('');
        let found: (readonly [number, string[]])[];
        try {
          found = records(whole, ',', cuts);
        } catch (error) {
          assert.ok(error instanceof RecordFault);
          return;
        }
        const theirs = (
          parse(whole, {
            record_delimiter: ['\r\n', '\n', '\r'],
            relax_quotes: true,
            relax_column_count: true,
          }) as string[][]
        );
        assert.deepEqual(found.map(([, row]) => row), theirs);
        compared++;
      }),
      { numRuns: 1500 },
    );
    assert.ok(compared > 500, `only ${compared} texts were compared`);
  });

  it('tells the physical line a row starts on', () => {
    assert.deepEqual(records('a,b\r\n"x\r\ny\nz",1\n\n2,3\r4,5'), [
      [1, ['a', 'b']],
      [2, ['x\r\ny\nz', '1']],
      [5, ['']],
      [6, ['2', '3']],
      [7, ['4', '5']],
    ]);
  });

  it('takes a pair of line end characters for one, also when a chunk ends between them', () => {
    for (let cut = 0; cut <= 12; cut++) {
      assert.deepEqual(records('a,b\r\n"c"\r\nd', ',', [cut]), [[1, ['a', 'b']], [2, ['c']], [3, ['d']]]);
    }
  });

  it('is lenient with quotation marks that are part of a value', () => {
    assert.deepEqual(cells('5\'10" tall,2'), [['5\'10" tall', '2']]);
    assert.deepEqual(cells('"Bob" Smith,2\n3,4'), [['"Bob" Smith', '2'], ['3', '4']]);
    assert.deepEqual(cells('1, "a, b" ,2'), [['1', 'a, b', '2']]);
    assert.deepEqual(cells('1, "a" b,2'), [['1', ' "a" b', '2']]);
    assert.deepEqual(cells('1, "a,2\n3,4'), [['1', ' "a', '2'], ['3', '4']]);
    assert.deepEqual(cells('"a\tb"\t"c\nd"', '\t'), [['a\tb', 'c\nd']]);
  });

  it('says whether the last record was closed', () => {
    for (const [text, isOpen] of [['a\nb', true], ['a\nb\n', false], ['a\n"b"', true], ['a\n"b"\r\n', false]] as const) {
      const reader = new RecordReader(',', () => {});
      reader.push(text);
      reader.end();
      assert.equal(reader.endedOpen, isOpen, JSON.stringify(text));
    }
  });

  it('names the line of a quotation mark that is never closed', () => {
    assert.deepEqual(fault('a,b\n1,"x\n2,y\n'), { kind: 'quote', line: 2 });
    assert.deepEqual(fault('a,b\n1,2\n"x\ny",z,"open\n2,y\n'), { kind: 'quote', line: 4 });
    // Rows 2 and 3 would silently be one.
    assert.deepEqual(fault('a,b\n"x,1\n"y",2\n'), { kind: 'quote', line: 2 });
  });

  it('gives up soon when a mark swallows the file, and on a line without an end', () => {
    const row = 'some,cells,of,a,row\n';
    const behind = row.repeat(Math.ceil((RECORD_MAX * 2) / row.length));
    const feed = (text: string): number => {
      const reader = new RecordReader(',', () => {});
      let at = 0;
      assert.throws(
        () => {
          for (; at < text.length; at += 65_536) reader.push(text.slice(at, at + 65_536));
        },
        (error: RecordFault) => error.line === 2 && error.kind === (text.includes('"') ? 'quote' : 'long'),
      );
      return at;
    };
    assert.ok(feed(`a,b\n1,"x\n${behind}`) <= RECORD_MAX + 65_536);
    assert.ok(feed(`a,b\n${'x'.repeat(RECORD_MAX * 2)}`) <= RECORD_MAX + 65_536);
    assert.deepEqual(fault(`a,b\n1,"${'x'.repeat(RECORD_MAX)}"\n`), { kind: 'long', line: 2 });
    assert.deepEqual(fault(`a,b\n1,"${row.repeat(RECORD_MAX / 16)}"\n`), { kind: 'quote', line: 2 });
  });

  // Cases in the manner of max-mapper/csv-spectrum (BSD-2) and sineemore/csv-test-data, written anew.
  const CASES: Readonly<Record<string, readonly [string, readonly (readonly string[])[]]>> = {
    'comma in quotes': ['first,address\nJohn,"120 any st., Anytown"\n', [['first', 'address'], ['John', '120 any st., Anytown']]],
    'empty cells': ['a,b,c\n1,"",""\n2,3,\n', [['a', 'b', 'c'], ['1', '', ''], ['2', '3', '']]],
    'escaped quotes': ['a,b\n1,"ha ""ha"" ha"\n3,4\n', [['a', 'b'], ['1', 'ha "ha" ha'], ['3', '4']]],
    'quotes and newlines': ['a,b\n1,"ha \n""ha"" \nha"\n', [['a', 'b'], ['1', 'ha \n"ha" \nha']]],
    json: ['key,val\n1,"{""type"": ""Point"", ""x"": [1, 2]}"\n', [['key', 'val'], ['1', '{"type": "Point", "x": [1, 2]}']]],
    'only quotes': ['"""","a"\n""""""\n', [['"', 'a'], ['""']]],
    'old Macintosh line ends': ['a,b\r1,2\r', [['a', 'b'], ['1', '2']]],
    'one cell without a line end': ['a', [['a']]],
    'delimiters only': [',,\n', [['', '', '']]],
    nothing: ['', []],
  };
  for (const [name, [text, expected]] of Object.entries(CASES)) {
    it(`reads ${name}`, () => assert.deepEqual(cells(text), expected));
  }
});
