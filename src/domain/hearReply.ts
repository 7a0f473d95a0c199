import type { ConsentChange, LedgerChange } from './contact.ts';
import type { ReplyVerdict } from './readReply.ts';

/** What stands for a number in a team when a message from it comes. */
export interface HeardState {
  /** The contact that has the number is opted out; false when nobody has it. */
  readonly optedOut: boolean;
  /** The number's own STOP stands. */
  readonly stopped: boolean;
  /** A message from it that may mean STOP waits for a decision. */
  readonly paused: boolean;
}

/**
 * What a message does in a team, as entries for its ledger in their order; none when it changes nothing. A STOP is
 * always told and settles what waited for a decision. START lifts what stands and ends a pause; YES does not end one,
 * for it may answer a question. A doubtful message pauses who could be texted so far.
 *
 * @param isYes - the message is the word YES and nothing else
 */
export function hearReply(verdict: ReplyVerdict | null, isYes: boolean, state: HeardState): LedgerChange[] {
  switch (verdict) {
    case 'stop':
      return ['opted_out'];
    case 'start':
      return [
        ...(state.optedOut || state.stopped ? (['opted_in'] as const) : []),
        ...(state.paused && !isYes ? (['resumed'] as const) : []),
      ];
    case 'doubtful':
      return state.optedOut || state.stopped ? [] : ['paused'];
    case 'help':
    case null:
      return [];
  }
}

/** What stands after such an entry. */
export function afterEntry(state: HeardState, change: LedgerChange): HeardState {
  switch (change) {
    case 'opted_out':
      return { optedOut: true, stopped: true, paused: false };
    case 'opted_in':
      return { ...state, optedOut: false, stopped: false };
    case 'paused':
      return { ...state, paused: true };
    case 'resumed':
      return { ...state, paused: false };
  }
}

/** Whether an entry changes texting preference, which a CRM has to hear of. */
export const isConsentChange = (change: LedgerChange): change is ConsentChange =>
  change === 'opted_out' || change === 'opted_in';
