import type { ConsentEntry } from '../../http/schemas/contacts.ts';
import { TimelineEntry, type TimelineEntryProps } from './TimelineEntry.tsx';
import classes from './ConsentTimeline.module.css';

export interface ConsentTimelineProps extends Pick<TimelineEntryProps, 'onSend' | 'sending'> {
  readonly entries: readonly ConsentEntry[];
}

/** Everything that ever changed a contact's texting preference, newest first, with its evidence. Prints well. */
export function ConsentTimeline({ entries, onSend, sending }: ConsentTimelineProps) {
  return (
    <ol className={classes.list} aria-label="Texting preference, newest first">
      {entries.map((entry) => (
        <TimelineEntry key={entry.id} entry={entry} onSend={onSend} sending={sending} />
      ))}
    </ol>
  );
}
