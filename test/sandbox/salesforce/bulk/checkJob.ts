import { ApiError } from '../apiError.ts';
import type { Query } from '../soql/ast.ts';
import { expand } from '../soql/emit.ts';
import { parseQuery } from '../soql/parse.ts';
import { resolveField, type Catalog } from '../soql/resolve.ts';
import { runQuery } from '../soql/runQuery.ts';
import { tokenize, type Token } from '../soql/tokens.ts';

export const DELIMITERS: Record<string, string> = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
};
export const LINE_ENDINGS: Record<string, string> = { LF: '\n', CRLF: '\r\n' };

const AGGREGATES = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max']);

/** What a client asks for with `POST /jobs/query`, found good. */
export interface JobRequest {
  operation: 'query' | 'queryAll';
  query: string;
  /** The object's name in the org's spelling. */
  object: string;
  columnDelimiter: string;
  lineEnding: string;
}

/**
 * Reads the body of a new job and checks its query, so that what can't run is refused before there is a job.
 *
 * @throws ApiError `INVALIDJOB` for a bad property; `API_ERROR` for what Bulk queries don't know (observed for compound
 *   fields, v47); `MALFORMED_QUERY`, `INVALID_TYPE`, `INVALID_FIELD` as `/query`
 */
export function checkJob(body: unknown, catalog: Catalog, now: Date): JobRequest {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const choice = (name: string, usual: string | null, allowed: readonly string[]): string => {
    const value = given[name] ?? usual;
    if (typeof value === 'string' && allowed.includes(value)) return value;
    throw new ApiError(
      400,
      'INVALIDJOB',
      `InvalidJob : ${name} must be one of ${allowed.join(', ')}, found ${value === null ? 'none' : String(value)}`,
    );
  };
  const operation = choice('operation', null, ['query', 'queryAll']) as JobRequest['operation'];
  choice('contentType', 'CSV', ['CSV']);
  const columnDelimiter = choice('columnDelimiter', 'COMMA', Object.keys(DELIMITERS));
  const lineEnding = choice('lineEnding', 'LF', Object.keys(LINE_ENDINGS));
  const { query } = given;
  if (typeof query !== 'string' || query.trim() === '')
    throw new ApiError(400, 'INVALIDJOB', 'InvalidJob : query is required');
  refuseClauses(tokenize(query));
  const parsed = parseQuery(query);
  // Run once for its errors; the rows of the result are the ones of later, when the job is worked on.
  runQuery(query, catalog, { now, includeDeleted: operation === 'queryAll' });
  refuseCompounds(parsed, catalog);
  return { operation, query, object: catalog.source(parsed.from)!.schema.name, columnDelimiter, lineEnding };
}

function refuseClauses(tokens: readonly Token[]): void {
  const refuse = (what: string): never => {
    throw new ApiError(400, 'API_ERROR', `${what} not supported in Bulk V2 Query with CSV content type`);
  };
  tokens.forEach(({ kind, text }, i) => {
    if (kind !== 'word') return;
    const word = text.toLowerCase();
    const next = tokens[i + 1]?.text.toLowerCase();
    if (word === 'group' && next === 'by') refuse('Group By');
    if (word === 'offset') refuse('Offset');
    if (word === 'typeof') refuse('TypeOf');
    if (AGGREGATES.has(word) && next === '(') refuse('Aggregate functions');
    const before = tokens[i - 1]?.text;
    const isInList = before === '(' && /^(?:select|,)$/i.test(tokens[i - 2]?.text ?? '');
    if (word === 'select' && isInList) refuse('Aggregate Relationships');
  });
}

function refuseCompounds(query: Query, catalog: Catalog): void {
  const source = catalog.source(query.from)!;
  for (const item of expand(query, source, catalog)) {
    if (item.kind === 'field' && resolveField(catalog, source, item.path, query.text, item.at).def.type === 'address')
      throw new ApiError(400, 'API_ERROR', 'Selecting compound data not supported in Bulk Query');
  }
}
