import assert from 'node:assert/strict';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { FileAccess } from '../../../src/contract/files.ts';
import { DEFAULT_FILE_OPTIONS } from '../../../src/domain/sourceFile.ts';
import { failure, never } from '../salesforce/sandboxConnection.ts';
import { connectToMemory, pagesOf, type MemoryConnection } from './memoryConnection.ts';
import { lost, no } from './memoryServer.ts';

const SOURCE = '/in/Student';
const CSV = 'StudentId,FirstName\r\n1,Ann\r\n2,Bo\r\n3,Cy\r\n';
const READING = { options: DEFAULT_FILE_OPTIONS, recordId: 'StudentId' };

describe('files of a server', () => {
  let memory: MemoryConnection;
  let files: FileAccess;

  beforeEach(async () => {
    memory = await connectToMemory();
    files = memory.open().files!;
  });
  afterEach(() => memory.end());

  it('are listed in order of name, others than those with the prefix and folders too', async () => {
    memory.server.put('/in/Student_b.csv', CSV);
    memory.server.put('/in/Student_a.csv', CSV);
    memory.server.put('/in/other.txt', 'x');
    memory.server.put('/in/deeper/Student_c.csv', CSV);
    memory.server.folders.add('/in/deeper');
    const { folder, entries } = await files.list(SOURCE, never());
    assert.equal(folder, '/in');
    assert.deepEqual(
      entries.map(({ name, kind }) => `${name} ${kind}`),
      ['Student_a.csv file', 'Student_b.csv file', 'deeper folder', 'other.txt file'],
    );
    await assert.rejects(files.list('/nowhere/Student', never()), failure('FOLDER_MISSING'));
  });

  it('are fetched once, with their bytes’ own name, into a folder nobody else may read', async () => {
    const file = memory.server.put('/in/Student.csv', CSV);
    const fetched = await files.fetch(SOURCE, file, never());
    assert.match(fetched.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(await files.fetch(SOURCE, file, never()), fetched);
    assert.deepEqual(await memory.open().files!.fetch(SOURCE, file, never()), fetched);
    assert.deepEqual(memory.server.log.filter((line) => line.startsWith('read')), ['read /in/Student.csv']);
    assert.equal((await stat(memory.spoolFolder)).mode & 0o777, 0o700);
    for (const name of await readdir(memory.spoolFolder)) {
      assert.match(name, /^[0-9a-f]{64}/);
      assert.equal((await stat(join(memory.spoolFolder, name))).mode & 0o777, 0o600);
    }
  });

  it('are fetched again when the spool’s copy is gone or not whole, or another version is asked for', async () => {
    const file = memory.server.put('/in/Student.csv', CSV);
    const { sha256 } = await files.fetch(SOURCE, file, never());
    const reads = (): number => memory.server.log.filter((line) => line.startsWith('read')).length;
    await writeFile(join(memory.spoolFolder, sha256), 'half');
    await files.fetch(SOURCE, file, never());
    assert.equal(reads(), 2);
    await rm(memory.spoolFolder, { recursive: true });
    await files.fetch(SOURCE, file, never());
    assert.equal(reads(), 3);
    const later = memory.server.put('/in/Student.csv', CSV, new Date('2026-11-21T15:03:00Z'));
    assert.equal((await files.fetch(SOURCE, later, never())).sha256, sha256);
    assert.equal(reads(), 4);
  });

  it('are refused when they are not the version that was asked for, before, while and after they are read', async () => {
    const file = memory.server.put('/in/Student.csv', CSV);
    const grow = (): void => void memory.server.put('/in/Student.csv', `${CSV}4,Di\r\n`);
    const changes: [string, () => void, 'FILE_GONE' | 'FILE_CHANGED'][] = [
      ['look', () => memory.server.files.delete('/in/Student.csv'), 'FILE_GONE'],
      ['look', grow, 'FILE_CHANGED'],
      ['look', () => void memory.server.put('/in/Student.csv', CSV, new Date(0)), 'FILE_CHANGED'],
      ['read', grow, 'FILE_CHANGED'],
      ['read', () => void memory.server.put('/in/Student.csv', CSV.slice(0, 9)), 'FILE_CHANGED'],
      ['second look', grow, 'FILE_CHANGED'],
      ['second look', () => memory.server.files.delete('/in/Student.csv'), 'FILE_GONE'],
    ];
    for (const [when, change, code] of changes) {
      memory.server.put('/in/Student.csv', CSV, file.modifiedAt);
      let looks = 0;
      memory.server.before = (command) => {
        if (command === 'look') looks += 1;
        if (command === when || (when === 'second look' && looks === 2)) change();
      };
      await assert.rejects(files.fetch(SOURCE, file, never()), failure(code), `${when} ${code}`);
      assert.deepEqual(await readdir(memory.spoolFolder).catch(() => []), [], 'nothing half is kept');
    }
  });

  it('leave nothing in the spool when a transfer breaks off, and no more of an endless one than is asked for', async () => {
    const file = memory.server.put('/in/Student.csv', CSV);
    memory.server.before = (command) => {
      if (command === 'read') throw lost();
    };
    await assert.rejects(memory.open().files!.fetch(SOURCE, file, never()), failure('UNREACHABLE'));
    memory.server.before = (command) => {
      if (command === 'read') memory.server.put('/in/Student.csv', CSV.repeat(1_000));
    };
    await assert.rejects(files.fetch(SOURCE, file, never()), failure('FILE_CHANGED'));
    assert.ok(memory.server.sent < 2 * file.size);
    assert.deepEqual(await readdir(memory.spoolFolder), []);
  });

  it('have their names shortened in sentences, whatever a server calls them', async () => {
    const name = `Student\u202e\n${'x'.repeat(240)}.csv`;
    const file = memory.server.put(`/in/${name}`, CSV);
    memory.server.files.clear();
    const told = failure('FILE_GONE', ({ message }) => message.length <= 240 && !/[\n\u202e]/.test(message));
    await assert.rejects(files.fetch(SOURCE, file, never()), told);
  });

  it('are kept from an upload, staged, pulled and forgotten', async () => {
    const uploaded = { name: 'corrected.csv', size: 0, modifiedAt: new Date('2026-11-20T10:00:00Z') };
    const fetched = await files.keep(uploaded, Buffer.from(CSV));
    assert.equal(fetched.size, CSV.length);
    const staged = await files.stage(fetched, READING, never());
    assert.deepEqual([staged.headers, staged.rows], [['StudentId', 'FirstName'], 3]);
    const pages = await pagesOf(memory.open(), { file: { key: staged.key } });
    assert.deepEqual(
      pages.flatMap(({ rows }) => rows.map(({ recordId, values, origin }) => [recordId, values, origin?.line])),
      [
        ['1', ['Ann', '1'], 2],
        ['2', ['Bo', '2'], 3],
        ['3', ['Cy', '3'], 4],
      ],
    );
    assert.ok(pages.every(({ sourceTime }) => sourceTime.getTime() === uploaded.modifiedAt.getTime()));
    await files.forget(fetched.sha256);
    await files.forget(fetched.sha256);
    assert.deepEqual(await readdir(memory.spoolFolder), []);
    await assert.rejects(files.stage(fetched, READING, never()), failure('FILE_GONE'));
    await assert.rejects(pagesOf(memory.open(), { file: { key: staged.key } }), failure('FILE_GONE'));
    assert.deepEqual(memory.server.log, []);
  });

  it('are moved to a free name, and a move that was cut off is known', async () => {
    const to = '/done/Student_2026-11-20T1503.csv';
    const file = memory.server.put('/in/Student.csv', CSV);
    assert.equal(await files.move(SOURCE, file, to, never()), 'done');
    assert.equal(await files.move(SOURCE, file, to, never()), 'done');
    memory.server.put('/in/Student.csv', 'a new version', new Date('2026-11-21T15:03:00Z'));
    assert.equal(await files.move(SOURCE, file, to, never()), 'done');
    memory.server.put('/in/Student.csv', CSV);
    assert.equal(await files.move(SOURCE, file, to, never()), 'taken');
    assert.equal(await files.move(SOURCE, { ...file, size: 1 }, '/done/x', never()), 'changed');
    assert.equal(await files.move(SOURCE, { ...file, name: 'Student_no.csv' }, '/done/x', never()), 'gone');
    assert.equal(await files.move(SOURCE, { ...file, name: 'Student_no.csv', size: 1 }, to, never()), 'gone');
    assert.deepEqual([...memory.server.files.keys()].sort(), [to, '/in/Student.csv'].sort());
  });

  it('stay where they are when the folder they would go to is missing or refused', async () => {
    const file = memory.server.put('/in/Student.csv', CSV);
    await assert.rejects(files.move(SOURCE, file, '/nowhere/Student.csv', never()), failure('FOLDER_MISSING'));
    memory.server.before = (command) => {
      if (command === 'rename' || command === 'remove') throw no('FILE_REFUSED', 'Permission denied.');
    };
    await assert.rejects(
      files.move(SOURCE, file, '/done/Student.csv', never()),
      failure('FOLDER_REFUSED', ({ message }) => message.includes('from /in to /done')),
    );
    await assert.rejects(files.remove(SOURCE, file, never()), failure('FOLDER_REFUSED'));
    assert.deepEqual([...memory.server.files.keys()], ['/in/Student.csv']);
  });

  it('are never lost or overwritten by a move, whoever else is at work and wherever it is cut off', async () => {
    const names = fc.constantFrom('/in/Student.csv', '/done/Student.csv');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.integer({ min: 0, max: 4 }), what: fc.constantFrom('put', 'lose'), path: names })),
        fc.boolean(),
        async (disturbances, losesAnswer) => {
          const { server } = memory;
          server.files.clear();
          const file = server.put('/in/Student.csv', CSV);
          let at = 0;
          let arrived = 0;
          server.before = (command) => {
            if (command === 'connect' || command === 'rename') return;
            for (const { what, path } of disturbances.filter((one) => one.at === at)) {
              // What others put there; a rename between our look and our move can't be seen by anybody.
              if (what === 'put' && !server.files.has(path)) server.put(path, `version ${++arrived}`, new Date(arrived));
              else if (what === 'lose') throw lost();
            }
            at += 1;
          };
          server.afterRename = () => {
            if (losesAnswer) throw lost();
          };
          const move = () => files.move(SOURCE, file, '/done/Student.csv', never()).catch(() => 'lost');
          const first = await move();
          const answer = first === 'lost' ? await move() : first;
          assert.equal(server.files.size, 1 + arrived, 'nothing was lost');
          const ours = [...server.files].find(([, { bytes }]) => Buffer.from(bytes).toString() === CSV)![0];
          if (answer === 'done') assert.equal(ours, '/done/Student.csv');
          if (answer === 'taken') assert.equal(ours, '/in/Student.csv');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are deleted only as the version that was imported', async () => {
    const file = memory.server.put('/in/Student.csv', CSV);
    assert.equal(await files.remove(SOURCE, { ...file, size: 1 }, never()), 'changed');
    assert.equal(await files.remove(SOURCE, { ...file, modifiedAt: new Date(0) }, never()), 'changed');
    assert.equal(await files.remove(SOURCE, file, never()), 'done');
    assert.equal(await files.remove(SOURCE, file, never()), 'gone');
  });
});
