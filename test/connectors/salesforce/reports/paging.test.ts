import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPages, type KeyedRow, type ReadPage } from '../../../../connectors/salesforce/reports/paging.ts';
import { firstPlace } from '../../../../connectors/salesforce/reports/place.ts';
import { DAYS } from '../../../../connectors/salesforce/reports/timeKeys.ts';
import { ModelReport, recordId } from './modelReport.ts';
import { all, BASE, idsOf, people, population, readAll, rowsOf, START, stored, ways } from './readModel.ts';

describe('salesforce report paging', () => {
  it('gives every row once for any population, any ties, any page size', async () => {
    await fc.assert(
      fc.asyncProperty(population, fc.integer({ min: 2, max: 50 }), ways, async (seconds, runRows, options) => {
        const report = new ModelReport(people(seconds), { runRows, listLimit: 120, ...options });
        let pages: ReadPage<KeyedRow>[];
        try {
          pages = await readAll(report);
        } catch (error) {
          // Without a query, a tie can be too large for every other way; then nothing is claimed to be whole.
          assert.ok(options.query === false && (error as { code: string }).code === 'REPORT_TIE', String(error));
          return;
        }
        assert.deepEqual(idsOf(pages), all(report));
        assert.equal(pages[0]!.toCome, seconds.length);
        assert.deepEqual(
          pages.map(({ last }) => last),
          pages.map((_page, i) => i === pages.length - 1),
        );
        const keys = rowsOf(pages).map(({ key }) => key);
        assert.deepEqual(keys, [...keys].sort());
      }),
      { numRuns: 400 },
    );
  });

  it('goes on after any page, once more in a new reader, without a repeat and without a loss', async () => {
    await fc.assert(
      fc.asyncProperty(
        population,
        fc.integer({ min: 2, max: 50 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }),
        async (seconds, runRows, stops) => {
          const report = new ModelReport(people(seconds), { runRows });
          const pages: ReadPage<KeyedRow>[] = [];
          for (const stop of [...stops, Infinity]) {
            if (pages.at(-1)?.last === true) break;
            const before = rowsOf(pages).length;
            const more = await readAll(report, stored(pages.at(-1)?.place ?? START), stop);
            assert.equal(more[0]!.toCome, seconds.length - before);
            pages.push(...more);
          }
          assert.deepEqual(idsOf(pages), all(report));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives a row of its place again when it changed between two readers', async () => {
    const report = new ModelReport(people([...Array(60).keys()]), { runRows: 20 });
    const [first] = await readAll(report, START, 1);
    const place = stored(first!.place);
    const moved = report.records[19]!;
    assert.deepEqual(place.seen, [moved.id.slice(0, 15)]);
    moved.at = BASE + 3_600_000;
    const rest = rowsOf(await readAll(report, place));
    assert.ok(rest.some((row) => row.recordId === moved.id && row.key === report.keys.of(new Date(BASE + 3_600_000))));
  });

  it('finds late commits with the look-back of the next pull', async () => {
    const report = new ModelReport(people([...Array(100).keys()]), { runRows: 20 });
    let runs = 0;
    report.beforeRun = () => {
      runs += 1;
      if (runs === 4) report.records.push({ id: recordId(900), at: BASE + 5_000, number: 1 });
    };
    assert.ok(!idsOf(await readAll(report)).includes(recordId(900)));
    const since = report.keys.of(new Date(BASE));
    assert.ok(idsOf(await readAll(report, firstPlace(since, null))).includes(recordId(900)));
  });

  for (const [what, options, most] of [
    ['by query and lists of IDs', {}, 45],
    ['by query, with lists shorter than thought', { listLimit: 150 }, 110],
    ['with a single filter left', { room: 1 }, 45],
    ['by another column', { query: false, room: 5, listLimit: 10, rangeColumns: ['NUMBER'] }, 30],
    ['by leaving out what came', { query: false, listLimit: 2000, idsPerFilter: 2000 }, 20],
  ] as const) {
    it(`reads 10,000 rows of one instant ${what}, without losing the rows around them`, async () => {
      const seconds = [...Array(12_000).keys()].map((i) => (i < 1_000 ? i : i < 11_000 ? 1_000 : i));
      const report = new ModelReport(people(seconds), { runRows: 2000, ...options });
      const pages = await readAll(report);
      assert.deepEqual(idsOf(pages), all(report));
      assert.ok(report.runs <= most, `${report.runs} runs`);
      // From the middle of the tie on.
      const middle = Math.floor(pages.length / 2);
      const rest = await readAll(report, stored(pages[middle]!.place));
      assert.deepEqual(idsOf([...pages.slice(0, middle + 1), ...rest]), all(report));
    });
  }

  it('stops rather than go past a tie that can’t be read whole, and keeps its place', async () => {
    const seconds = [...Array(300).keys()].map((i) => (i < 50 ? i : 50));
    for (const options of [{}, { rangeColumns: ['NUMBER'], room: 2 }]) {
      const report = new ModelReport(people(seconds), { runRows: 20, query: false, listLimit: 5, ...options });
      const pages: ReadPage<KeyedRow>[] = [];
      await assert.rejects(
        async () => {
          for await (const page of readPages(report, START)) pages.push(page);
        },
        { code: 'REPORT_TIE' },
      );
      assert.equal(pages.at(-1)!.place.key, report.keys.of(new Date(BASE + 50_000)));
      assert.ok(report.runs < 60, 'nothing loops');
    }
  });

  it('notices a query that doesn’t know the Report’s time, by the count', async () => {
    const report = new ModelReport(people(Array<number>(300).fill(7)), { runRows: 20, listLimit: 5 });
    const blind = Object.assign(report, { async *idsBetween() {} });
    await assert.rejects(readAll(blind), { code: 'REPORT_TIE' });
  });

  it('reads whole-day columns completely, wherever the user’s days begin', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 24 * 12 }), { maxLength: 150 }),
        fc.integer({ min: 2, max: 60 }),
        fc.record({ zoneHours: fc.integer({ min: -14, max: 12 }), ordersByDay: fc.boolean() }),
        async (hours, runRows, days) => {
          const report = new ModelReport(people(hours.map((hour) => hour * 3600)), { runRows, keys: DAYS, ...days });
          const pages = await readAll(report);
          assert.deepEqual(idsOf(pages), all(report));
          const since = DAYS.of(new Date(BASE + 5 * 86_400_000));
          const newer = await readAll(report, firstPlace(since, null));
          const wanted = report.records.filter(({ at }) => DAYS.of(new Date(at)) >= since).map(({ id }) => id);
          assert.deepEqual(idsOf(newer), wanted.sort());
        },
      ),
      { numRuns: 600 },
    );
  });

  it('costs one run for 1,999 rows with times of their own', async () => {
    const report = new ModelReport(people([...Array(20_000).keys()]), { runRows: 2000 });
    await readAll(report);
    assert.equal(report.runs, 11);
  });

  it('says so when rows are missing and nothing explains it', async () => {
    const lossy = new ModelReport(people([...Array(60).keys()]), { runRows: 20 });
    const run = lossy.run.bind(lossy);
    lossy.run = async (ask) => {
      const answer = await run(ask);
      return { ...answer, rows: answer.rows.filter((row) => row.recordId !== recordId(30)) };
    };
    await assert.rejects(readAll(lossy), { code: 'BAD_ANSWER' });
  });

  it('says so when rows without a time come at no place', async () => {
    const report = new ModelReport(people([...Array(60).keys()]), { runRows: 20 });
    const run = report.run.bind(report);
    report.run = async (ask) => {
      const answer = await run(ask);
      return ask.filters.length === 0 || ask.filters[0]?.value === '' ? { ...answer, rowCount: answer.rowCount + 2 } : answer;
    };
    await assert.rejects(readAll(report), { code: 'MODIFIED_TIME_EMPTY' });
  });

  it('does not take rows that left the Report meanwhile for lost ones', async () => {
    const report = new ModelReport(people([...Array(100).keys()]), { runRows: 20 });
    report.beforeRun = () => {
      if (report.runs === 2) report.records.splice(60, 10);
      for (let i = 0; report.runs === 3 && i < 10; i += 1) {
        report.records.push({ id: recordId(500 + i), at: BASE + 90 * 86_400_000, number: i });
      }
    };
    const pages = await readAll(report);
    assert.deepEqual([pages[0]!.toCome, idsOf(pages).length], [100, 100]);
    report.beforeRun = () => {
      if (report.runs % 3 === 0) report.records.splice(report.records.length - 2, 1);
    };
    const fewer = await readAll(report);
    assert.ok(idsOf(fewer).length < fewer[0]!.toCome!);
  });

  it('refuses a Report that shows one person in several rows', async () => {
    const records = people([1, 2, 3]);
    const report = new ModelReport([...records, { ...records[0]! }], { runRows: 20 });
    await assert.rejects(readAll(report), { code: 'SOURCE_UNUSABLE' });
  });

  it('notices that the time filter was not applied', async () => {
    const report = new ModelReport(people([...Array(60).keys()]), { runRows: 20 });
    const run = report.run.bind(report);
    report.run = (ask) => run({ ...ask, filters: [] });
    await assert.rejects(readAll(report), { code: 'FILTER_IGNORED' });
  });
});
