import { untilAborted } from '../../src/contract/untilAborted.ts';

/**
 * Waits for work, but not longer than the signal allows and not longer than the time given; the work itself goes on.
 *
 * @param tooLate - makes what is thrown when the time is up
 */
export async function patiently<T>(
  work: Promise<T>,
  ms: number,
  signal: AbortSignal,
  tooLate: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), ms);
  });
  try {
    return await untilAborted(Promise.race([work, late]), signal);
  } finally {
    clearTimeout(timer);
  }
}
