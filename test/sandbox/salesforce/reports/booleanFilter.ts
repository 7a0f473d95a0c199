import { badRequestUnpublished } from './reportErrors.ts';

/** Filters combined by their numbers, from 1. */
export type Logic =
  { kind: 'filter'; number: number } | { kind: 'and' | 'or'; parts: Logic[] } | { kind: 'not'; part: Logic };

/** Every filter, all of them needed; null when there is none. */
export function allOf(count: number): Logic | null {
  if (count === 0) return null;
  const parts = Array.from({ length: count }, (_none, i): Logic => ({ kind: 'filter', number: i + 1 }));
  return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
}

/**
 * Reads filter logic such as `1 AND (2 OR NOT 3)`. AND and OR beside each other need parentheses, as in the org.
 *
 * @param count - how many filters there are; each must be named, and no other
 * @throws ApiError 400, with a text of this sandbox's own
 */
export function parseBooleanFilter(text: string, count: number): Logic {
  const refuse = (why: string): never => {
    throw badRequestUnpublished(`The filter logic ${text} is incorrect: ${why}.`);
  };
  const tokens = text.match(/\d+|\(|\)|[A-Za-z]+|\S/g) ?? [];
  const named = new Set<number>();
  let at = 0;
  const word = (): string | undefined => tokens[at]?.toUpperCase();

  const unary = (): Logic => {
    const token = word();
    at++;
    if (token === 'NOT') return { kind: 'not', part: unary() };
    if (token === '(') {
      const inner = chain();
      if (word() !== ')') refuse('a parenthesis is not closed');
      at++;
      return inner;
    }
    const number = Number(token);
    if (token === undefined || !Number.isInteger(number)) return refuse(`${token ?? 'its end'} was not expected`);
    if (number < 1 || number > count) return refuse(`there is no filter ${number}`);
    named.add(number);
    return { kind: 'filter', number };
  };
  const chain = (): Logic => {
    const parts = [unary()];
    const joined = word();
    if (joined !== 'AND' && joined !== 'OR') return parts[0]!;
    while (word() === joined) {
      at++;
      parts.push(unary());
    }
    if (word() === 'AND' || word() === 'OR') refuse('AND and OR need parentheses');
    return { kind: joined === 'AND' ? 'and' : 'or', parts };
  };

  const logic = chain();
  if (at < tokens.length) refuse(`${tokens[at]} was not expected`);
  if (named.size < count) refuse('it does not name every filter');
  return logic;
}

/** Gives the filters other numbers; those without a number go, and null is left when all do. */
export function renumber(logic: Logic, numberOf: (number: number) => number | undefined): Logic | null {
  if (logic.kind === 'filter') {
    const number = numberOf(logic.number);
    return number === undefined ? null : { kind: 'filter', number };
  }
  if (logic.kind === 'not') {
    const part = renumber(logic.part, numberOf);
    return part && { kind: 'not', part };
  }
  const parts = logic.parts.map((part) => renumber(part, numberOf)).filter((part) => part !== null);
  return parts.length > 1 ? { kind: logic.kind, parts } : (parts[0] ?? null);
}

export function printLogic(logic: Logic): string {
  const inner = (part: Logic): string =>
    part.kind === 'and' || part.kind === 'or' ? `(${printLogic(part)})` : printLogic(part);
  if (logic.kind === 'filter') return String(logic.number);
  if (logic.kind === 'not') return `NOT ${inner(logic.part)}`;
  return logic.parts.map(inner).join(logic.kind === 'and' ? ' AND ' : ' OR ');
}
