import assert from 'node:assert/strict';
import fc from 'fast-check';
import { watermarkAfter, type ReadSoFar, type Watermark } from '../../src/domain/watermark.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 12, 0, second));

describe('watermarkAfter', () => {
  const run: ReadSoFar = {
    kind: 'incremental',
    whole: true,
    unordered: false,
    last: { modifiedAt: at(10), recordId: 'c' },
    sourceTime: at(20),
  };

  it('follows the last committed row, whether or not the run came to its end', () => {
    const reached = { at: at(10), recordId: 'c' };
    assert.deepEqual(watermarkAfter(run, null), reached);
    assert.deepEqual(watermarkAfter({ ...run, whole: false }, { at: at(5), recordId: 'a' }), reached);
  });

  it('never passes the source’s clock at the beginning, nor moves without a row', () => {
    const late = { ...run, last: { modifiedAt: at(30), recordId: 'c' } };
    assert.deepEqual(watermarkAfter(late, null), { at: at(20), recordId: null });
    assert.equal(watermarkAfter({ ...run, last: null }, { at: at(5), recordId: 'a' }), null);
    assert.equal(watermarkAfter({ ...run, sourceTime: null }, null), null);
  });

  it('goes back for a full run only', () => {
    const before = { at: at(15), recordId: 'x' };
    assert.deepEqual(watermarkAfter(run, before), before);
    assert.deepEqual(watermarkAfter({ ...run, kind: 'sweep' }, before), before);
    assert.deepEqual(watermarkAfter({ ...run, kind: 'full' }, before), { at: at(10), recordId: 'c' });
  });

  it('stands while rows that come in no order are not all in, then is the source’s clock', () => {
    const bulk = { ...run, kind: 'full', unordered: true } as const;
    assert.equal(watermarkAfter({ ...bulk, whole: false }, { at: at(5), recordId: 'a' }), null);
    assert.deepEqual(watermarkAfter(bulk, null), { at: at(20), recordId: null });
    assert.deepEqual(watermarkAfter({ ...bulk, last: null }, null), { at: at(20), recordId: null });
  });

  /** One run of a model import: how it reads, where it is cut off, and what is edited before each page. */
  const step = fc.record({
    kind: fc.constantFrom('full', 'sweep', 'incremental'),
    unordered: fc.boolean(),
    order: fc.infiniteStream(fc.nat()),
    pageRows: fc.integer({ min: 1, max: 4 }),
    cutOffAfter: fc.option(fc.nat({ max: 3 })),
    edits: fc.array(fc.record({ beforePage: fc.nat({ max: 4 }), id: fc.nat({ max: 9 }), tick: fc.nat({ max: 1 }) })),
  });

  it('leaves no row behind it unread, in any order of pages and however runs end', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const model = new ModelImport();
        for (const one of steps) {
          model.run(one);
          model.checkNothingIsBehind();
        }
        model.run({ ...steps[0]!, kind: 'incremental', cutOffAfter: null, edits: [] });
        assert.deepEqual(model.taken, model.source, 'an undisturbed run brings everything');
      }),
      { numRuns: 500 },
    );
  });
});

interface Step {
  readonly kind: ReadSoFar['kind'];
  readonly unordered: boolean;
  readonly order: Iterable<number>;
  readonly pageRows: number;
  readonly cutOffAfter: number | null;
  readonly edits: readonly { readonly beforePage: number; readonly id: number; readonly tick: number }[];
}

/** Ten records with the second of their last edit, and what an import has taken of them. */
class ModelImport {
  readonly source = new Map(Array.from({ length: 10 }, (_, id) => [id, Math.floor(id / 3)]));
  readonly taken = new Map<number, number>();
  #now = 10;
  #watermark: Watermark | null = null;

  run(step: Step): void {
    const kind = this.#watermark === null ? 'full' : step.kind;
    const since = kind === 'incremental' ? this.#watermark!.at : at(0);
    const sourceTime = at(this.#now);
    let last: ReadSoFar['last'] = null;
    let whole = true;
    let page = 0;
    for (const read of step.unordered ? this.#shuffled(since, step) : this.#inOrder(since, step)) {
      if (page === step.cutOffAfter) {
        whole = false;
        break;
      }
      for (const [id, second] of read) {
        this.taken.set(id, second);
        last = { modifiedAt: at(second), recordId: String(id) };
      }
      page += 1;
      this.#edit(step, page);
    }
    this.#now += 1;
    const run: ReadSoFar = { kind, whole, unordered: step.unordered, last, sourceTime };
    this.#watermark = watermarkAfter(run, this.#watermark) ?? this.#watermark;
  }

  checkNothingIsBehind(): void {
    for (const [id, second] of this.source) {
      if (this.#watermark !== null && at(second) < this.#watermark.at) assert.equal(this.taken.get(id), second, `record ${id}`);
    }
  }

  /** As keyset paging reads: each page goes on after the last row, among the rows as they are by then. */
  *#inOrder(since: Date, { pageRows }: Step): Generator<[number, number][]> {
    let after: [number, number] = [-1, -1];
    for (;;) {
      const rows = this.#rows(since)
        .filter(([id, second]) => second > after[1] || (second === after[1] && id > after[0]))
        .sort(([a, atA], [b, atB]) => atA - atB || a - b)
        .slice(0, pageRows);
      if (rows.length === 0) return;
      after = rows.at(-1)!;
      yield rows;
    }
  }

  /** As a bulk load reads: the rows as they were when it began, in any order. */
  *#shuffled(since: Date, { pageRows, order }: Step): Generator<[number, number][]> {
    const random = order[Symbol.iterator]();
    const rest = this.#rows(since);
    const rows: [number, number][] = [];
    while (rest.length > 0) rows.push(...rest.splice(Number(random.next().value) % rest.length, 1));
    for (let start = 0; start < rows.length; start += pageRows) yield rows.slice(start, start + pageRows);
  }

  #rows(since: Date): [number, number][] {
    return [...this.source].filter(([, second]) => at(second) >= since);
  }

  #edit({ edits }: Step, page: number): void {
    for (const edit of edits) {
      if (edit.beforePage !== page) continue;
      this.#now += edit.tick;
      this.source.set(edit.id, this.#now);
    }
  }
}
