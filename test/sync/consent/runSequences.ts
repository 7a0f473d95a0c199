import fc from 'fast-check';
import { checkRest, ConsentModel } from './model.ts';
import { consentSteps, type Step } from './steps.ts';
import type { Universe } from './universe.ts';

/** Pairs of people in a world. What each does is independent of the others; imports, outages and restarts meet all. */
export const PAIRS = 25;
const LENGTH = 20;

/**
 * Plays so many worlds of random steps, each over `PAIRS` pairs, and checks every promise after every step and at rest.
 * A sequence is what happens to one pair of people between their first import and rest.
 *
 * @param replay - the seed, and to play one failure again its path, as it was printed
 * @throws what failed, with its seed, path and the shortest steps that show it
 */
export async function runSequences(
  universe: Universe,
  worlds: number,
  replay: { readonly seed?: number | undefined; readonly path?: string | undefined } = {},
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(consentSteps(PAIRS, LENGTH), (steps) => play(universe, steps)),
    {
      numRuns: worlds,
      ...(replay.seed === undefined ? {} : { seed: replay.seed }),
      ...(replay.path === undefined ? {} : { path: replay.path }),
    },
  );
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
