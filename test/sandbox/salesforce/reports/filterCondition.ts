import { isWellFormedId } from '../ids.ts';
import type { Condition, Literal, Operator } from '../soql/ast.ts';
import { parseFilterDate, type DayZone, type Span } from './filterDates.ts';
import { splitFilterValue } from './filterValues.ts';
import { OPERATORS_BY_TYPE } from './operators.ts';
import type { ReportFilter } from './reportDefinition.ts';
import { badCondition, badId, badRequestUnpublished } from './reportErrors.ts';
import type { ReportColumn } from './reportTypes.ts';

/** What reading a filter depends on besides itself. */
export interface FilterRules {
  now: Date;
  /** Ids one value may hold. */
  idListLimit: number;
  /** Whose days a `yyyy-MM-dd` means on a standard date column. */
  standardDays: DayZone;
}

type Ordered = 'lessThan' | 'lessOrEqual' | 'greaterThan' | 'greaterOrEqual';

const COMPARISONS: Record<Ordered | 'equals', Operator> = {
  equals: '=',
  lessThan: '<',
  lessOrEqual: '<=',
  greaterThan: '>',
  greaterOrEqual: '>=',
};

/** Operators that are others turned round. */
const NEGATED: Record<string, string> = { notEqual: 'equals', notContain: 'contains', excludes: 'includes' };

/**
 * Turns a filter into the condition the query engine runs.
 *
 * @throws ApiError 400 for an operator the data type doesn't have, and for values it can't read
 */
export function filterCondition(filter: ReportFilter, column: ReportColumn, rules: FilterRules): Condition {
  const { operator, value } = filter;
  if (!OPERATORS_BY_TYPE[column.dataType]?.some((one) => one === operator)) throw badCondition(operator);
  const positive = NEGATED[operator] ?? operator;
  const condition = anyOf(column, positive, splitFilterValue(value), rules);
  return positive === operator ? condition : { kind: 'not', part: condition };
}

const leaf = (path: string, operator: Operator, values: Literal[], toLabel = false): Condition => ({
  kind: 'leaf',
  path,
  toLabel,
  operator,
  values,
  at: 0,
});

const or = (parts: Condition[]): Condition => (parts.length === 1 ? parts[0]! : { kind: 'or', parts });

const string = (value: string, raw = value): Literal => ({ kind: 'string', value, raw });

function anyOf(column: ReportColumn, operator: string, values: readonly string[], rules: FilterRules): Condition {
  if (column.cell === 'id') return idCondition(column, values, rules.idListLimit);
  return or(values.map((value) => oneOf(column, operator, value, rules)));
}

function idCondition({ path }: ReportColumn, values: readonly string[], limit: number): Condition {
  const wrong = values.find((value) => !isWellFormedId(value));
  if (wrong !== undefined) throw badId(wrong);
  if (values.length > limit) {
    throw badRequestUnpublished(`The filter value is too long. Specify at most ${limit} IDs.`);
  }
  return leaf(
    path,
    'in',
    values.map((value) => string(value)),
  );
}

function oneOf(column: ReportColumn, operator: string, value: string, rules: FilterRules): Condition {
  const { path, cell, dataType } = column;
  // Nothing comes before or after an empty field; holding or beginning with nothing means being empty.
  if (cell !== 'boolean' && value === '') return leaf(path, COMPARISONS[operator as Ordered] ?? '=', [{ kind: 'null' }]);
  switch (cell) {
    case 'boolean': {
      if (!/^(true|false|1|0)$/i.test(value)) throw badCondition(value);
      return leaf(path, '=', [{ kind: 'boolean', value: /^(true|1)$/i.test(value) }]);
    }
    case 'number':
    case 'currency': {
      const number = Number(value.replace(/[,$\s]/g, ''));
      if (Number.isNaN(number)) throw badCondition(value);
      return leaf(path, COMPARISONS[operator as Ordered], [{ kind: 'number', value: number }]);
    }
    case 'day':
      return spanCondition(path, operator, parseFilterDate(value, rules.now, 'user', false), true);
    case 'standardDay':
      return spanCondition(path, operator, parseFilterDate(value, rules.now, rules.standardDays, false), false);
    case 'instant':
      return spanCondition(path, operator, parseFilterDate(value, rules.now, 'user', true), false);
    default:
      if (dataType === 'multipicklist') return multiCondition(path, operator, value);
      // A filter may name a picklist value by its label or by its API name.
      return or([
        textCondition(path, operator, value, false),
        ...(cell === 'picklist' ? [textCondition(path, operator, value, true)] : []),
      ]);
  }
}

/** A comparison with everything from the start of a span to before its end. */
export function spanCondition(path: string, operator: string, span: Span, isDate: boolean): Condition {
  const start: Literal = isDate
    ? { kind: 'date', value: span.startDay }
    : { kind: 'datetime', value: span.startSecond, text: '' };
  const end: Literal = isDate
    ? { kind: 'date', value: span.endDay }
    : { kind: 'datetime', value: span.endSecond, text: '' };
  switch (operator) {
    case 'lessThan':
      return leaf(path, '<', [start]);
    case 'lessOrEqual':
      return leaf(path, '<', [end]);
    case 'greaterThan':
      return leaf(path, '>=', [end]);
    case 'greaterOrEqual':
      return leaf(path, '>=', [start]);
    default:
      return { kind: 'and', parts: [leaf(path, '>=', [start]), leaf(path, '<', [end])] };
  }
}

function textCondition(path: string, operator: string, value: string, toLabel: boolean): Condition {
  if (operator === 'contains' || operator === 'startsWith') {
    const escaped = value.replace(/[\\%_]/g, '\\$&');
    return leaf(path, 'like', [string(value, `${operator === 'contains' ? '%' : ''}${escaped}%`)], toLabel);
  }
  return leaf(path, COMPARISONS[operator as Ordered], [string(value)], toLabel);
}

function multiCondition(path: string, operator: string, value: string): Condition {
  if (operator === 'includes') return leaf(path, 'includes', [string(value)]);
  return leaf(path, COMPARISONS[operator as Ordered], [string(value.replace(/\s*;\s*/g, ';'))]);
}
