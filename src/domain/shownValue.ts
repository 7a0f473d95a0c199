const STORED_MAX = 200;
const QUOTED_MAX = 40;

/**
 * A received value as it is kept beside a problem: at most 200 characters, and nothing a database refuses (NUL becomes
 * its visible sign, half a surrogate pair the replacement character). Null when there is nothing to show.
 */
export function keptValue(raw: unknown): string | null {
  if (raw === null || raw === undefined || raw === '') return null;
  return clip(String(raw).replaceAll('\0', '␀').toWellFormed(), STORED_MAX);
}

/** A received value inside a sentence: one line, at most 40 characters. */
export function quotedValue(raw: unknown): string {
  return clip(
    String(raw)
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- control characters are what is being removed
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
      .trim(),
    QUOTED_MAX,
  );
}

function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = [...text];
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}
