import type { Condition, Operator } from './ast.ts';
import { printLiteral } from './printCondition.ts';

const NAMES: Record<Operator, string> = {
  '=': 'equals',
  '!=': 'notEquals',
  '<': 'lessThan',
  '<=': 'lessThanOrEqualTo',
  '>': 'greaterThan',
  '>=': 'greaterThanOrEqualTo',
  like: 'like',
  in: 'in',
  notIn: 'notIn',
  includes: 'includes',
  excludes: 'excludes',
};

/** The condition as list view describes spell it: leaves, groups with a conjunction, negations. */
export function toWhereCondition(node: Condition): Record<string, unknown> {
  if (node.kind === 'leaf')
    return { field: node.path, operator: NAMES[node.operator], values: node.values.map(printLiteral) };
  if (node.kind === 'not') return { condition: toWhereCondition(node.part) };
  return { conditions: node.parts.map(toWhereCondition), conjunction: node.kind };
}
