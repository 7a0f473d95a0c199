import assert from 'node:assert/strict';
import { EDGES, PHASES, type KillPoint } from './killPoints.ts';
import { bundleWorker, KillProcess } from './killProcess.ts';
import { KillWorld, picker } from './killWorld.ts';

/** How many workers are killed: 40 with all other tests, 200 in `npm run test:kills`; `KILLS=2000` for a longer run. */
const KILLS = Number(process.env['KILLS'] ?? 40);
/** Another one each time; a failure names it, and `KILL_SEED=…` makes the same choices again. */
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const REST_EVERY = 50;
/** How many commits and calls of a turn are worth a try; a turn may have fewer. */
const MOST = { import: { commit: 10, call: 4 }, write: { commit: 7, call: 2 } } as const;

describe('killed with SIGKILL, over and over', function () {
  this.timeout(120_000 + KILLS * 10_000);

  it(`keeps every promise after each of ${KILLS} kills, on both sides of commits and calls (KILL_SEED=${SEED})`, async () => {
    const pick = picker(SEED);
    const [program, world] = await Promise.all([bundleWorker(), KillWorld.open(pick)]);
    const start = (): KillProcess => new KillProcess(program, world.workerArgs);
    let [worker, next] = [start(), start()];
    const killed = new Map<string, number>();
    let kills = 0;
    let turns = 0;
    try {
      while (kills < KILLS) {
        assert.ok(turns < KILLS * 4, `only ${kills} of ${turns} turns came by their point`);
        await world.meanwhile();
        const target = choose(turns, pick);
        const turn = { target, full: pick(2) === 0, aheadMs: world.aheadMs };
        turns += 1;
        const [died] = await Promise.all([worker.take(turn), pick(3) === 0 ? world.text() : null]);
        if (died) {
          kills += 1;
          const name = `${target.phase}:${target.edge}`;
          killed.set(name, (killed.get(name) ?? 0) + 1);
          [worker, next] = [next, start()];
        }
        await world.check();
        if (died && kills % REST_EVERY === 0) await world.comeToRest();
      }
      await world.comeToRest();
      for (const phase of PHASES) {
        for (const edge of EDGES) {
          const times = killed.get(`${phase}:${edge}`) ?? 0;
          assert.ok(times >= Math.floor(KILLS / 25), `${phase}:${edge} was hit ${times} times`);
        }
      }
      const hit = [...killed].map(([name, times]) => `${name} ${times}`).join(', ');
      process.stdout.write(`      ${kills} kills in ${turns} turns: ${hit}\n`);
    } finally {
      await Promise.all([worker.end(), next.end()]);
      await world.close();
    }
  });
});

/** All kinds of points in turn, each at any of its places. */
function choose(turn: number, pick: (options: number) => number): KillPoint {
  const phase = PHASES[turn % PHASES.length]!;
  const edge = EDGES[Math.floor(turn / PHASES.length) % EDGES.length]!;
  const most = MOST[phase][edge.endsWith('call') ? 'call' : 'commit'];
  return { phase, edge, nth: 1 + pick(most) };
}
