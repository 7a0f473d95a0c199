import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for a condition instead of for time: asks again and again until the answer is neither null, undefined nor
 * false.
 * @throws after `withinMs`, naming `what`
 */
export async function until<T>(
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  { withinMs = 15_000, what = 'what was waited for' } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Gave up after ${withinMs} ms: ${what} did not happen.`);
    await pause(5);
  }
}
