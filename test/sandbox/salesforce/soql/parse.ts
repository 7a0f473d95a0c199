import { queryError, type ApiError } from '../apiError.ts';
import type { Condition, Leaf, Literal, Operator, OrderItem, Query, SelectItem } from './ast.ts';
import { isDateLiteral } from './dateLiterals.ts';
import { tokenize, type Token } from './tokens.ts';

const RESERVED = new Set([
  'from',
  'where',
  'and',
  'or',
  'not',
  'order',
  'limit',
  'offset',
  'using',
  'group',
  'having',
  'for',
  'with',
]);

/** Reads tokens one after another. A query is short, so recursion over it is enough. */
class Reader {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
  }

  get token(): Token {
    return this.#tokens[this.#next]!;
  }

  look(ahead: number): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!;
  }

  is(word: string): boolean {
    const { kind, text } = this.token;
    return (kind === 'word' || kind === 'symbol') && text.toLowerCase() === word;
  }

  accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.#next++;
    return true;
  }

  expect(word: string): Token {
    if (!this.is(word)) throw this.unexpected(`expecting '${word}'`);
    return this.take();
  }

  take(): Token {
    return this.#tokens[this.#next++]!;
  }

  word(): Token {
    if (this.token.kind !== 'word' || RESERVED.has(this.token.text.toLowerCase())) throw this.unexpected();
    return this.take();
  }

  unexpected(hint = ''): ApiError {
    const { text, at, kind } = this.token;
    const message = kind === 'end' ? 'unexpected end of query' : `unexpected token: '${text}'`;
    return queryError('MALFORMED_QUERY', this.text, at, hint ? `${message}, ${hint}` : message);
  }
}

/**
 * Parses one SELECT statement.
 *
 * @throws ApiError `MALFORMED_QUERY` for what SOQL, or this sandbox, does not understand
 */
export function parseQuery(text: string): Query {
  const reader = new Reader(text);
  reader.expect('select');
  const select: SelectItem[] = [];
  do select.push(selectItem(reader));
  while (reader.accept(','));
  reader.expect('from');
  const from = reader.word();
  const alias =
    reader.token.kind === 'word' && !RESERVED.has(reader.token.text.toLowerCase()) ? reader.take().text : null;
  const query: Query = {
    text,
    select,
    from: from.text,
    fromAt: from.at,
    scope: null,
    scopeAt: 0,
    where: null,
    orderBy: [],
    limit: null,
    offset: 0,
    offsetAt: 0,
  };
  if (reader.accept('using')) {
    reader.expect('scope');
    const scope = reader.word();
    query.scope = scope.text.toLowerCase();
    query.scopeAt = scope.at;
  }
  if (reader.accept('where')) query.where = condition(reader);
  if (reader.accept('order')) {
    reader.expect('by');
    do query.orderBy.push(orderItem(reader));
    while (reader.accept(','));
  }
  if (reader.accept('limit')) query.limit = wholeNumber(reader);
  if (reader.accept('offset')) {
    query.offsetAt = reader.token.at;
    query.offset = wholeNumber(reader);
  }
  if (reader.accept('for')) reader.word();
  if (reader.token.kind !== 'end') throw reader.unexpected();
  stripPrefixes(query, [from.text, ...(alias ? [alias] : [])]);
  return query;
}

/** Parses a WHERE condition standing alone, as a list view keeps it. */
export function parseCondition(text: string): Condition {
  const reader = new Reader(text);
  const result = condition(reader);
  if (reader.token.kind !== 'end') throw reader.unexpected();
  return result;
}

function wholeNumber(reader: Reader): number {
  if (reader.token.kind !== 'number' || !/^\d+$/.test(reader.token.text)) throw reader.unexpected();
  return Number(reader.take().text);
}

function selectItem(reader: Reader): SelectItem {
  const { text, at } = reader.word();
  const name = text.toLowerCase();
  const calls = reader.accept('(');
  let item: SelectItem;
  if (!calls) item = { kind: 'field', path: text, toLabel: false, at };
  else if (name === 'count') item = { kind: 'count', path: reader.is(')') ? null : reader.word().text, at };
  else if (name === 'tolabel') item = { kind: 'field', path: reader.word().text, toLabel: true, at };
  else if (name === 'fields') {
    const set = reader.word().text.toLowerCase();
    if (set !== 'all' && set !== 'standard' && set !== 'custom') throw reader.unexpected();
    item = { kind: 'fields', set, at };
  } else throw queryError('MALFORMED_QUERY', reader.text, at, `unexpected token: '('`);
  if (calls) {
    reader.expect(')');
    const { kind, text: next } = reader.token;
    if (item.kind !== 'fields' && kind === 'word' && !RESERVED.has(next.toLowerCase())) item.alias = reader.take().text;
  }
  return item;
}

function orderItem(reader: Reader): OrderItem {
  const { text, at } = reader.word();
  const item: OrderItem = { path: text, descending: false, nullsFirst: true, at };
  if (reader.accept('desc')) item.descending = true;
  else reader.accept('asc');
  if (reader.accept('nulls')) {
    if (reader.accept('last')) item.nullsFirst = false;
    else reader.expect('first');
  }
  return item;
}

/**
 * AND and OR don't mix without parentheses, and NOT stands alone: so says the org, though a kinder parser could guess.
 */
function condition(reader: Reader): Condition {
  if (reader.accept('not')) return { kind: 'not', part: simple(reader) };
  const parts = [simple(reader)];
  const word = reader.is('and') ? 'and' : reader.is('or') ? 'or' : null;
  if (!word) return parts[0]!;
  while (reader.accept(word)) parts.push(simple(reader));
  if (reader.is('and') || reader.is('or')) throw reader.unexpected();
  return { kind: word, parts };
}

function simple(reader: Reader): Condition {
  if (reader.accept('(')) {
    const inner = condition(reader);
    reader.expect(')');
    return inner;
  }
  if (reader.is('not')) throw reader.unexpected();
  return leaf(reader);
}

function leaf(reader: Reader): Leaf {
  const first = reader.word();
  let path = first.text;
  let toLabel = false;
  if (reader.accept('(')) {
    if (path.toLowerCase() !== 'tolabel') throw reader.unexpected();
    path = reader.word().text;
    toLabel = true;
    reader.expect(')');
  }
  const operator = operatorOf(reader);
  const isList = operator === 'in' || operator === 'notIn' || operator === 'includes' || operator === 'excludes';
  const values: Literal[] = [];
  if (isList) {
    reader.expect('(');
    do values.push(literal(reader));
    while (reader.accept(','));
    reader.expect(')');
  } else values.push(literal(reader));
  return { kind: 'leaf', path, toLabel, operator, values, at: first.at };
}

function operatorOf(reader: Reader): Operator {
  const token = reader.take();
  const text = token.text.toLowerCase();
  if (token.kind === 'symbol' && ['=', '!=', '<', '<=', '>', '>='].includes(text)) return text as Operator;
  if (text === '<>') return '!=';
  if (token.kind === 'word') {
    if (text === 'like' || text === 'in' || text === 'includes' || text === 'excludes') return text;
    if (text === 'not' && reader.accept('in')) return 'notIn';
  }
  throw queryError(
    'MALFORMED_QUERY',
    reader.text,
    token.at,
    token.kind === 'end' ? 'unexpected end of query' : `unexpected token: '${token.text}'`,
  );
}

function literal(reader: Reader): Literal {
  const token = reader.token;
  const result = literalOf(token);
  if (!result) throw reader.unexpected();
  reader.take();
  return result;
}

function literalOf({ kind, text, raw }: Token): Literal | null {
  if (kind === 'string') return { kind: 'string', value: text, raw };
  if (kind === 'number') return { kind: 'number', value: Number(text) };
  if (kind === 'date') return { kind: 'date', value: text };
  if (kind === 'datetime') {
    const millis = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
    return Number.isNaN(millis) ? null : { kind: 'datetime', value: Math.floor(millis / 1000), text };
  }
  if (kind !== 'word') return null;
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  if (word === 'null') return { kind: 'null' };
  const [name, n] = text.toUpperCase().split(':');
  return isDateLiteral(name!, n !== undefined)
    ? { kind: 'range', name: name!, n: Number(n ?? 0), text: text.toUpperCase() }
    : null;
}

/** `Contact.Name` and, after `FROM Contact c`, `c.Name` both mean `Name`. */
function stripPrefixes(query: Query, prefixes: readonly string[]): void {
  const strip = (path: string): string => {
    const dot = path.indexOf('.');
    const head = path.slice(0, Math.max(dot, 0)).toLowerCase();
    return dot > 0 && prefixes.some((prefix) => prefix.toLowerCase() === head) ? path.slice(dot + 1) : path;
  };
  const visit = (node: Condition): void => {
    if (node.kind === 'leaf') node.path = strip(node.path);
    else if (node.kind === 'not') visit(node.part);
    else node.parts.forEach(visit);
  };
  for (const item of query.select) if (item.kind !== 'fields' && item.path !== null) item.path = strip(item.path);
  for (const item of query.orderBy) item.path = strip(item.path);
  if (query.where) visit(query.where);
}
