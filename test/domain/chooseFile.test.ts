import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  candidates,
  chooseFile,
  compareVersions,
  isSameVersion,
  judgeFolder,
  sourceFolder,
  sourcePrefix,
  type FolderState,
  type ListedEntry,
} from '../../src/domain/chooseFile.ts';
import type { FileVersion } from '../../src/domain/sourceFile.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20) + second * 1000);
const file = (name: string, modified: number, size = 10): ListedEntry => ({
  name,
  size,
  modifiedAt: at(modified),
  kind: 'file',
});
const state = (part: Partial<FolderState>): FolderState => ({
  prefix: 'Stu',
  options: { which: 'newest', quietSeconds: 0 },
  entries: [],
  known: [],
  newestImported: null,
  chain: null,
  now: at(1000),
  ...part,
});
const verdicts = (part: Partial<FolderState>): string[] =>
  judgeFolder(state(part)).map(({ entry, verdict }) => `${entry.name} ${verdict}`);

describe('choosing a file', () => {
  it('cuts a source’s ID behind its last slash', () => {
    assert.deepEqual(
      ['/a/b/Stu', '/Stu', '/a/'].map((id) => [sourceFolder(id), sourcePrefix(id)]),
      [['/a/b', 'Stu'], ['/', 'Stu'], ['/a', '']],
    );
  });

  it('takes plain, whole files whose names begin as they should', () => {
    const entries: ListedEntry[] = [
      file('Stu1.csv', 1),
      file('Stu2.csv.FilePart', 2),
      file('Stu3.part', 2),
      file('Stu4.tmp', 2),
      file('Stu5.csv', 2, 0),
      { ...file('Stu6', 2), kind: 'folder' },
      { ...file('Stu7', 2), kind: 'other' },
      file('stu8.csv', 2),
      file('.Stu9.csv', 2),
    ];
    assert.deepEqual(verdicts({ entries }), [
      'Stu1.csv next',
      'Stu2.csv.FilePart uploading',
      'Stu3.part uploading',
      'Stu4.tmp uploading',
      'Stu5.csv empty',
      'Stu6 not_a_file',
      'Stu7 not_a_file',
      'stu8.csv other_name',
      '.Stu9.csv other_name',
    ]);
    assert.deepEqual(verdicts({ entries: [file('.Stu9.csv', 2)], prefix: '' }), ['.Stu9.csv uploading']);
  });

  it('says what would become of each file', () => {
    const entries = [file('Stu1', 1), file('Stu2', 2), file('Stu3', 3), file('Stu4', 4)];
    const known = [
      { ...file('Stu2', 2), imported: true, refused: false, chain: 'a', steadySince: at(0) },
      { ...file('Stu4', 4), imported: false, refused: true, chain: 'b', steadySince: at(0) },
    ];
    const newestImported = file('Stu2', 2);
    const of = { entries, known, newestImported };
    assert.deepEqual(verdicts(of), ['Stu1 older', 'Stu2 imported', 'Stu3 older', 'Stu4 refused']);
    const all = { which: 'all' as const, quietSeconds: 60 };
    assert.deepEqual(verdicts({ ...of, options: all }), [
      'Stu1 uploading',
      'Stu2 imported',
      'Stu3 uploading',
      'Stu4 refused',
    ]);
    assert.deepEqual(verdicts({ ...of, options: { ...all, quietSeconds: 0 } }), [
      'Stu1 next',
      'Stu2 imported',
      'Stu3 later',
      'Stu4 refused',
    ]);
  });

  it('takes another size of the same name and second for a newer version, the same size for the same', () => {
    const newestImported = file('Stu1', 5, 10);
    assert.deepEqual(verdicts({ entries: [file('Stu1', 5, 11)], newestImported }), ['Stu1 next']);
    assert.deepEqual(verdicts({ entries: [file('Stu1', 5, 10)], newestImported }), ['Stu1 older']);
    assert.deepEqual(verdicts({ entries: [file('Stu0', 5, 11)], newestImported }), ['Stu0 older']);
  });

  it('waits for the one that will be ready first, and for none while another is', () => {
    const [a, b] = [file('Stu1', 1), file('Stu2', 2)];
    const waiting = [
      { file: a, readyAt: at(1060) },
      { file: b, readyAt: at(1030) },
    ];
    assert.deepEqual(chooseFile(waiting, at(1000)), { kind: 'wait', file: b, readyAt: at(1030) });
    assert.deepEqual(chooseFile(waiting, at(1030)), { kind: 'take', file: b });
    assert.deepEqual(chooseFile(waiting, at(1060)), { kind: 'take', file: a });
    assert.deepEqual(chooseFile([], at(0)), { kind: 'none' });
  });
});

/** What happens to a folder and to its import, in any order. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), name: fc.nat(3), time: fc.nat(40), size: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('remove' as const), name: fc.nat(3) }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.nat(90) }),
  fc.record({ kind: fc.constant('run' as const), fails: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A folder, the ledger as the database keeps it, and what was imported in which order. */
class Model {
  files = new Map<string, ListedEntry>();
  known: FolderState['known'][number][] = [];
  imported: FileVersion[] = [];
  looks: { at: number; entries: ListedEntry[] }[] = [];
  now = 0;
  chains = 0;
  readonly which: 'newest' | 'all';
  readonly after: 'leave' | 'move';
  readonly quietSeconds: number;

  constructor(which: 'newest' | 'all', after: 'leave' | 'move', quietSeconds: number) {
    this.which = which;
    this.after = after;
    this.quietSeconds = quietSeconds;
  }

  play(one: Step): void {
    if (one.kind === 'put') this.files.set(`Stu${one.name}`, file(`Stu${one.name}`, one.time, one.size));
    else if (one.kind === 'remove') this.files.delete(`Stu${one.name}`);
    else if (one.kind === 'pass') this.now += one.seconds;
    else this.queue(one.fails);
  }

  /** A queue of runs: until nothing is ready. @returns how many files it took */
  queue(fails: boolean): number {
    const chain = String(++this.chains);
    for (let taken = 0; ; taken += 1) {
      const entries = [...this.files.values()];
      this.looks.push({ at: this.now, entries });
      const newestImported = [...this.imported].sort(compareVersions).at(-1) ?? null;
      const options = { which: this.which, quietSeconds: this.quietSeconds };
      const { known } = this;
      const waiting = candidates(state({ entries, known, newestImported, options, chain, now: at(this.now) }));
      this.known = known.filter((one) => one.imported || entries.some((entry) => isSameVersion(entry, one)));
      for (const { file: seen } of waiting) {
        if (!this.known.some((one) => isSameVersion(one, seen)))
          this.known.push({ ...seen, imported: false, refused: false, chain: null, steadySince: at(this.now) });
      }
      const choice = chooseFile(waiting, at(this.now));
      if (choice.kind !== 'take') return taken;
      const succeeds = !fails || taken % 2 === 1;
      this.known = this.known.map((one) =>
        isSameVersion(one, choice.file) ? { ...one, chain, imported: succeeds, refused: !succeeds } : one,
      );
      if (!succeeds) continue;
      this.checkQuiet(choice.file);
      this.imported.push(choice.file);
      if (this.after === 'move') this.files.delete(choice.file.name);
    }
  }

  /** It stood unchanged at every look of the quiet time. */
  checkQuiet(taken: FileVersion): void {
    const has = (entries: readonly ListedEntry[]): boolean => entries.some((entry) => isSameVersion(entry, taken));
    const since = this.looks.findLastIndex(({ entries }) => !has(entries)) + 1;
    assert.ok(this.now - this.looks[since]!.at >= this.quietSeconds, 'taken before it was quiet for long enough');
  }
}

describe('choosing files over time', () => {
  const world = (which: 'newest' | 'all') =>
    fc.record({
      steps: fc.array(step, { maxLength: 40 }),
      after: fc.constantFrom('leave' as const, 'move' as const),
      quietSeconds: fc.constantFrom(0, 60),
    }).map(({ steps, after, quietSeconds }) => {
      const model = new Model(which, after, quietSeconds);
      for (const one of steps) model.play(one);
      return model;
    });

  it('imports every version at most once', () => {
    fc.assert(
      fc.property(fc.oneof(world('newest'), world('all')), ({ imported }) => {
        imported.forEach((one, index) => {
          assert.ok(!imported.slice(0, index).some((other) => isSameVersion(one, other)));
        });
      }),
    );
  });

  it('never walks back to an older file when the newest was moved', () => {
    fc.assert(
      fc.property(world('newest'), ({ imported }) => {
        imported.slice(1).forEach((one, index) => {
          const before = imported[index]!;
          assert.ok(compareVersions(before, one) <= 0);
          if (compareVersions(before, one) === 0) assert.notEqual(before.size, one.size);
        });
      }),
    );
  });

  it('loses nothing where every file is imported: what stands long enough is in', () => {
    fc.assert(
      fc.property(world('all'), (model) => {
        model.queue(false);
        model.now += 60;
        model.queue(false);
        for (const entry of model.files.values())
          assert.ok(model.imported.some((one) => isSameVersion(one, entry)), `${entry.name} was left out`);
      }),
    );
  });

  it('takes each file once in a queue, so that it ends', () => {
    fc.assert(
      fc.property(world('all'), (model) => {
        assert.ok(model.queue(true) <= model.files.size * 2);
      }),
    );
  });
});
