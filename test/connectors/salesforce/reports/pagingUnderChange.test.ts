import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { KeyedRow, ReadPage } from '../../../../connectors/salesforce/reports/paging.ts';
import { firstPlace, type Place } from '../../../../connectors/salesforce/reports/place.ts';
import { ModelReport, recordId } from './modelReport.ts';
import { all, BASE, idsOf, people, population, readAll, rowsOf, stored, ways } from './readModel.ts';

interface Change {
  readonly kind: 'edit' | 'late' | 'remove' | 'create';
  readonly which: number;
  readonly second: number;
}

describe('salesforce report paging under change', () => {
  const change: fc.Arbitrary<Change> = fc.record({
    kind: fc.constantFrom('edit', 'late', 'remove', 'create'),
    which: fc.nat(),
    second: fc.integer({ min: 0, max: 40 }),
  });
  const NOW = BASE + 3_600_000;

  /** Changes the records before each run; tells which were there all the time, and which of those were edited. */
  const disturb = (report: ModelReport, changes: readonly (readonly Change[])[]) => {
    const [steady, edited] = [new Set(all(report)), new Set<string>()];
    const { records } = report;
    const left = [...changes];
    let now = NOW;
    let made = 0;
    report.beforeRun = () => {
      for (const { kind, which, second } of left.shift() ?? []) {
        const target = records[which % Math.max(1, records.length)];
        now += 1000;
        if (kind === 'late' || kind === 'create') {
          made += 1;
          records.push({ id: recordId(90_000 + made), at: kind === 'late' ? BASE + second * 1000 : now, number: second });
        } else if (target && kind === 'edit') {
          target.at = now;
          edited.add(target.id);
        } else if (target) {
          records.splice(records.indexOf(target), 1);
          steady.delete(target.id);
        }
      }
    };
    return { steady, edited };
  };

  /** What must hold however a pull was disturbed and stopped. */
  const checkComplete = (
    pages: readonly ReadPage<KeyedRow>[],
    { steady, edited }: ReturnType<typeof disturb>,
    wasStopped: boolean,
  ): void => {
    const found = idsOf(pages);
    const came = new Set(found);
    assert.deepEqual([...steady].filter((id) => !came.has(id)), []);
    // A pull that goes on in a new reader can't know which of the rows edited meanwhile had come before.
    const sorted = [...found].sort();
    const twice = sorted.filter((id, i) => sorted[i - 1] === id);
    assert.ok(twice.every((id) => wasStopped && edited.has(id)), 'only edits come again, after a stop');
    const versions = rowsOf(pages).map((row) => `${row.recordId} ${row.key}`);
    assert.equal(new Set(versions).size, versions.length, 'no state of a row comes twice');
  };

  const readStopping = async (
    report: ModelReport,
    start: Place,
    stops: readonly number[],
  ): Promise<readonly ReadPage<KeyedRow>[]> => {
    const pages: ReadPage<KeyedRow>[] = [];
    for (const stop of [...stops, Infinity]) {
      if (pages.at(-1)?.last === true) break;
      pages.push(...(await readAll(report, stored(pages.at(-1)?.place ?? start), stop)));
    }
    return pages;
  };

  it('gives every row once while others edit, remove and commit late between the runs', async () => {
    await fc.assert(
      fc.asyncProperty(
        population,
        fc.integer({ min: 2, max: 50 }),
        ways,
        fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
        async (seconds, runRows, options, changes, stops) => {
          const report = new ModelReport(people(seconds), { runRows, listLimit: 120, ...options });
          const disturbance = disturb(report, changes);
          try {
            checkComplete(await readStopping(report, firstPlace(null, null), stops), disturbance, stops.length > 0);
          } catch (error) {
            if (options.query !== false || (error as { code?: string }).code !== 'REPORT_TIE') throw error;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never takes a change for a loss, and fails no run for it', async () => {
    const seen = change.filter(({ kind }) => kind !== 'late');
    await fc.assert(
      fc.asyncProperty(
        population,
        fc.integer({ min: 2, max: 50 }),
        fc.array(fc.array(seen, { maxLength: 3 }), { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
        async (seconds, runRows, changes, stops) => {
          const report = new ModelReport(people(seconds), { runRows });
          const disturbance = disturb(report, changes);
          const start = firstPlace(null, report.keys.of(new Date(NOW)));
          checkComplete(await readStopping(report, start, stops), disturbance, stops.length > 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  for (const options of [{}, { room: 1 }, { query: false, idsPerFilter: 2000, listLimit: 2000 }]) {
    it(`reads 10,000 rows of one instant under change and stops, with ${JSON.stringify(options)}`, async () => {
      const seconds = [...Array(10_500).keys()].map((i) => (i < 200 ? i / 20 : i < 10_200 ? 20 : 30));
      const report = new ModelReport(people(seconds.map(Math.floor)), { runRows: 2000, ...options });
      const kinds = ['edit', 'late', 'remove', 'edit', 'create'] as const;
      const changes = [...Array(12).keys()].map((turn) =>
        kinds.map((kind, i) => ({ kind, which: 997 * (turn + 1) + 31 * i, second: 20 })),
      );
      const disturbance = disturb(report, changes);
      const pages = await readStopping(report, firstPlace(null, null), [3, 2, 4]);
      checkComplete(pages, disturbance, true);
    });
  }
});
