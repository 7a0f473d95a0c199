/** A Report's filter logic: the number of a filter, counted from 1, or parts put together. */
export type Logic =
  | { readonly kind: 'filter'; readonly number: number }
  | { readonly kind: 'not'; readonly part: Logic }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Logic[] };

/**
 * Reads filter logic such as `1 AND (2 OR NOT 3)`; AND binds closer than OR, as in Salesforce.
 *
 * @returns null when the text is none
 */
export function parseLogic(text: string): Logic | null {
  const words = text.toUpperCase().match(/\d+|AND|OR|NOT|[()]|\S/g) ?? [];
  let at = 0;
  const take = (word: string): boolean => {
    if (words[at] !== word) return false;
    at += 1;
    return true;
  };
  const list = (kind: 'and' | 'or', one: () => Logic | null): Logic | null => {
    const parts: Logic[] = [];
    do {
      const part = one();
      if (!part) return null;
      // `(1 AND 2) AND 3` is `1 AND 2 AND 3`, so that logic can be compared however it is put in parentheses.
      if (part.kind === kind) parts.push(...part.parts);
      else parts.push(part);
    } while (take(kind.toUpperCase()));
    return parts.length === 1 ? parts[0]! : { kind, parts };
  };
  const single = (): Logic | null => {
    if (take('NOT')) {
      const part = single();
      return part && { kind: 'not', part };
    }
    if (take('(')) {
      const inner = any();
      return inner && take(')') ? inner : null;
    }
    const number = Number(words[at]);
    if (!Number.isInteger(number) || number < 1) return null;
    at += 1;
    return { kind: 'filter', number };
  };
  const any = (): Logic | null => list('or', () => list('and', single));
  const logic = any();
  return at === words.length ? logic : null;
}

/** Adds further filters that must all pass to saved logic; null stays null, for then all filters must pass anyway. */
export function extendLogic(saved: string | null, savedCount: number, added: number): string | null {
  if (saved === null || saved.trim() === '' || added === 0) return saved;
  const more = Array.from({ length: added }, (_none, i) => savedCount + i + 1);
  return `(${saved}) AND ${more.join(' AND ')}`;
}

/** The alternatives of a filter's value: a comma separates them unless it stands in quotes. */
export function alternatives(value: string): readonly string[] {
  const found: string[] = [];
  for (const [, quoted, plain] of `${value},`.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*,/g)) {
    found.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
  }
  return found;
}
