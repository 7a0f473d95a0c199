/**
 * The alternatives a filter value holds: commas separate, quotes keep a comma (`"100,000"`), a doubled quote inside
 * quotes stands for one. An empty value is one empty alternative.
 */
export function splitFilterValue(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (isQuoted && char === '"' && text[at + 1] === '"') {
      part += '"';
      at++;
    } else if (char === '"' && (isQuoted || part.trim() === '')) {
      if (!isQuoted) part = '';
      isQuoted = !isQuoted;
    } else if (char === ',' && !isQuoted) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  return [...parts, part.trim()];
}
