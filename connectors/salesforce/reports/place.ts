import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Cursor } from '../../../src/contract/sources.ts';

/** How far a pull has come. Every row with an earlier key was handed out, and of those with this key the ones seen. */
export interface Place {
  /** Null before the first row of a pull that begins at the beginning. */
  readonly key: string | null;
  /** 15-character IDs handed out at `key`; some may be missing, whose rows then come again. */
  readonly seen: readonly string[];
  /** Where the pull began; null for the beginning. */
  readonly since: string | null;
  /** Rows the Report said it had when the pull began; null when it could not be told. */
  readonly total: number | null;
  /** Rows handed out since then. */
  readonly read: number;
  /** Rows with an earlier key than this were committed long before the pull began; null when that is not known. */
  readonly settled: string | null;
  /** How many of the rows handed out were settled. */
  readonly readSettled: number;
}

/** Where a pull begins: everything, or everything from a key on. */
export function firstPlace(since: string | null, settled: string | null): Place {
  return { key: since, seen: [], since, total: null, read: 0, settled, readSettled: 0 };
}

/** The cursor is written with every page, so it stays small; IDs of one mass update differ little and pack well. */
const MAX_PACKED = 64 * 1024;

export function writePlace({ seen, ...rest }: Place): Cursor {
  return { ...rest, seen: pack(seen) };
}

/** @throws RangeError when the cursor is not one that `writePlace` made */
export function readPlace(cursor: Cursor): Place {
  const { key, seen, since, total, read, settled, readSettled } = cursor;
  const known =
    (key === null || typeof key === 'string') &&
    (since === null || typeof since === 'string') &&
    (settled === null || typeof settled === 'string') &&
    (total === null || typeof total === 'number') &&
    typeof seen === 'string' &&
    typeof read === 'number' &&
    typeof readSettled === 'number';
  if (!known) throw new RangeError('the cursor is not one of this connector');
  return { key, seen: unpack(seen), since, total, read, settled, readSettled };
}

function pack(ids: readonly string[]): string {
  let kept = [...ids].sort();
  for (;;) {
    const packed = deflateRawSync(kept.join('')).toString('base64');
    if (packed.length <= MAX_PACKED) return packed;
    kept = kept.slice(0, Math.floor((kept.length * MAX_PACKED * 0.98) / packed.length));
  }
}

function unpack(packed: string): readonly string[] {
  return inflateRawSync(Buffer.from(packed, 'base64')).toString('latin1').match(/.{15}/g) ?? [];
}
