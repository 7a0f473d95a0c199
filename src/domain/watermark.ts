/** The (modified instant, record ID) up to which a source is in; the ID breaks ties, null when none was needed. */
export interface Watermark {
  readonly at: Date;
  readonly recordId: string | null;
}

/** What a run that ended tells about how far its source is in. */
export interface ReadSoFar {
  /** `full` starts the watermark anew; a sweep or an incremental run never takes it back. */
  readonly kind: 'full' | 'incremental' | 'sweep';
  /** The last page was committed, and nothing of what the source said it had was missing. */
  readonly whole: boolean;
  /** Some of its rows came in no order. */
  readonly unordered: boolean;
  /** Up to where the committed pages are read, as the connector says; null when they tell nothing. */
  readonly last: { readonly modifiedAt: Date; readonly recordId: string | null } | null;
  /** The source's clock when the run began; null when it never answered. */
  readonly sourceTime: Date | null;
}

/**
 * Where the next run may begin.
 *
 * Rows come in (modified, ID) order, so everything up to where the last committed page reads is in, however the run
 * ended. It never passes the source's clock at the run's beginning: what was committed there since may not have been
 * seen. Rows that came in no order prove nothing before they are all in; then everything up to that clock is.
 *
 * @param before - as it stood; null when nothing was ever imported
 * @returns the watermark after the run; null when the run proves nothing and the old one stands
 */
export function watermarkAfter(run: ReadSoFar, before: Watermark | null): Watermark | null {
  const reached = reachedBy(run);
  if (reached === null) return null;
  return run.kind === 'full' || before === null || before.at < reached.at ? reached : before;
}

function reachedBy({ whole, unordered, last, sourceTime }: ReadSoFar): Watermark | null {
  if (sourceTime === null) return null;
  if (unordered) return whole ? { at: sourceTime, recordId: null } : null;
  if (last === null) return null;
  if (last.modifiedAt > sourceTime) return { at: sourceTime, recordId: null };
  return { at: last.modifiedAt, recordId: last.recordId };
}
