import type { Cell } from '../../../src/contract/sources.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { KeyedRow, OwnFilter, PagedReport, ReportAnswer } from './paging.ts';
import { longId } from './recordIds.ts';
import type { SeenRows } from './seenRows.ts';

/** Late commits can add to a tie while it is read; a tie that is never whole is given up after so many rounds. */
const ROUNDS = 3;

/** A way to read a tie: new rows as they come; its end says whether every row of the tie is in. */
type WayOf<R extends KeyedRow> = AsyncGenerator<readonly R[], boolean>;

interface Tie<R extends KeyedRow> {
  readonly report: PagedReport<R>;
  readonly seen: SeenRows<R>;
  readonly key: string;
  /** The key the pull began at; null for the beginning. */
  readonly since: string | null;
  /** Rows that one run gives. */
  readonly runRows: number;
  readonly lists: { size: number };
}

/**
 * Reads all rows that share one modified time, more of them than one run gives, and ends when none is missing. In this
 * order: by the IDs that a query finds for that time, asked for in lists; by leaving out the IDs seen, while filters
 * last; in parts, by another column with range filters. Each proves its own end by runs that were not cut off; where
 * filters cut exactly at the time, the Report's own count for it must agree.
 *
 * @throws ConnectorError `REPORT_TIE` when no way was left
 */
export async function* readTie<R extends KeyedRow>(
  report: PagedReport<R>,
  seen: SeenRows<R>,
  at: Pick<Tie<R>, 'key' | 'since' | 'runRows'>,
): AsyncGenerator<readonly R[], void> {
  const { key, runRows } = at;
  const tie: Tie<R> = { report, seen, ...at, lists: { size: Math.min(report.idsPerFilter, runRows) } };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of [byQuery, byLeavingOut, byParts]) {
      if ((yield* way(tie)) && (await isWhole(tie))) return;
    }
  }
  throw new ConnectorError(
    'REPORT_TIE',
    `More than ${runRows} rows of the Report have the modified time ${key}, more than Salesforce gives at once, and ` +
      'they could not be told apart. The run kept its place. Use a List View instead, or map a last-modified column ' +
      'that has the time of day.',
    { kind: 'never' },
  );
}

async function isWhole<R extends KeyedRow>({ report, seen, key }: Tie<R>): Promise<boolean> {
  if (!report.keys.exact) return true;
  const count = async (filters: readonly OwnFilter[]): Promise<number> =>
    (await report.run({ filters, sortBy: null, details: false, also: null })).rowCount;
  const [from, until] = windowOf(report, key);
  if (report.room > 1) return seen.atKey.size >= (await count([from, until]));
  // The later part is counted last: rows that come meanwhile then make the difference smaller, not larger.
  const all = await count([from]);
  return seen.atKey.size >= all - (await count([{ ...from, value: until.value }]));
}

/** Filters for the rows with this key. */
function windowOf<R extends KeyedRow>({ timeColumn, keys }: PagedReport<R>, key: string): [OwnFilter, OwnFilter] {
  return [
    { column: timeColumn, operator: 'greaterOrEqual', value: keys.from(key) },
    { column: timeColumn, operator: 'lessThan', value: keys.until(key) },
  ];
}

function firstTied<R extends KeyedRow>({ report, key, since }: Tie<R>): string {
  const from = report.keys.tiedFrom(key);
  return since !== null && since > from ? since : from;
}

function takeTied<R extends KeyedRow>(tie: Tie<R>, rows: readonly R[]): readonly R[] {
  const { seen, key } = tie;
  const from = firstTied(tie);
  return seen.take(rows.filter((row) => row.key >= from && row.key <= key));
}

/** Asks the records of that time by query, and the Report which of them it has. */
async function* byQuery<R extends KeyedRow>(tie: Tie<R>): WayOf<R> {
  const { report, seen, key } = tie;
  if (!report.idsBetween) return false;
  try {
    for await (const found of report.idsBetween(firstTied(tie), key)) {
      const ids = found.filter((recordId) => seen.isNew({ recordId, key }));
      for (let next = 0; next < ids.length;) {
        const list = ids.slice(next, next + tie.lists.size);
        const answer = await runList(tie, list);
        if (answer) {
          next += list.length;
          yield takeTied(tie, answer.rows);
        } else if (list.length === 1) {
          return false;
        } else {
          tie.lists.size = Math.ceil(list.length / 2);
        }
      }
    }
  } catch (error) {
    if (report.isRefused(error)) return false;
    throw error;
  }
  return true;
}

/** Runs the Report for some records; null when the list is too long, or its rows were cut off. */
async function runList<R extends KeyedRow>(
  { report }: Tie<R>,
  list: readonly string[],
): Promise<ReportAnswer<R> | null> {
  const filters: OwnFilter[] = [{ column: report.idColumn, operator: 'equals', value: list.join(',') }];
  try {
    const answer = await report.run({ filters, sortBy: null, details: true, also: null });
    return answer.allData ? answer : null;
  } catch (error) {
    if (report.isRefused(error)) return null;
    throw error;
  }
}

/** Runs the Report again and again without the IDs that came already. */
async function* byLeavingOut<R extends KeyedRow>(tie: Tie<R>): WayOf<R> {
  const { report, seen, key, lists } = tie;
  const window = windowOf(report, key);
  const room = report.room - window.length;
  // Rows of neighbouring days fall into the window as well, and are left out like those of the tie.
  const met = new Set<string>(seen.atKey);
  for (;;) {
    if (Math.ceil(met.size / lists.size) > room) return false;
    const ids = [...met].map((id) => longId(id)!);
    const filters = [...window];
    for (let at = 0; at < ids.length; at += lists.size) {
      const value = ids.slice(at, at + lists.size).join(',');
      filters.push({ column: report.idColumn, operator: 'notEqual', value });
    }
    let answer: ReportAnswer<R>;
    try {
      answer = await report.run({ filters, sortBy: null, details: true, also: null });
    } catch (error) {
      if (!report.isRefused(error)) throw error;
      if (lists.size === 1) return false;
      lists.size = Math.ceil(lists.size / 2);
      continue;
    }
    const metBefore = met.size;
    for (const { recordId } of answer.rows) met.add(recordId.slice(0, 15));
    yield takeTied(tie, answer.rows);
    if (answer.allData) return true;
    if (met.size === metBefore) return false;
  }
}

/** Cuts the tie into parts by another column; tries one column after the other. */
async function* byParts<R extends KeyedRow>(tie: Tie<R>): WayOf<R> {
  if (tie.report.room < 3) return false;
  for (const column of tie.report.rangeColumns) {
    if (yield* byColumn(tie, column)) return true;
  }
  return false;
}

async function* byColumn<R extends KeyedRow>(tie: Tie<R>, column: string): WayOf<R> {
  const { report, key } = tie;
  const run = (operator: OwnFilter['operator'], value: string): Promise<ReportAnswer<R>> =>
    report.run({
      filters: [...windowOf(report, key), { column, operator, value }],
      sortBy: column,
      details: true,
      also: column,
    });
  try {
    // Range filters leave out the rows without a value.
    const empty = await run('equals', '');
    yield takeTied(tie, empty.rows);
    if (!empty.allData) return false;
    for (let from: Cell = null; ;) {
      const answer: ReportAnswer<R> = await (from === null
        ? run('notEqual', '')
        : run('greaterOrEqual', String(from)));
      yield takeTied(tie, answer.rows);
      if (answer.allData) return true;
      const reached = answer.rows.at(-1)?.also ?? null;
      // A tie within the tie.
      if (reached === null || reached === from) return false;
      from = reached;
    }
  } catch (error) {
    if (report.isRefused(error)) return false;
    throw error;
  }
}
