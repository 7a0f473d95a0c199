import { Tooltip, VisuallyHidden } from '@mantine/core';
import { easternTime, relativeTime, utcTime } from '../format/time.ts';
import { useNow } from '../live/useNow.ts';
import { usePreference } from '../state/preference.ts';
import classes from './RelativeTime.module.css';

export interface RelativeTimeProps {
  readonly at: string;
  /** Writes the Eastern time itself. */
  readonly exact?: boolean;
  /** In tables a time is not a tab stop; *exact times* (`t`) switches them all. */
  readonly inTable?: boolean;
}

/** "12 min ago" within a day, else the Eastern time; on hover and focus both zones, exactly. */
export function RelativeTime({ at, exact = false, inTable = false }: RelativeTimeProps) {
  const now = useNow();
  const [times] = usePreference('times', 'relative');
  const words = exact || (inTable && times === 'exact') ? easternTime(at, { now }) : relativeTime(at, now);
  const full = `${easternTime(at, { withYear: true })} (${utcTime(at)})`;
  return (
    <Tooltip label={full} interactive withinPortal>
      <time dateTime={at} className={classes.time} {...(inTable ? {} : { tabIndex: 0 })}>
        <span aria-hidden={!words.endsWith('ET') || undefined}>{words}</span>
        {!words.endsWith('ET') && <VisuallyHidden>{easternTime(at, { withYear: true })}</VisuallyHidden>}
      </time>
    </Tooltip>
  );
}
