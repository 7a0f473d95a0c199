import type { Preview } from '../../src/http/schemas/index.ts';
import { openArena, type Arena } from './arena.ts';
import { atMost, rounded, type Measured } from './figures.ts';

const ROWS = 2000;
const TIMES = 5;

/** How long somebody waits for the preview of a source of 2,000 rows, from asking for it to its result. */
export async function preview(say: (line: string) => void): Promise<Measured> {
  const arena = await openArena(ROWS);
  try {
    const times: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      const ms = await timedPreview(arena);
      say(`${rounded(ms)} ms`);
      times.push(ms);
    }
    const ms = rounded(times.sort((a, b) => a - b)[Math.floor(TIMES / 2)]!);
    return {
      values: { rows: ROWS, ms, slowestMs: rounded(times.at(-1)!) },
      figures: [atMost('preview of 2,000 rows, median', 'preview.ms', ms, 1500, 'ms')],
    };
  } finally {
    await arena.close();
  }
}

async function timedPreview({ api, team }: Arena): Promise<number> {
  const started = performance.now();
  const path = `${team.path}/connections/${team.connectionId}/imports/Contact/preview`;
  let view = await api.send<Preview>('POST', path);
  while (view.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    view = await api.get<Preview>(`${team.path}/previews/${view.id}`);
  }
  const ms = performance.now() - started;
  if (view.state !== 'finished' || !view.complete || view.rowsFetched !== ROWS) {
    throw new Error(`The preview ended ${view.state} with ${view.rowsFetched} rows: ${view.error?.message ?? ''}`);
  }
  return ms;
}
