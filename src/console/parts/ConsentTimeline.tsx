import type { ConsentEntry } from '../../http/schemas/contacts.ts';
import { TimelineEntry } from './TimelineEntry.tsx';
import classes from './ConsentTimeline.module.css';

/** Everything that ever changed a contact's texting preference, newest first, with its evidence. Prints well. */
export function ConsentTimeline({ entries }: { readonly entries: readonly ConsentEntry[] }) {
  return (
    <ol className={classes.list} aria-label="Texting preference, newest first">
      {entries.map((entry) => (
        <TimelineEntry key={entry.id} entry={entry} />
      ))}
    </ol>
  );
}
