import type { ConsentEntry, WriteBack } from '../../http/schemas/contacts.ts';
import type { Tone } from '../theme/palette.ts';

const STATES: Record<WriteBack['state'], { readonly tone: Tone; readonly words: string }> = {
  waiting: { tone: 'running', words: 'Waiting' },
  sent: { tone: 'running', words: 'Sent' },
  confirmed: { tone: 'ok', words: 'Confirmed' },
  verified: { tone: 'ok', words: 'Verified' },
  failed: { tone: 'danger', words: 'Failed' },
  handled: { tone: 'idle', words: 'Handled' },
  superseded: { tone: 'idle', words: 'Superseded' },
};

/** Tone and word of a write-back's state. */
export function writeBackState(state: WriteBack['state']): { readonly tone: Tone; readonly words: string } {
  return STATES[state];
}

const CAUSES: Record<NonNullable<ConsentEntry['cause']>, string> = {
  stop_message: 'Text message',
  start_message: 'Text message',
  reply: 'Text message',
  staff: 'Staff',
  import: 'Import',
  api: 'API',
};

/** By what a change of texting preference came. */
export function causeWords(cause: NonNullable<ConsentEntry['cause']>): string {
  return CAUSES[cause];
}
