import { queryError, type ApiError } from '../apiError.ts';
import { isWellFormedId, toId18 } from '../ids.ts';
import type { RowSource } from '../rowSource.ts';
import type { FieldDef, Value } from '../schema.ts';
import type { Condition, Leaf, Literal } from './ast.ts';
import { resolveDateLiteral } from './dateLiterals.ts';
import { resolveField, type Catalog } from './resolve.ts';
import { unescapeText } from './tokens.ts';

export type Predicate = (row: number) => boolean;
type Test = (value: Value) => boolean;

interface Context {
  catalog: Catalog;
  source: RowSource;
  query: string;
  now: Date;
}

/**
 * Turns a condition into a test on row numbers. Two-valued as in the org: a comparison with an empty field is false,
 * and `!=`, `NOT IN`, `EXCLUDES` and NOT turn that round.
 *
 * @throws ApiError for unknown fields, and operators or literals that the field's type does not take
 */
export function compileCondition(node: Condition, context: Context): Predicate {
  if (node.kind === 'leaf') return compileLeaf(node, context);
  if (node.kind === 'not') {
    const inner = compileCondition(node.part, context);
    return (row) => !inner(row);
  }
  const parts = node.parts.map((part) => compileCondition(part, context));
  const [a, b] = parts;
  if (node.kind === 'and')
    return parts.length === 2 ? (row) => a!(row) && b!(row) : (row) => parts.every((part) => part(row));
  return parts.length === 2 ? (row) => a!(row) || b!(row) : (row) => parts.some((part) => part(row));
}

function compileLeaf(leaf: Leaf, context: Context): Predicate {
  const { catalog, source, query } = context;
  const { def, read, column, parents } = resolveField(catalog, source, leaf.path, query, leaf.at);
  if (def.type === 'address')
    throw queryError('INVALID_FIELD', query, leaf.at, `field '${leaf.path}' can not be filtered in a query call`);
  if (def.type === 'id' && parents.length === 0) return compileId(leaf, context);
  const test = testOf(leaf, leaf.toLabel ? labelled(def) : def, context);
  const onLabel: Test = leaf.toLabel ? (value) => test(labelOf(def, value)) : test;
  if (column?.codes && column.dictionary) {
    const codes = column.codes;
    const answers = Uint8Array.from(column.dictionary, (value) => (onLabel(value) ? 1 : 0));
    return (row) => (source.isEdited(row) ? onLabel(read(row)) : answers[codes[row]!] === 1);
  }
  return (row) => onLabel(read(row));
}

export function labelOf(def: FieldDef, value: Value): Value {
  if (typeof value !== 'string' || !def.picklist) return value;
  const entries = def.picklist;
  return value
    .split(';')
    .map((part) => entries.find((entry) => entry.value === part)?.label ?? part)
    .join(';');
}

const labelled = (def: FieldDef): FieldDef => ({ ...def, type: 'string' });

/** Ids rise with rows, so a comparison of ids is one of row numbers. */
function compileId(leaf: Leaf, context: Context): Predicate {
  const { source } = context;
  const rowOf = (literal: Literal): { lower: number; exact: number } => {
    if (literal.kind === 'null') return { lower: 0, exact: -1 };
    const id15 = idLiteral(literal, leaf, context).slice(0, 15);
    let low = 0;
    let high = source.rowCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (source.idOf(middle).slice(0, 15) < id15) low = middle + 1;
      else high = middle;
    }
    const exact = low < source.rowCount && source.idOf(low).slice(0, 15) === id15 ? low : -1;
    return { lower: low, exact };
  };
  const rows = leaf.values.map(rowOf);
  const { lower, exact } = rows[0]!;
  const upper = exact < 0 ? lower : lower + 1;
  switch (leaf.operator) {
    case '=':
      return (row) => row === exact;
    case '!=':
      return (row) => row !== exact;
    case '<':
      return (row) => row < lower;
    case '<=':
      return (row) => row < upper;
    case '>':
      return (row) => row >= upper;
    case '>=':
      return (row) => row >= lower;
    case 'in':
    case 'notIn': {
      const wanted = new Set(rows.map((each) => each.exact));
      return leaf.operator === 'in' ? (row) => wanted.has(row) : (row) => !wanted.has(row);
    }
    default:
      throw badOperator(leaf, context);
  }
}

function idLiteral(literal: Literal, leaf: Leaf, { query }: Context): string {
  const text = literal.kind === 'string' ? literal.value : '';
  if (!isWellFormedId(text))
    throw queryError('INVALID_QUERY_FILTER_OPERATOR', query, leaf.at, `invalid ID field: ${text || 'null'}`);
  return text.length === 15 ? toId18(text) : text;
}

function badOperator(leaf: Leaf, { query }: Context): ApiError {
  return queryError('INVALID_QUERY_FILTER_OPERATOR', query, leaf.at, `invalid operator on ${leaf.path} field`);
}

function badLiteral(leaf: Leaf, def: FieldDef, context: Context): ApiError {
  const quoted = leaf.values.some((value) => value.kind === 'string');
  return queryError(
    'INVALID_FIELD',
    context.query,
    leaf.at,
    `value of filter criterion for field '${leaf.path}' must be of type ` +
      `${def.type === 'datetime' ? 'dateTime' : def.type}` +
      `${quoted ? ' and should not be enclosed in quotes' : ''}`,
  );
}

function testOf(leaf: Leaf, def: FieldDef, context: Context): Test {
  switch (leaf.operator) {
    case 'includes':
    case 'excludes':
      return multiTest(leaf, def, context);
    case 'like':
      return likeTest(leaf, def, context);
    case 'in':
    case 'notIn': {
      const tests = leaf.values.map((value) => compareTest('=', value, leaf, def, context));
      const any: Test = (value) => tests.some((test) => test(value));
      return leaf.operator === 'in' ? any : (value) => !any(value);
    }
    case '!=': {
      const equal = compareTest('=', leaf.values[0]!, leaf, def, context);
      return (value) => !equal(value);
    }
    default:
      return compareTest(leaf.operator, leaf.values[0]!, leaf, def, context);
  }
}

type Comparison = '=' | '<' | '<=' | '>' | '>=';

function ordered<T extends number | string>(operator: Comparison, want: T): (value: T) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === want;
    case '<':
      return (value) => value < want;
    case '<=':
      return (value) => value <= want;
    case '>':
      return (value) => value > want;
    case '>=':
      return (value) => value >= want;
  }
}

function compareTest(operator: Comparison, literal: Literal, leaf: Leaf, def: FieldDef, context: Context): Test {
  // A checkbox is never empty: null means false. Empty text is null.
  if (def.type === 'boolean') {
    if (literal.kind !== 'null' && literal.kind !== 'boolean') throw badLiteral(leaf, def, context);
    if (operator !== '=') throw badOperator(leaf, context);
    const want = literal.kind === 'boolean' && literal.value;
    return (value) => (value === true) === want;
  }
  if (literal.kind === 'null' || (literal.kind === 'string' && literal.value === '' && isText(def))) {
    return operator === '=' ? (value) => value === null : () => false;
  }
  if (def.type === 'int' || def.type === 'double' || def.type === 'currency') {
    if (literal.kind !== 'number') throw badLiteral(leaf, def, context);
    const test = ordered(operator, literal.value);
    return (value) => typeof value === 'number' && test(value);
  }
  if (def.type === 'date' || def.type === 'datetime') return timeTest(operator, literal, leaf, def, context);
  if (def.type === 'reference' || def.type === 'id') {
    if (operator !== '=') throw badOperator(leaf, context);
    const want = idLiteral(literal, leaf, context);
    return (value) => value === want;
  }
  if (literal.kind !== 'string') {
    throw queryError(
      'INVALID_FIELD',
      context.query,
      leaf.at,
      `value of filter criterion for field '${leaf.path}' must be of type string and should be enclosed in quotes`,
    );
  }
  const test = ordered(operator, fold(literal.value));
  return (value) => typeof value === 'string' && test(fold(value));
}

const isText = (def: FieldDef): boolean =>
  !['int', 'double', 'currency', 'date', 'datetime', 'boolean', 'reference', 'id'].includes(def.type);

/** Text compares without regard to case. */
const fold = (text: string): string => text.toLowerCase();

function timeTest(operator: Comparison, literal: Literal, leaf: Leaf, def: FieldDef, context: Context): Test {
  if (literal.kind === 'range') {
    const range = resolveDateLiteral(literal.name, literal.n, context.now);
    const [start, end] = def.type === 'date' ? [range.startDay, range.endDay] : [range.startSecond, range.endSecond];
    return (value) => {
      if (value === null) return false;
      switch (operator) {
        case '=':
          return value >= start && value < end;
        case '<':
          return value < start;
        case '<=':
          return value < end;
        case '>':
          return value >= end;
        case '>=':
          return value >= start;
      }
    };
  }
  if (def.type === 'datetime' && literal.kind === 'datetime') {
    const test = ordered(operator, literal.value);
    return (value) => typeof value === 'number' && test(value);
  }
  if (def.type === 'date' && literal.kind === 'date') {
    const test = ordered(operator, literal.value);
    return (value) => typeof value === 'string' && test(value);
  }
  throw badLiteral(leaf, def, context);
}

function likeTest(leaf: Leaf, def: FieldDef, context: Context): Test {
  const [literal] = leaf.values;
  if (literal?.kind !== 'string' || !isText(def) || def.type === 'multipicklist') throw badOperator(leaf, context);
  const pattern = literal.raw.replace(/\\u[0-9A-Fa-f]{4}|\\[\s\S]|[\s\S]/g, (piece) => {
    if (piece === '%') return '[\\s\\S]*';
    if (piece === '_') return '[\\s\\S]';
    const plain = piece.length > 1 ? unescapeText(piece) : piece;
    return plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  const matcher = new RegExp(`^${pattern}$`, 'iu');
  return (value) => typeof value === 'string' && matcher.test(value);
}

/** `INCLUDES ('A;B', 'C')`: both A and B, or C. */
function multiTest(leaf: Leaf, def: FieldDef, context: Context): Test {
  if (def.type !== 'multipicklist') throw badOperator(leaf, context);
  const wanted = leaf.values.map((literal) => {
    if (literal.kind !== 'string') throw badLiteral(leaf, def, context);
    return literal.value.split(';').map(fold);
  });
  const includes: Test = (value) => {
    if (typeof value !== 'string') return false;
    const chosen = new Set(value.split(';').map(fold));
    return wanted.some((all) => all.every((one) => chosen.has(one)));
  };
  return leaf.operator === 'includes' ? includes : (value) => !includes(value);
}
