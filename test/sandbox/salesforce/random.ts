/**
 * A well-mixed 32-bit number for (seed, row, salt). A field's value is a function of these alone, so a population of
 * any size is the same on every machine and no value needs to be stored.
 */
export function hash(seed: number, row: number, salt: number): number {
  let h =
    Math.imul(row ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(seed + 0x27d4eb2f, 0xc2b2ae35) ^
    Math.imul(salt + 1, 0x165667b1);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** {@link hash} as a fraction, 0 ≤ x < 1. */
export function fraction(seed: number, row: number, salt: number): number {
  return hash(seed, row, salt) / 4294967296;
}

/** The rows 0 … count−1 in an order that depends on the seed alone. */
export function shuffledRows(count: number, seed: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = i;
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(fraction(seed, i, 991) * (i + 1));
    const swap = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = swap;
  }
  return rows;
}
