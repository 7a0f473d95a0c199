import { inspect, parseArgs } from 'node:util';
import { stopTestServer } from '../../support/database.ts';
import { PAIRS, runSequences } from './runSequences.ts';
import { Universe } from './universe.ts';

/**
 * `npm run test:soak -- [--minutes 30] [--seed 1]`: plays sequences of consent until the time is up, in batches whose
 * seeds count up from the first, and prints each batch's seed and the count so far. A failure ends it, and says how to
 * play it again.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 30);
const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const WORLDS = 40;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const until = Date.now() + minutes * 60_000;
let sequences = 0;
for (let seed = first; Date.now() < until && process.exitCode === undefined; seed += 1) {
  const universe = await Universe.open();
  try {
    await runSequences(universe, WORLDS, { seed });
    sequences += WORLDS * PAIRS;
    say(`seed ${seed}: held; ${sequences} sequences in all`);
  } catch (error) {
    say(`seed ${seed}: broken after ${sequences} sequences that held\n${inspect(error)}`);
    say('Play it again: CONSENT_SEED=… CONSENT_PATH=… npm test -- test/sync/consent/consentModel.test.ts');
    process.exitCode = 1;
  } finally {
    await universe.close();
  }
}
await stopTestServer();
say(`${sequences} sequences, seeds from ${first}, ${process.exitCode ? 'one broken' : 'all held'}`);
