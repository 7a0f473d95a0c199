/**
 * Says where two JSON values differ in shape: other keys, or another kind of value. Null fits everything, and the first
 * element stands for its array.
 *
 * @returns one line a difference, empty when the shapes are the same
 */
export function shapeDifferences(actual: unknown, recorded: unknown, path = '$'): string[] {
  if (actual === null || recorded === null) return [];
  if (Array.isArray(recorded) !== Array.isArray(actual)) return [`${path}: one is an array`];
  if (Array.isArray(recorded) && Array.isArray(actual)) {
    return recorded.length && actual.length ? shapeDifferences(actual[0], recorded[0], `${path}[0]`) : [];
  }
  if (typeof actual !== typeof recorded) return [`${path}: ${typeof actual} instead of ${typeof recorded}`];
  if (typeof recorded !== 'object' || typeof actual !== 'object') return [];
  const [a, r] = [actual as Record<string, unknown>, recorded as Record<string, unknown>];
  const missing = Object.keys(r)
    .filter((key) => !(key in a))
    .map((key) => `${path}.${key}: missing`);
  const extra = Object.keys(a)
    .filter((key) => !(key in r))
    .map((key) => `${path}.${key}: not in the recording`);
  return [
    ...missing,
    ...extra,
    ...Object.keys(r)
      .filter((key) => key in a)
      .flatMap((key) => shapeDifferences(a[key], r[key], `${path}.${key}`)),
  ];
}
