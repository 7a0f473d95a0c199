import fc from 'fast-check';
import { directedSteps } from './directedSteps.ts';
import { checkRest, ConsentModel } from './model.ts';
import { consentSteps, type Step } from './steps.ts';
import type { Universe } from './universe.ts';

/** Pairs of people in a world. What each does is independent of the others; imports, outages and restarts meet all. */
export const PAIRS = 25;
const LENGTH = 20;

/** So many worlds, the first of each seed, are directed: each comes across every landmark, the rare ones too. */
export const DIRECTED = 2;
const LENGTH_AFTER = 4;

/**
 * Plays so many worlds, each over `PAIRS` pairs, and checks every promise after every step and at rest. A sequence is
 * what happens to one pair of people between their first import and rest. The first `DIRECTED` worlds are led to what
 * random steps seldom come to.
 *
 * @param replay - the seed, and to play one failure again its path, as it was printed
 * @throws what failed, with its seed, path and the shortest steps that show it
 */
export async function runSequences(
  universe: Universe,
  worlds: number,
  replay: { readonly seed?: number | undefined; readonly path?: string | undefined } = {},
): Promise<void> {
  const { seed = Math.floor(Math.random() * 2 ** 31), path } = replay;
  // A path begins with the number of its world.
  const playFrom = (from: string, count: number): Promise<void> => {
    const steps = parseInt(from, 10) < DIRECTED ? directedSteps(PAIRS, LENGTH_AFTER) : consentSteps(PAIRS, LENGTH);
    const property = fc.asyncProperty(steps, (played) => play(universe, played));
    return fc.assert(property, { seed, path: from, numRuns: count });
  };
  if (path !== undefined) return playFrom(path, 1);
  await playFrom('0', DIRECTED);
  await playFrom(String(DIRECTED), worlds - DIRECTED);
}

async function play(universe: Universe, steps: readonly Step[]): Promise<void> {
  const world = await universe.world(PAIRS * 2);
  try {
    const model = new ConsentModel();
    await world.runWhole(true);
    await fc.asyncModelRun(() => ({ model, real: world }), steps);
    await world.comeToRest();
    await checkRest(model, world);
  } finally {
    await world.close();
  }
}
