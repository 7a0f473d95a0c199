import { createHash } from 'node:crypto';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { RecordType } from '../../src/domain/contact.ts';

/** What a List View selects, taken from the query text of its describe. */
export interface ViewSelection {
  readonly recordType: RecordType;
  /** `USING SCOPE` value in lower case; null when the text has none. */
  readonly scope: string | null;
  /** The view's own condition without `WHERE`; null when it selects everybody. */
  readonly condition: string | null;
}

/** Where a pull goes on: after this record of this second, or from that whole second on when `recordId` is null. */
export interface Position {
  readonly modifiedAt: Date;
  readonly recordId: string | null;
}

/** Read for every row beside the mapped fields. */
const ALWAYS = ['Id', 'SystemModstamp', 'LastModifiedDate', 'IsDeleted'];

/** Clauses a List View's query never has; text with one of them is not what we know how to narrow. */
const UNKNOWN_CLAUSES = new Set(['WITH', 'GROUP', 'HAVING', 'OFFSET', 'FOR', 'UPDATE', 'TYPEOF', 'ALL']);

/**
 * Reads `SELECT … FROM {T} [USING SCOPE s] [WHERE …] [ORDER BY …] [LIMIT n]`. Keywords count only outside quotes and
 * parentheses, for literals may hold any of them (`Title = 'Head of order by mail'`). Order and limit are dropped: the
 * pull has its own order, and a List View has no row limit of its own, a limit only pages what is shown.
 *
 * @throws ConnectorError `SOURCE_UNUSABLE` when the text has any other shape: rather refuse than select other people
 */
export function parseViewQuery(query: string, recordType: RecordType): ViewSelection {
  const words = topLevelWords(query);
  const at = (index: number): string => words[index]?.text.toUpperCase() ?? '';
  const from = words.findIndex(({ text }) => text.toUpperCase() === 'FROM');
  if (at(0) !== 'SELECT' || from < 1) throw unusable('it does not begin with SELECT … FROM');
  const object = words[from + 1];
  if (!object || object.text.toLowerCase() !== recordType.toLowerCase()) {
    throw unusable(`it reads from ${object?.text ?? 'nothing'} and not from ${recordType}`);
  }
  let next = from + 2;
  let scope: string | null = null;
  if (at(next) === 'USING') {
    if (at(next + 1) !== 'SCOPE' || !words[next + 2]) throw unusable('its scope can’t be read');
    scope = words[next + 2]!.text.toLowerCase();
    next += 3;
  }
  const tail = words.slice(next);
  const clause = tail.find(({ text }) => UNKNOWN_CLAUSES.has(text.toUpperCase()));
  if (clause) throw unusable(`it has the clause ${clause.text.toUpperCase()}`);
  const end = tail.find(({ text }, index) => isEnd(text, tail[index + 1]?.text));
  const endsAt = end ? end.start : query.length;
  const first = words[next];
  if (!first || first.start >= endsAt) {
    const rest = query.slice(words[next - 1]!.end, endsAt).trim();
    if (rest !== '') throw unusable('text follows the object');
    return { recordType, scope, condition: null };
  }
  if (first.text.toUpperCase() !== 'WHERE' || query.slice(words[next - 1]!.end, first.start).trim() !== '') {
    throw unusable('text follows the object');
  }
  if (tail.slice(1).some(({ text, start }) => start < endsAt && text.toUpperCase() === 'WHERE')) {
    throw unusable('it has WHERE twice');
  }
  const condition = query.slice(first.end, endsAt).trim();
  if (condition === '') throw unusable('its condition is empty');
  return { recordType, scope, condition };
}

function isEnd(word: string, following: string | undefined): boolean {
  const upper = word.toUpperCase();
  return (
    (upper === 'ORDER' && following?.toUpperCase() === 'BY') || (upper === 'LIMIT' && /^\d+$/.test(following ?? ''))
  );
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Words outside quotes and parentheses, with their places. @throws ConnectorError when quotes or parentheses don't
 * close
 */
function topLevelWords(query: string): readonly Word[] {
  const words: Word[] = [];
  let depth = 0;
  for (let i = 0; i < query.length;) {
    const char = query[i]!;
    if (char === "'") {
      i = afterLiteral(query, i);
      continue;
    }
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0) break;
    const word = depth === 0 ? /^[\p{L}\p{N}_.:-]+/u.exec(query.slice(i, i + 300))?.[0] : undefined;
    if (word !== undefined) words.push({ text: word, start: i, end: i + word.length });
    i += word?.length ?? 1;
  }
  if (depth !== 0) throw unusable('its parentheses don’t close');
  return words;
}

function afterLiteral(query: string, start: number): number {
  for (let i = start + 1; i < query.length; i += 1) {
    if (query[i] === '\\') i += 1;
    else if (query[i] === "'") return i + 1;
  }
  throw unusable('a quotation mark in it doesn’t close');
}

/**
 * The query of one pull, ordered by (SystemModstamp, Id) so that any row marks a place to go on from. SystemModstamp is
 * compared in whole seconds by Salesforce, so instants are cut to the second they lie in, never rounded up.
 *
 * @param fields - API names and parent paths as mapped, read as stored values (no `toLabel`)
 * @param until - only rows modified before this second; null for no upper end
 */
export function pullQuery(
  view: ViewSelection,
  fields: readonly string[],
  since: Date | null,
  after: Position | null,
  until: Date | null = null,
): string {
  const condition = narrowed(view, since, after, until);
  const columns = selectedFields(view.recordType, fields).join(', ');
  return `SELECT ${columns} FROM ${source(view)}${condition} ORDER BY SystemModstamp ASC, Id ASC`;
}

/** The query of a bulk job over all people of a view. No order: it would keep Salesforce from dividing the work. */
export function bulkQuery(view: ViewSelection, fields: readonly string[]): string {
  const columns = selectedFields(view.recordType, fields).join(', ');
  return `SELECT ${columns} FROM ${source(view)}${narrowed(view, null, null, null)}`;
}

/** Counts the people a view selects now, of a pull from `since` or after a place. */
export function countQuery(view: ViewSelection, since: Date | null = null, after: Position | null = null): string {
  return `SELECT COUNT() FROM ${source(view)}${narrowed(view, since, after, null)}`;
}

/** The WHERE clause: the view's own condition in parentheses, and the pull's limits in time. */
function narrowed(view: ViewSelection, since: Date | null, after: Position | null, until: Date | null): string {
  const conditions: string[] = [];
  if (view.condition !== null) conditions.push(`(${view.condition})`);
  if (after) conditions.push(afterCondition(after));
  else if (since) conditions.push(`SystemModstamp >= ${second(since)}`);
  if (until) conditions.push(`SystemModstamp < ${second(until)}`);
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

/**
 * A fingerprint of what a view selects: object, scope and condition, not its columns or order, which change nothing
 * about who is in it. 32 hexadecimal digits.
 */
export function viewDefinition(view: ViewSelection): string {
  const parts = [view.recordType, view.scope ?? 'everything', view.condition ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function source(view: ViewSelection): string {
  return view.scope === null ? view.recordType : `${view.recordType} USING SCOPE ${view.scope}`;
}

function afterCondition({ modifiedAt, recordId }: Position): string {
  const time = second(modifiedAt);
  if (recordId === null) return `SystemModstamp >= ${time}`;
  if (!/^[A-Za-z0-9]{15,18}$/.test(recordId)) throw new RangeError('a cursor holds a record ID of another form');
  return `(SystemModstamp > ${time} OR (SystemModstamp = ${time} AND Id > '${recordId}'))`;
}

/** A datetime literal: UTC, whole seconds, no quotes. */
function second(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/**
 * The columns of a pull in their order: those read for every row, then the mapped fields. Each once, for SOQL refuses
 * repeats; names are checked, for they end up in the query text.
 *
 * @throws ConnectorError `FIELD_GONE` for what is no field name
 */
export function selectedFields(recordType: RecordType, fields: readonly string[]): readonly string[] {
  const wanted = new Map<string, string>();
  const own = recordType === 'Lead' ? [...ALWAYS, 'IsConverted'] : ALWAYS;
  for (const field of [...own, ...fields]) {
    if (!/^[A-Za-z]\w*(\.[A-Za-z]\w*){0,5}$/.test(field)) {
      throw new ConnectorError('FIELD_GONE', `“${field}” is not the name of a Salesforce field. Map another field.`, {
        kind: 'never',
      });
    }
    if (!wanted.has(field.toLowerCase())) wanted.set(field.toLowerCase(), field);
  }
  return [...wanted.values()];
}

function unusable(why: string): ConnectorError {
  return new ConnectorError(
    'SOURCE_UNUSABLE',
    `This List View's query can't be narrowed safely: ${why}. Choose another List View.`,
    { kind: 'never' },
  );
}
