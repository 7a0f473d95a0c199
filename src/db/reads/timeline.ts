import { easternTime, utcTime } from '../../domain/times.ts';
import type { ConflictRow, ConsentEventRow } from './consentHistory.ts';
import { conflictSentence, settledWords } from './conflictWords.ts';
import { eventSentence } from './eventWords.ts';
import { iso } from './iso.ts';
import type { WriteBackLine } from './writeBacks.ts';

export type TimelineEntry = ReturnType<typeof eventEntry> | ReturnType<typeof conflictEntry>;

/** Consent events and conflicts in one list, newest first. */
export function timelineOf(
  events: readonly ConsentEventRow[],
  conflicts: readonly ConflictRow[],
  writeBacks: readonly WriteBackLine[],
): TimelineEntry[] {
  const entries = [
    ...events.map((event) => ({ at: event.occurred_at, order: event.id, entry: eventEntry(event, writeBacks) })),
    ...conflicts.map((conflict) => ({ at: conflict.at, order: 0, entry: conflictEntry(conflict) })),
  ];
  // Events keep the ledger's order when they happened in the same instant.
  entries.sort((a, b) => b.at.getTime() - a.at.getTime() || b.order - a.order);
  return entries.map(({ entry }) => entry);
}

function eventEntry(event: ConsentEventRow, writeBacks: readonly WriteBackLine[]) {
  const { evidence } = event;
  return {
    id: `event-${event.id}`,
    kind: 'event' as const,
    at: iso(event.occurred_at),
    sentence: eventSentence(event),
    change: event.change,
    cause: event.cause,
    actor: event.actor,
    message: evidence.message ?? null,
    providerId: evidence.providerId ?? null,
    reason: evidence.reason ?? null,
    runId: evidence.runId ?? null,
    rule: evidence.rule ?? null,
    easternTime: easternTime(event.occurred_at),
    utcTime: utcTime(event.occurred_at),
    writeBacks: writeBacks.filter((one) => one.eventId === String(event.id)),
    openConflict: null,
  };
}

/** With how it ended, once it has. */
function conflictLine(conflict: ConflictRow): string {
  const settled = settledWords(conflict);
  return settled === '' ? conflictSentence(conflict) : `${conflictSentence(conflict)}. ${settled}`;
}

function conflictEntry(conflict: ConflictRow) {
  return {
    id: `conflict-${conflict.id}`,
    kind: 'conflict' as const,
    at: iso(conflict.at),
    sentence: conflictLine(conflict),
    change: null,
    cause: null,
    actor: conflict.connection_name,
    message: null,
    providerId: null,
    reason: null,
    runId: conflict.run_id,
    rule: conflict.rule,
    easternTime: easternTime(conflict.at),
    utcTime: utcTime(conflict.at),
    writeBacks: [] as WriteBackLine[],
    openConflict: conflict.resolved_at === null ? String(conflict.id) : null,
  };
}
