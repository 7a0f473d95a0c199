import { queryError } from '../apiError.ts';

export type TokenKind = 'word' | 'string' | 'number' | 'date' | 'datetime' | 'symbol' | 'end';

export interface Token {
  kind: TokenKind;
  /** As written; for strings the contents with escapes undone. */
  text: string;
  /** A string as written between its quotes; LIKE needs to tell `\%` from `%`. */
  raw: string;
  /** Offset in the query. */
  at: number;
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '%': '%',
  _: '_',
};

const DATETIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[zZ]|[+-]\d\d:?\d\d)/y;
const DATE = /\d{4}-\d\d-\d\d/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y;
const WORD = /[A-Za-z_]\w*(?:\.\w+)*(?::\d+)?/y;
const SYMBOL = /<=|>=|!=|<>|[()=<>,]/y;

/** Undoes the escapes of a string literal's inside. */
export function unescapeText(raw: string): string {
  return raw.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gs, (_all, hex: string | undefined, char: string | undefined) =>
    hex ? String.fromCharCode(parseInt(hex, 16)) : (ESCAPES[char!] ?? char!),
  );
}

/**
 * Cuts a query into tokens.
 *
 * @throws ApiError `MALFORMED_QUERY` for a character, string or escape that SOQL does not know
 */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(query)?.[0];
  };
  while (at < query.length) {
    const char = query[at]!;
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    if (char === "'") {
      const raw = readString(query, at);
      tokens.push({ kind: 'string', text: unescapeText(raw), raw, at });
      at += raw.length + 2;
      continue;
    }
    const kinds: readonly [TokenKind, RegExp][] = [
      ['datetime', DATETIME],
      ['date', DATE],
      ['number', NUMBER],
      ['word', WORD],
      ['symbol', SYMBOL],
    ];
    const found = kinds.map(([kind, pattern]) => [kind, take(pattern)] as const).find(([, text]) => text !== undefined);
    if (!found)
      throw queryError('MALFORMED_QUERY', query, at, `line 1:${at} no viable alternative at character '${char}'`);
    tokens.push({ kind: found[0], text: found[1]!, raw: found[1]!, at });
    at += found[1]!.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', raw: '', at: query.length });
  return tokens;
}

function readString(query: string, start: number): string {
  let at = start + 1;
  while (at < query.length && query[at] !== "'") {
    if (query[at] === '\\') {
      const next = query[at + 1];
      if (next === undefined || !(next in ESCAPES || next === 'u')) {
        throw queryError(
          'MALFORMED_QUERY',
          query,
          at,
          `Invalid string literal '${query.slice(start + 1, at + 2)}'. ` +
            `Illegal character sequence '\\${next ?? ''}' in string literal.`,
        );
      }
      at++;
    }
    at++;
  }
  if (at >= query.length) throw queryError('MALFORMED_QUERY', query, start, 'unterminated string literal');
  return query.slice(start + 1, at);
}
