import { openArena, type Arena } from './arena.ts';
import { atMost, rounded, type Measured } from './figures.ts';
import { timedImport } from './firstImport.ts';

const ROWS = 20_000;
/** Rows that one run of a Report must bring, of the 2,000 it gives. */
const ROWS_A_CALL = 1990;
const STAMPED_FROM = Date.parse('2025-01-01T00:00:00Z');
const EDITS_AT_ONCE = 100;

/** What a Report that is ten times larger than one run gives costs to read, when no two rows share a time. */
export async function report(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(ROWS, { name: 'Everybody with time', kind: 'Report' });
  try {
    say('every contact gets a time of its own');
    await spreadTimes(arena);
    await arena.sandbox.resetCalls();
    const run = await timedImport(arena, ROWS, say);
    const { counted } = await arena.sandbox.calls();
    const seconds = (Date.parse(run.finishedAt!) - Date.parse(run.startedAt!)) / 1000;
    const values = {
      rows: ROWS,
      calls: counted,
      extraCalls: counted - Math.ceil(ROWS / ROWS_A_CALL),
      seconds: rounded(seconds),
    };
    return {
      values,
      figures: [atMost('calls beyond ⌈N/1,990⌉ for a Report of 20,000', 'report.extraCalls', values.extraCalls, 5)],
    };
  } finally {
    await arena.close();
  }
}

async function spreadTimes({ sandbox }: Arena): Promise<void> {
  const people = await sandbox.find('Contact', {});
  for (let from = 0; from < people.length; from += EDITS_AT_ONCE) {
    await Promise.all(
      people
        .slice(from, from + EDITS_AT_ONCE)
        .map(({ Id }, i) => sandbox.edit('Contact', String(Id), {}, new Date(STAMPED_FROM + (from + i) * 60_000))),
    );
  }
}
