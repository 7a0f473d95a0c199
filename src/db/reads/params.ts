/**
 * Collects the values of a statement whose conditions depend on what was asked for; `add` gives the place to write into
 * the SQL (`$3`).
 */
export function openParams(...first: readonly unknown[]): {
  readonly values: unknown[];
  readonly add: (value: unknown) => string;
} {
  const values = [...first];
  return { values, add: (value) => `$${values.push(value)}` };
}

/** Typed text as the pattern of a LIKE that matches what begins with it. */
export function likePrefix(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Typed text as the pattern of a LIKE that matches what holds it anywhere. */
export function likeAnywhere(text: string): string {
  return `%${likePrefix(text)}`;
}
