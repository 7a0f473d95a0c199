import type { Condition, Literal, Operator } from './ast.ts';

const OPERATORS: Record<Operator, string> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  like: 'LIKE',
  in: 'IN',
  notIn: 'NOT IN',
  includes: 'INCLUDES',
  excludes: 'EXCLUDES',
};

/** A literal as SOQL writes it; strings keep the escapes they came with. */
export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return `'${literal.raw}'`;
    case 'null':
      return 'null';
    case 'datetime':
    case 'range':
      return literal.text;
    default:
      return String(literal.value);
  }
}

/** Writes a condition back as SOQL, with parentheses wherever groups nest. */
export function printCondition(node: Condition): string {
  if (node.kind === 'leaf') {
    const field = node.toLabel ? `toLabel(${node.path})` : node.path;
    const values = node.values.map(printLiteral);
    const isList = ['in', 'notIn', 'includes', 'excludes'].includes(node.operator);
    return `${field} ${OPERATORS[node.operator]} ${isList ? `(${values.join(', ')})` : values[0]!}`;
  }
  const nested = (part: Condition): string =>
    part.kind === 'leaf' ? printCondition(part) : `(${printCondition(part)})`;
  if (node.kind === 'not') return `NOT ${nested(node.part)}`;
  return node.parts.map(nested).join(node.kind === 'and' ? ' AND ' : ' OR ');
}

/** The condition less every comparison on a field that `isHidden`; null when nothing is left. */
export function withoutFields(node: Condition, isHidden: (path: string) => boolean): Condition | null {
  if (node.kind === 'leaf') return isHidden(node.path) ? null : node;
  if (node.kind === 'not') {
    const part = withoutFields(node.part, isHidden);
    return part && { kind: 'not', part };
  }
  const parts = node.parts.map((part) => withoutFields(part, isHidden)).filter((part) => part !== null);
  return parts.length < 2 ? (parts[0] ?? null) : { kind: node.kind, parts };
}
