import type { Tuning } from './tuning.ts';

/**
 * Waits between looks at something that Salesforce works on in the background, such as a bulk job: each longer than the
 * one before up to a limit, with jitter, so that long work costs few calls and several connections don't ask in step.
 *
 * @returns waits, then resolves; throws `signal.reason` as soon as it aborts
 */
export function growingPauses({ firstPollMs, longestPollMs, wait }: Tuning, signal: AbortSignal): () => Promise<void> {
  let next = firstPollMs;
  return async () => {
    const pauseMs = next * (0.75 + Math.random() / 2);
    next = Math.min(longestPollMs, next * 2);
    await wait(pauseMs, signal);
  };
}
