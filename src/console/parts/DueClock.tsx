import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import type { Due } from '../../http/schemas/optOuts.ts';
import { calendarDay } from '../format/time.ts';
import { counted } from '../format/number.ts';
import { useNow } from '../live/useNow.ts';
import classes from './DueClock.module.css';

/** From how many business days on people are warned, and from how many on loudly. */
const ATTENTION_AT = 3;
const DANGER_AT = 1;

/** By when a revocation has to be honoured: calm, then attention at three business days, danger at one and late. */
export function DueClock({ due }: { readonly due: Due }) {
  const day = calendarDay(due.day, useNow());
  const tone = dueTone(due);
  return (
    <span className={classes.clock} data-tone={tone ?? undefined}>
      {tone === 'danger' && <IconCircleX size={14} aria-hidden />}
      {tone === 'attention' && <IconAlertTriangle size={14} aria-hidden />}
      <span>{due.late ? `Late, was due ${day}` : `${counted(due.businessDaysLeft, 'business day')} left (${day})`}</span>
    </span>
  );
}

function dueTone({ late, businessDaysLeft }: Due): 'danger' | 'attention' | null {
  if (late || businessDaysLeft <= DANGER_AT) return 'danger';
  return businessDaysLeft <= ATTENTION_AT ? 'attention' : null;
}
