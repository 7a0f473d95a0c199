import type { Outcomes } from '../../http/schemas/common.ts';
import { count } from '../format/number.ts';
import type { Bar } from '../theme/palette.ts';

export interface OutcomePart {
  readonly bar: Bar;
  readonly word: string;
  readonly rows: number;
}

/** The outcomes in their one order: created, updated, unchanged, skipped, errors. */
export function outcomeParts(outcomes: Outcomes): OutcomePart[] {
  return [
    { bar: 'created', word: 'Created', rows: outcomes.created },
    { bar: 'updated', word: 'Updated', rows: outcomes.updated },
    { bar: 'unchanged', word: 'Unchanged', rows: outcomes.unchanged },
    { bar: 'skipped', word: 'Skipped', rows: outcomes.skipped },
    { bar: 'error', word: 'Errors', rows: outcomes.errors },
  ];
}

/** Whether the outcomes account for every row read. They must; a difference is shown, never rounded away. */
export function addsUp(outcomes: Outcomes): boolean {
  return outcomeParts(outcomes).reduce((sum, part) => sum + part.rows, 0) === outcomes.read;
}

/** The bar as a sentence, for people who hear it. */
export function outcomeSentence(outcomes: Outcomes, notRead: number | null): string {
  const parts = outcomeParts(outcomes).map((part) => `${part.word.toLowerCase()} ${count(part.rows)}`);
  const rest = notRead === null || notRead === 0 ? '' : `; ${count(notRead)} not read yet`;
  return `Of ${count(outcomes.read)} rows read: ${parts.join(', ')}${rest}`;
}
