/** Differences below this are everyday life, whatever their share. */
const EVERYDAY_ROWS = 200;

/**
 * Whether a source has become so much larger or smaller that somebody should look before it is imported: more than
 * twice or less than half as many rows and more than 200 apart, or none at all where there were some.
 *
 * @param before - rows at the last full reading or confirmation; null when that is not known
 * @param now - rows the source says it has; null when it does not say
 */
export function isSizeJump(before: number | null, now: number | null): boolean {
  if (before === null || now === null || before === now) return false;
  if (now === 0) return true;
  return Math.abs(now - before) > EVERYDAY_ROWS && (now > before * 2 || now * 2 < before);
}
