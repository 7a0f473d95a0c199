/**
 * Text as it is stored: surrounding white space gone, line breaks and tabs turned into a space, other control
 * characters removed, unpaired surrogates replaced (a database refuses both). Letters are never changed; text of
 * invisible characters only is empty.
 */
export function cleanText(text: string): string {
  return isPlain(text) ? text : cleanUnusual(text);
}

/** Printable Latin without surrounding spaces: nearly every cell, told by one pass without allocating. */
function isPlain(text: string): boolean {
  const last = text.length - 1;
  if (last < 0) return true;
  if (text.charCodeAt(0) === 32 || text.charCodeAt(last) === 32) return false;
  for (let i = 0; i <= last; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || (code > 126 && (code < 0xc0 || code > 0x24f))) return false;
  }
  return true;
}

function cleanUnusual(text: string): string {
  const clean = text
    .replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ')
    // eslint-disable-next-line no-control-regex -- control characters are what is being removed
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]+/g, '')
    .toWellFormed()
    .trim();
  return /[^\p{Cf}\p{Z}]/u.test(clean) ? clean : '';
}

/** Longer than `max` characters, counting an emoji or any other surrogate pair as one. */
export function isLongerThan(text: string, max: number): boolean {
  return text.length > max && [...text].length > max;
}
