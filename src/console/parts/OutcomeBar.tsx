import { Text } from '@mantine/core';
import { useEffect } from 'react';
import type { Outcomes } from '../../http/schemas/common.ts';
import { count } from '../format/number.ts';
import type { Bar } from '../theme/palette.ts';
import { OutcomeCounts } from './OutcomeCounts.tsx';
import { addsUp, outcomeParts, outcomeSentence } from './outcomeFigures.ts';
import classes from './OutcomeBar.module.css';

export interface OutcomeBarProps {
  readonly outcomes: Outcomes;
  /** While running: how many rows the source says it has; null when it did not say. */
  readonly running?: { readonly sourceRows: number | null } | undefined;
  /** Opens the rows behind a count. */
  readonly onShow?: Partial<Record<Bar, () => void>> | undefined;
  /** Named when the counts do not add up. */
  readonly runId?: string | undefined;
  /** The bar alone with its total, for a table cell. */
  readonly compact?: boolean | undefined;
}

/** Rows by outcome, drawn to scale; every count is written out and they add up to the rows read. */
export function OutcomeBar({ outcomes, running, onShow, runId, compact = false }: OutcomeBarProps) {
  const parts = outcomeParts(outcomes).filter((part) => part.rows > 0);
  const isWhole = addsUp(outcomes);
  const left =
    running === undefined || running.sourceRows === null ? null : Math.max(0, running.sourceRows - outcomes.read);
  // Without the source's own count the rest is drawn as a fifth: there is more, nobody knows how much.
  const rest = running === undefined ? 0 : (left ?? Math.max(1, outcomes.read / 4));
  useEffect(() => {
    // eslint-disable-next-line no-console -- a fault of ours, kept for whoever looks into it
    if (!isWhole) console.error('Counts do not add up', { runId, outcomes });
  }, [isWhole, runId, outcomes]);
  return (
    <div className={compact ? classes.compact : undefined}>
      <div className={classes.bar} role="img" aria-label={outcomeSentence(outcomes, left)}>
        {parts.map((part) => (
          <div key={part.bar} className={classes.part} data-bar={part.bar} style={{ flexGrow: part.rows }} />
        ))}
        {rest > 0 && <div className={classes.part} data-bar="rest" style={{ flexGrow: rest }} />}
        {parts.length === 0 && rest === 0 && <div className={classes.part} data-bar="none" style={{ flexGrow: 1 }} />}
      </div>
      {compact ? (
        <Text span fz="0.8125rem" className="rc-number">
          {count(outcomes.read)}
        </Text>
      ) : (
        <OutcomeCounts outcomes={outcomes} onShow={onShow} isRunning={running !== undefined} notRead={left} />
      )}
      {!isWhole && (
        <Text c="var(--rc-danger-text)" fw={600} fz="0.8125rem">
          Counts do not add up{runId === undefined ? '' : ` (run ${runId})`}
        </Text>
      )}
    </div>
  );
}
