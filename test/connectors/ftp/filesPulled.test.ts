import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import type { Cursor } from '../../../src/contract/sources.ts';
import { DEFAULT_FILE_OPTIONS } from '../../../src/domain/sourceFile.ts';
import { failure, never } from '../salesforce/sandboxConnection.ts';
import { connectToMemory, pagesOf, type MemoryConnection } from './memoryConnection.ts';

const CSV = 'StudentId,FirstName\n1,Ann\n\n2,Bo\n3,Cy\n';
const TIME = new Date('2026-11-20T15:03:00Z');

describe('files that are pulled', () => {
  let memory: MemoryConnection;

  beforeEach(async () => {
    memory = await connectToMemory();
    memory.server.put('/in/Student_1119.csv', 'StudentId,FirstName\n9,Old\n', new Date('2026-11-19T15:03:00Z'));
    memory.server.put('/in/Student_1120.csv', CSV, TIME);
    memory.server.put('/in/Student_1121.csv.part', CSV, new Date('2026-11-21T15:03:00Z'));
    memory.server.put('/in/Student_1122.csv', '', new Date('2026-11-22T15:03:00Z'));
    memory.server.put('/in/Other.csv', CSV, new Date('2026-11-23T15:03:00Z'));
  });
  afterEach(() => memory.end());

  it('are the newest whole one, in pages that say how far they are', async () => {
    const pages = await pagesOf(memory.open());
    assert.deepEqual(
      pages.map(({ rows, last, readTo }) => [rows.length, last, readTo]),
      [
        [2, false, null],
        [1, true, { modifiedAt: TIME, recordId: null }],
      ],
    );
    for (const { sourceRows, sourceTime, definition, ordered } of pages) {
      assert.deepEqual([sourceRows, sourceTime, definition, ordered], [3, TIME, '/in/Student', true]);
    }
    assert.deepEqual(pages[1]!.rows[0], {
      recordId: '3',
      modifiedAt: TIME,
      values: ['Cy', '3'],
      gone: null,
      problems: [],
      origin: { line: 5, cells: ['3', 'Cy'] },
    });
  });

  it('give columns that are not there as null, and what is wrong with a row beside it', async () => {
    memory.server.put('/in/Student_1120.csv', 'StudentId,FirstName\n="01",Ann,x\n7,Bo\n7,Cy\n', TIME);
    const [page] = await pagesOf(memory.open(), { fields: ['StaffId', 'StudentId'] }, 1);
    assert.deepEqual(
      page!.rows.map(({ recordId, values, problems }) => [recordId, values, problems?.map(({ code }) => code)]),
      [
        ['01', [null, '01'], ['row_width']],
        ['7', [null, '7'], ['duplicate_in_file']],
      ],
    );
  });

  it('go on where a page ended, in the same file although a newer one has come', async () => {
    const [first] = await pagesOf(memory.open(), {}, 1);
    memory.server.put('/in/Student_1124.csv', 'StudentId,FirstName\n8,New\n', new Date('2026-11-24T15:03:00Z'));
    const rest = await pagesOf(memory.open(), { after: JSON.parse(JSON.stringify(first!.next)) as Cursor });
    assert.deepEqual(rest.map(({ rows, sourceRows }) => [rows[0]!.recordId, sourceRows]), [['3', 1]]);
    const anew = await pagesOf(memory.open());
    assert.deepEqual(anew.flatMap(({ rows }) => rows.map(({ recordId }) => recordId)), ['8']);
  });

  it('begin anew when the spool was emptied and another file stands there', async () => {
    const [first] = await pagesOf(memory.open(), {}, 1);
    const { next: after } = first!;
    await rm(memory.spoolFolder, { recursive: true });
    const same = await pagesOf(memory.open(), { after });
    assert.deepEqual(same.flatMap(({ rows }) => rows.map(({ recordId }) => recordId)), ['3']);
    await rm(memory.spoolFolder, { recursive: true });
    memory.server.put('/in/Student_1120.csv', CSV, new Date('2026-11-20T15:04:00Z'));
    const anew = await pagesOf(memory.open(), { after });
    assert.deepEqual(anew.flatMap(({ rows }) => rows.map(({ recordId }) => recordId)), ['1', '2', '3']);
  });

  it('take a cursor’s key for a name in the spool only when it is one', async () => {
    const after = { key: '../../../etc/passwd', offset: 0, row: 0 };
    assert.equal((await pagesOf(memory.open(), { after })).length, 2);
    const file = { key: '../../../etc/passwd' };
    await assert.rejects(pagesOf(memory.open(), { file }), failure('FILE_GONE'));
  });

  it('have one empty page when nothing is newer than asked for', async () => {
    const late = await pagesOf(memory.open(), { since: new Date(TIME.getTime() + 1) });
    assert.deepEqual(late.map(({ rows, last, sourceRows }) => [rows.length, last, sourceRows]), [[0, true, 0]]);
    assert.equal((await pagesOf(memory.open(), { since: TIME })).length, 2);
  });

  it('are refused for another source than the one expected, and when there is none', async () => {
    const expectedDefinition = '/in/Former';
    await assert.rejects(pagesOf(memory.open(), { expectedDefinition }), failure('SOURCE_CHANGED'));
    await assert.rejects(
      pagesOf(memory.open(), { sourceId: '/in/Nobody' }),
      failure('FILE_MISSING', ({ message }) =>
        message.startsWith('No file in /in begins with Nobody; the folder holds 5 others.'),
      ),
    );
  });
});

describe('sources of a file server', () => {
  let memory: MemoryConnection;

  beforeEach(async () => {
    memory = await connectToMemory();
  });
  afterEach(() => memory.end());

  it('are described by folder and prefix, when the folder is there', async () => {
    const open = memory.open();
    const described = await open.describeSource('Contact', '/in/Student', never(), { ...DEFAULT_FILE_OPTIONS, which: 'all' });
    assert.deepEqual(described, {
      id: '/in/Student',
      name: 'Student… in /in',
      kind: 'File',
      folder: '/in',
      usable: true,
      reason: '',
      filter: 'Files whose names begin with Student; every one, oldest first',
      count: null,
      fullRunCalls: 0,
      usualRunCalls: 0,
      definition: '/in/Student',
    });
    const all = await open.describeSource('Contact', '/', never());
    assert.deepEqual([all.id, all.name, all.filter], ['/', 'All files in /', 'All files; the newest one']);
    await assert.rejects(open.describeSource('Contact', '/nowhere/Student', never()), failure('FOLDER_MISSING'));
  });

  it('are found by their own ID, when the folder is there', async () => {
    const search = (query: string, offset = 0) =>
      memory.open().searchSources({ recordType: 'Contact', kind: null, query, offset }, never());
    const found = await search(' /in/Student ');
    assert.deepEqual([found.total, found.sources.map(({ id }) => id)], [1, ['/in/Student']]);
    assert.deepEqual((await search('/in/Student', 1)).sources, []);
    for (const query of ['Student', '/nowhere/Student', '/in/../Student', '']) assert.equal((await search(query)).total, 0);
  });

  it('offer the columns of the newest file, of which the beginning is enough', async () => {
    const open = memory.open();
    const columns = async (change = {}): Promise<readonly string[]> => {
      const fields = await open.describeFields('Contact', '/in/Student', never(), { ...DEFAULT_FILE_OPTIONS, ...change });
      assert.ok(fields.every(({ type, isRecordId, writable }) => type === 'column' && isRecordId && !writable));
      return fields.map(({ name }) => name);
    };
    await assert.rejects(columns(), failure('FILE_MISSING', ({ message }) => message.includes('the folder holds no files')));
    assert.deepEqual(await columns({ sampleHeaders: ['A', 'B'] }), ['A', 'B']);
    memory.server.chunkBytes = 10_000;
    memory.server.put('/in/Student.tsv', `\ufeffStudentId\t First  Name\tStudentId\n${'1\tAnn\t2\n'.repeat(100_000)}`);
    assert.deepEqual(await columns({ delimiter: 'tab', sampleHeaders: ['A'] }), ['StudentId', 'First  Name']);
    await assert.rejects(columns(), failure('FILE_DELIMITER'));
    assert.deepEqual(await open.describeFields('Contact', null, never()), []);
  });
});
