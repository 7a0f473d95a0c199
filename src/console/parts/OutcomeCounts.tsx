import { UnstyledButton } from '@mantine/core';
import type { Outcomes } from '../../http/schemas/common.ts';
import { count } from '../format/number.ts';
import type { Bar } from '../theme/palette.ts';
import { outcomeParts } from './outcomeFigures.ts';
import classes from './OutcomeBar.module.css';

interface OutcomeCountsProps {
  readonly outcomes: Outcomes;
  readonly onShow: Partial<Record<Bar, () => void>> | undefined;
  readonly isRunning: boolean;
  readonly notRead: number | null;
}

/** The counts under the bar, each with its colour and word, and their sum. */
export function OutcomeCounts({ outcomes, onShow, isRunning, notRead }: OutcomeCountsProps) {
  return (
    <ul className={classes.counts}>
      {outcomeParts(outcomes).map((part) => {
        const words = `${part.word} ${count(part.rows)}`;
        const show = part.rows > 0 ? onShow?.[part.bar] : undefined;
        return (
          <li key={part.bar}>
            <span className={classes.key} data-bar={part.bar} aria-hidden />
            {show === undefined ? (
              <span>{words}</span>
            ) : (
              <UnstyledButton className={classes.show} onClick={show}>
                {words}
              </UnstyledButton>
            )}
          </li>
        );
      })}
      {isRunning && (
        <li>
          <span className={classes.key} data-bar="rest" aria-hidden />
          Not read yet {count(notRead)}
        </li>
      )}
      <li className={classes.sum}>= {count(outcomes.read)} rows read</li>
    </ul>
  );
}
