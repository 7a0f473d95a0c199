/** Where a list goes on: the sort values of its last row, opaque to the caller. */
export function writeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * @param kinds - what each sort value must be; numbers are whole
 * @returns the sort values, or null when the text is no such cursor, so that a list then begins at its start
 */
export function readCursor<const K extends readonly ('string' | 'number')[]>(
  text: string,
  kinds: K,
): { [I in keyof K]: K[I] extends 'number' ? number : string } | null {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  const fits =
    Array.isArray(values) &&
    values.length === kinds.length &&
    values.every((one, index) =>
      kinds[index] === 'number' ? Number.isSafeInteger(one) : typeof one === 'string' && !one.includes('\0'),
    );
  return fits ? (values as { [I in keyof K]: K[I] extends 'number' ? number : string }) : null;
}
