import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { spoolFault } from '../../../src/contract/delimited/fileErrors.ts';
import { peekFile } from '../../../src/contract/delimited/peek.ts';
import { readStaged, STAGED_START, type StagedPlace, type StagedRow } from '../../../src/contract/delimited/readStaged.ts';
import { findStaged, forgetStaged, stageFile } from '../../../src/contract/delimited/stage.ts';
import { stagedKey } from '../../../src/contract/delimited/stagedFormat.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { FileReading, StagedFile } from '../../../src/contract/files.ts';
import { CSV_BOM, csvRow } from '../../../src/domain/csv.ts';
import { DEFAULT_FILE_OPTIONS, type FileEncoding, type FileOptions } from '../../../src/domain/sourceFile.ts';

const NEVER = new AbortController().signal;
const FETCHED = { name: 'StudentData_1120.csv', size: 1, modifiedAt: new Date(1_795_190_400_000), sha256: 'ab12' };

function reading(options: Partial<FileOptions> = {}, recordId: string | null = 'Id'): FileReading {
  return { options: { ...DEFAULT_FILE_OPTIONS, ...options }, recordId };
}

describe('staging a file', () => {
  let folder: string;
  let into: string;
  let count = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-delimited-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    into = join(folder, `staged-${count++}`);
  });

  async function stage(content: string | Uint8Array, how: FileReading = reading()): Promise<StagedFile> {
    const path = `${into}.source`;
    await writeFile(path, content);
    return stageFile(path, FETCHED, how, into, NEVER);
  }

  async function rowsFrom(place: StagedPlace = STAGED_START, pageRows = 1000): Promise<StagedRow[]> {
    const rows: StagedRow[] = [];
    for await (const page of (await readStaged(into, place, pageRows, NEVER))!) rows.push(...page.rows);
    return rows;
  }

  async function refusal(content: string | Uint8Array, how: FileReading = reading()): Promise<string> {
    try {
      await stage(content, how);
    } catch (error) {
      assert.ok(error instanceof ConnectorError, String(error));
      assert.equal(error.retry.kind, 'never');
      assert.ok(error.message.length <= 240, error.message);
      assert.deepEqual((await readdir(folder)).filter((name) => !name.endsWith('.source') && into.endsWith(name.split('.')[0]!)), []);
      return `${error.code}: ${error.message}`;
    }
    return assert.fail('The file was staged.');
  }

  it('gives back every row of any table, in any encoding, with any line ends', async () => {
    const unit = fc.constantFrom('"', ',', '\t', '\n', '\r\n', ' ', 'a', '1', 'é', 'ß', '’', '€', '\x1f', 'j', 't');
    const cell = fc.array(unit, { maxLength: 5 }).map((units) => units.join(''));
    const file = fc.record({
      rows: fc.array(fc.tuple(fc.constantFrom('x', 'y'), cell, cell), { maxLength: 6 }),
      encoding: fc.constantFrom<FileEncoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
      mark: fc.boolean(),
      end: fc.constantFrom('\r\n', '\n', '\r'),
      delimiter: fc.constantFrom('comma' as const, 'tab' as const),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, encoding, mark, end, delimiter }) => {
        const by = delimiter === 'comma' ? ',' : '\t';
        const table = [['Id', 'Näme', 'Note'], ...rows.map(([id, ...cells], at) => [`${id}${at}`, ...cells])];
        const text = table.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(by) + end).join('');
        await forgetStaged(into);
        const staged = await stage(
          iconv.encode(text, encoding, { addBOM: mark && encoding !== 'windows-1252' }),
          reading({ delimiter }),
        );
        assert.deepEqual([staged.encoding, staged.rows, staged.headers], [encoding, rows.length, table[0]]);
        const found = await rowsFrom(STAGED_START, 2);
        assert.deepEqual(found.map(({ cells }) => cells), table.slice(1));
        assert.deepEqual(found.flatMap(({ problems }) => problems), []);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on at any page, and the last one says so', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `${at % 25}`);
    await stage(`Id,Note\n${ids.map((id, at) => `${id},"n\n${at}é"\n`).join('')}`);
    for (const pageRows of [1, 7, 10, 30, 31]) {
      const all = await rowsFrom(STAGED_START, pageRows);
      assert.deepEqual(all.map(({ cells }) => cells[0]), ids);
      let place = STAGED_START;
      let pages = 0;
      for await (const page of (await readStaged(into, STAGED_START, pageRows, NEVER))!) {
        pages++;
        assert.equal(page.last, page.next.row === 30);
        assert.equal(page.next.row, place.row + page.rows.length);
        place = page.next;
        assert.deepEqual(await rowsFrom(place, 4), all.slice(place.row));
      }
      assert.equal(pages, Math.ceil(30 / pageRows));
    }
  });

  it('gives shorter pages of long rows', async () => {
    const long = 'x'.repeat(200_000);
    await stage(`Id,Note\n${Array.from({ length: 40 }, (_, at) => `${at},${long}\n`).join('')}`);
    const sizes = [];
    for await (const page of (await readStaged(into, STAGED_START, 2000, NEVER))!) sizes.push(page.rows.length);
    assert.deepEqual(sizes, [11, 11, 11, 7]);
  });

  it('gives a single empty page of a file without rows', async () => {
    assert.equal((await stage('Id,Note\r\n')).rows, 0);
    const pages = [];
    for await (const page of (await readStaged(into, STAGED_START, 10, NEVER))!) pages.push(page);
    assert.deepEqual(pages, [{ rows: [], next: STAGED_START, last: true }]);
  });

  it('tells lines, blank lines, samples of a guess, and how the file ended', async () => {
    const staged = await stage(
      iconv.encode('\nId,Name\r\n\r\n1,Müller\r\n,,\r\n2,"O’Brien\nfils"\r\n3,Zoë\r\n4,Ana\r\n5,Bé\r\n6', 'win1252'),
    );
    assert.deepEqual([staged.rows, staged.blankLines, staged.encoding], [6, 3, 'windows-1252']);
    assert.deepEqual(staged.samples, ['Müller', 'O’Brien\nfils', 'Zoë']);
    assert.deepEqual(staged.notes, [
      'The last row may be cut off: it has fewer values than there are columns, and no line end. See whether the export ran through.',
    ]);
    assert.deepEqual((await rowsFrom()).map(({ line }) => line), [4, 6, 8, 9, 10, 11]);
    assert.deepEqual([staged.key, staged.name], [stagedKey(FETCHED, reading()), FETCHED.name]);
    assert.deepEqual(await findStaged(into), staged);
  });

  it('counts what no text has and leaves it out', async () => {
    const staged = await stage(`Id,Name\n${'1,Ana\n'.repeat(12_000)}2,B\0o\n`, reading({ encoding: 'utf-8' }, null));
    assert.equal((await rowsFrom()).at(-1)!.cells[1], 'Bo');
    assert.deepEqual(staged.notes, ['1 NUL character was left out. No text has any; see how the file is exported.']);
  });

  it('finds rows that are cut wrong', async () => {
    await stage('Name,,Id,,\nAna,,1,,\nBo,,2\nCy\nDi,x,3\nEd,,4,,y\nFlo,, Jr,5,,,z\n');
    const found = (await rowsFrom()).map(({ line, cells, problems }) => [line, cells.length, ...problems]);
    assert.deepEqual(found, [
      [2, 5],
      [3, 3],
      [4, 3, problem('row_width', null, null, 'Row 4 has 1 value under 3 headers, none for Id. A line break inside a value does this. Put that value in quotes and import the row again.')],
      [5, 3, problem('value_without_header', 'Column 2', 'x', 'Row 5 holds “x” in column 2, which has no name. It was left out. Name the column, or empty it.')],
      [6, 5, problem('value_without_header', 'Column 5', 'y', 'Row 6 holds “y” in column 5, which has no name. It was left out. Name the column, or empty it.')],
      [7, 7, problem('row_width', null, null, 'Row 7 has 7 values under 3 headers. A comma inside a value does this. Put that value in quotes and import the row again.')],
    ]);
  });

  it('finds contact IDs that come again, and only these', async () => {
    await stage('Id,Name\nA1,x\n a1,x\n"=""A1""",y\nB2,y\n B2\u00a0,z\nC,1\nC,2\nC,3\nC,4\nC,5\n,e\n,f\nD,g\n');
    const messages = (await rowsFrom(STAGED_START, 3)).map(({ problems }) => problems.map((each) => `${each.code} ${each.message}`).join());
    const twice = (rows: string, id: string, none: string): string =>
      `duplicate_in_file Rows ${rows} have the same contact ID, ${id}. Only one can be right, so ${none} was imported. Keep one and import it again.`;
    const a = twice('2 and 4', 'A1', 'neither');
    const b = twice('5 and 6', 'B2', 'neither');
    const c = twice('7, 8, 9 and 2 more', 'C', 'none');
    assert.deepEqual(messages, [a, '', a, b, b, c, c, c, c, c, '', '', '']);
  });

  it('finds all repeated IDs of a file larger than its blocks', async () => {
    const rows = 150_000;
    const idOf = (row: number): number => (row % 1000 < 2 ? row - (row % 1000) : row);
    let text = 'Id\tName\n';
    for (let row = 0; row < rows; row++) text += `${idOf(row)}\tx\n`;
    await stage(text, reading({ delimiter: 'tab' }));
    let row = 0;
    for await (const page of (await readStaged(into, STAGED_START, 2000, NEVER))!) {
      for (const { problems } of page.rows) {
        const expected = row % 1000 < 2 ? `Rows ${row - (row % 1000) + 2} and ${row - (row % 1000) + 3} ` : '';
        if (problems.length !== (expected === '' ? 0 : 1) || !(problems[0]?.message ?? '').startsWith(expected)) {
          assert.fail(`row ${row}: ${problems[0]?.message}`);
        }
        row++;
      }
    }
    assert.equal(row, rows);
  });

  it('reads an error file of ours as the rows it was made of', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'=+-@\'"a1, \t\né’') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (cells) => {
        const rows = cells.map(([one, two], at) => [`k${at}`, one, two]);
        const ours = rows.map((row, at) => csvRow([...row, at + 2, 'Error', 'Last name is empty, add it.']));
        await forgetStaged(into);
        const staged = await stage(CSV_BOM + csvRow(['Id', '=a', '', 'Line', 'Status', 'Errors']) + ours.join(''), reading({}, 'Id'));
        assert.deepEqual(staged.headers, ['Id', '=a', '']);
        assert.deepEqual((await rowsFrom()).map((row) => row.cells), rows);
      }),
      { numRuns: 40 },
    );
    await forgetStaged(into);
    // One value too many, as it was received.
    await stage(csvRow(['Id', 'Name', 'Line', 'Status', 'Errors']) + csvRow(['1', 'Lee', 'Jr', 7, 'Error', 'why']));
    assert.deepEqual((await rowsFrom()).map(({ cells, problems }) => [cells, problems.map(({ code }) => code)]), [
      [['1', 'Lee', 'Jr'], ['row_width']],
    ]);
  });

  it('passes over a line that tells the delimiter, when it is the one that is set', async () => {
    assert.deepEqual((await stage('sep=,\r\nId,b\r\n1,2\r\n')).headers, ['Id', 'b']);
    assert.equal((await rowsFrom())[0]!.line, 3);
    await forgetStaged(into);
    assert.deepEqual((await stage('sep=\t\r\nId\tb\r\n', reading({ delimiter: 'tab' }))).headers, ['Id', 'b']);
  });

  const REFUSED: readonly (readonly [string, string | Uint8Array, FileReading, string])[] = [
    ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), reading(), 'FILE_WORKBOOK: StudentData_1120.csv is an Excel workbook.'],
    ['bytes of no text', Uint8Array.of(1, 0, 0, 2, 0, 0, 3), reading(), 'FILE_BINARY: StudentData_1120.csv holds bytes that no text has.'],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), reading(), 'FILE_ENCODING: StudentData_1120.csv is in UTF-32,'],
    ['Windows-1252 set as UTF-8', iconv.encode('Id\r\n1\r\nmüde', 'win1252'), reading({ encoding: 'utf-8' }), 'FILE_ENCODING: Line 3 of StudentData_1120.csv is not UTF-8, the encoding that is set.'],
    ['UTF-8 that is cut off', Buffer.from('Id,Name\n1,Zoë\n2,Zoë').subarray(0, -1), reading(), 'FILE_ENCODING: Line 3 of StudentData_1120.csv is not UTF-8, though the lines before it are.'],
    ['neither encoding', Uint8Array.of(0x49, 0x64, 10, 0xe9, 10, 0x81), reading(), 'FILE_ENCODING: Line 3 of StudentData_1120.csv is neither UTF-8 nor Windows-1252.'],
    ['half a character', iconv.encode('Id,\ud83d\n1,2', 'utf-16le', { addBOM: true }), reading(), 'FILE_ENCODING: StudentData_1120.csv is UTF-16 with characters that are cut in two.'],
    ['tabs for commas', 'Id\tName\n1\tAna\n', reading(), 'FILE_DELIMITER: StudentData_1120.csv looks tab-delimited; set to comma. Change the delimiter under Contact import'],
    ['tabs for commas, a comma in the header', 'Id\tName, full\n', reading(), 'FILE_DELIMITER: StudentData_1120.csv looks tab-delimited; set to comma.'],
    ['commas for tabs', 'Id,Name\n', reading({ delimiter: 'tab' }), 'FILE_DELIMITER: StudentData_1120.csv looks comma-delimited; set to tab.'],
    ['semicolons', 'Id;Name\n', reading(), 'FILE_DELIMITER: StudentData_1120.csv looks semicolon-delimited; set to comma. Export it comma-delimited.'],
    ['a line that says semicolon', 'sep=;\nId;Name\n', reading(), 'FILE_DELIMITER: StudentData_1120.csv looks semicolon-delimited; set to comma.'],
    ['no contact ID', 'StudentId,Name\n', reading(), 'FILE_HEADER: StudentData_1120.csv: “Id” is not in its first row.'],
    ['a contact ID spelt nearly so', 'i_d,Name\n', reading(), 'FILE_HEADER: StudentData_1120.csv: The column “i_d” is nearly, but not exactly, “Id”.'],
    ['two contact IDs', 'Id,Name,Id\n', reading(), 'FILE_HEADER: StudentData_1120.csv: “Id” is there more than once.'],
    ['an open quotation mark', 'Id,Name\n1,"Ana\n2,Bo\n', reading(), 'FILE_QUOTE: A quotation mark on line 2 of StudentData_1120.csv is never closed.'],
    ['nothing but blank lines', '\n\n , \n', reading(), 'FILE_EMPTY: StudentData_1120.csv has no first row with the names of its columns.'],
    ['a line without an end', `Id\n${'x'.repeat(300_000)}`, reading(), 'FILE_BINARY: Line 2 of StudentData_1120.csv goes on for more characters than any row has.'],
  ];
  for (const [name, content, how, expected] of REFUSED) {
    it(`refuses ${name}, and leaves nothing`, async () => {
      const told = await refusal(content, how);
      assert.ok(told.startsWith(expected), told);
    });
  }

  it('does nothing when it is done already, and all anew when it is not whole', async () => {
    const first = await stage('Id,Name\n1,Ana\n1,Bo\n');
    await rm(`${into}.source`);
    assert.deepEqual(await stageFile(`${into}.source`, FETCHED, reading(), into, NEVER), first);
    await truncate(`${into}.rows`, 3);
    assert.equal(await findStaged(into), null);
    assert.equal(await readStaged(into, STAGED_START, 10, NEVER), null);
    assert.deepEqual(await stage('Id,Name\n1,Ana\n1,Bo\n'), first);
    await rm(`${into}.twice`);
    assert.equal(await findStaged(into), null);
    await writeFile(`${into}.facts`, '{"file":');
    assert.equal(await findStaged(into), null);
    assert.deepEqual(await stage('Id,Name\n1,Ana\n1,Bo\n'), first);
    assert.equal((await rowsFrom()).flatMap(({ problems }) => problems).length, 2);
    await forgetStaged(into);
    await forgetStaged(into);
    assert.equal(await findStaged(into), null);
  });

  it('has a key of its own for each version and way of reading', () => {
    const keys = [
      stagedKey(FETCHED, reading()),
      stagedKey({ ...FETCHED, name: 'Other.csv' }, reading()),
      stagedKey({ ...FETCHED, modifiedAt: new Date(1) }, reading()),
      stagedKey(FETCHED, reading({ delimiter: 'tab' })),
      stagedKey(FETCHED, reading({ encoding: 'utf-8' })),
      stagedKey(FETCHED, reading({}, 'Other')),
    ];
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(stagedKey({ ...FETCHED }, reading({ after: 'delete' })), keys[0]);
  });

  it('ends with the reason of an abort and leaves nothing half-made', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const path = `${into}.source`;
    await writeFile(path, `Id,Name\n${'1,Ana\n'.repeat(200_000)}`);
    const staging = stageFile(path, FETCHED, reading(), into, stop.signal);
    setImmediate(() => stop.abort(reason));
    await assert.rejects(staging, (error) => error === reason);
    assert.equal(await findStaged(into), null);
    await rm(path);
    const name = into.slice(folder.length + 1);
    assert.deepEqual((await readdir(folder)).filter((each) => each.split('.')[0] === name), []);

    await stage('Id,Name\n1,Ana\n2,Bo\n3,Cy\n');
    const reader = new AbortController();
    const pages = (await readStaged(into, STAGED_START, 1, reader.signal))!;
    await pages.next();
    reader.abort(reason);
    await assert.rejects(pages.next(), (error) => error === reason);
  });

  it('says so when the disk is full, and keeps other faults as they are', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const told = spoolFault('a.csv', full) as ConnectorError;
    assert.deepEqual([told.code, told.retry, told.cause], ['SPOOL_FULL', { kind: 'after', delayMs: 600_000 }, full]);
    const other = new Error('EACCES');
    assert.equal(spoolFault('a.csv', other), other);
  });

  it('keeps names that no sentence can hold short and in one line', async () => {
    const path = `${into}.source`;
    await writeFile(path, '');
    const name = `a\r\nb\u202e${'x'.repeat(300)}`;
    await assert.rejects(stageFile(path, { ...FETCHED, name }, reading(), into, NEVER), (error: Error) => {
      assert.ok(!/[\r\n\u202e]/.test(error.message) && error.message.length <= 240, error.message);
      return true;
    });
    assert.equal((await readFile(path)).length, 0);
  });
});

describe('looking at a file’s beginning', () => {
  const DETECT = { isWhole: true, delimiter: 'detect', encoding: 'detect' } as const;

  it('tells columns, encoding and delimiter', () => {
    const known = ['StudentId', 'LastName'];
    for (const [text, delimiter] of [
      ['StudentId,"Last, Name"\r\n1,2', 'comma'],
      ['sep=\t\nStudentId\t"Last, Name"\n1\t2', 'tab'],
      ['\r\nStudentId\tNotes, long, a, b, c\r\n', 'tab'],
    ] as const) {
      const peek = peekFile('a.csv', iconv.encode(text, 'utf-16le', { addBOM: true }), { ...DETECT, known });
      assert.deepEqual([peek.delimiter, peek.encoding, peek.headers[0], peek.headers.length], [delimiter, 'utf-16le', 'StudentId', 2]);
    }
    assert.deepEqual(peekFile('a.csv', Buffer.from('a,,b,Line,Status,Errors'), DETECT).headers, ['a', 'b']);
  });

  it('needs no more than the beginning, wherever it ends', () => {
    const whole = Buffer.from(`Id,Name\n${'1,é€𝄞\n'.repeat(30)}2,"open`);
    for (let end = 8; end < whole.length; end++) {
      const peek = peekFile('a.csv', whole.subarray(0, end), { ...DETECT, isWhole: false });
      assert.deepEqual(peek, { headers: ['Id', 'Name'], encoding: 'utf-8', delimiter: 'comma' });
    }
  });

  it('refuses what staging would refuse', () => {
    const refused = (content: string | Uint8Array, delimiter: 'comma' | 'tab' | 'detect' = 'detect'): string => {
      try {
        peekFile('a.csv', Buffer.from(content), { ...DETECT, delimiter });
      } catch (error) {
        return (error as ConnectorError).code;
      }
      return 'none';
    };
    assert.equal(refused(Uint8Array.of(0x50, 0x4b, 3, 4)), 'FILE_WORKBOOK');
    assert.equal(refused(''), 'FILE_EMPTY');
    assert.equal(refused('a;b\n'), 'FILE_DELIMITER');
    assert.equal(refused('a\tb\n', 'comma'), 'FILE_DELIMITER');
    assert.equal(refused('"a,b\n'), 'FILE_QUOTE');
    assert.equal(refused(Uint8Array.of(0x61, 10, 0xe9, 0x81)), 'FILE_ENCODING');
  });
});

function problem(code: string, column: string | null, value: string | null, message: string) {
  return { code, column, value, message };
}
