import type { ConsentEntry, WriteBack } from '../../http/schemas/contacts.ts';
import { easternTime } from '../format/time.ts';
import type { Tone } from '../theme/palette.ts';

interface Shown {
  readonly tone: Tone;
  readonly words: string;
}

const STATES: Record<WriteBack['state'], Shown> = {
  waiting: { tone: 'running', words: 'Waiting' },
  sent: { tone: 'running', words: 'Sent' },
  confirmed: { tone: 'ok', words: 'Confirmed' },
  verified: { tone: 'ok', words: 'Verified' },
  failed: { tone: 'danger', words: 'Failed' },
  handled: { tone: 'idle', words: 'Handled' },
  superseded: { tone: 'idle', words: 'Superseded' },
};

/** What reading a confirmed write-back back found instead of our value. */
const READ_BACK: Record<NonNullable<WriteBack['readBack']>, Shown> = {
  differs: { tone: 'attention', words: 'Differs' },
  gone: { tone: 'attention', words: 'Record gone' },
};

/** Tone and word of where a write-back stands; what reading it back found goes before the state it was confirmed in. */
export function writeBackState(state: WriteBack['state'], readBack: WriteBack['readBack'] = null): Shown {
  return readBack === null || state !== 'confirmed' ? STATES[state] : READ_BACK[readBack];
}

/** What became of a write-back, in a sentence with its time; the CRM's own words where it refused. */
export function writeBackWords(one: WriteBack): string {
  switch (one.state) {
    case 'waiting':
      return waitingWords(one);
    case 'sent':
      return one.sentAt === null ? 'Sent' : `Sent ${easternTime(one.sentAt)}`;
    case 'confirmed':
      return confirmedWords(one);
    case 'verified':
      return one.verifiedAt === null ? 'Read back' : `Read back ${easternTime(one.verifiedAt)}: it stands there`;
    case 'failed':
      return one.reason ?? 'Refused, without a reason';
    case 'handled':
      return `By ${one.handledBy ?? 'somebody'}${one.handledNote === null ? '' : `: “${one.handledNote}”`}`;
    case 'superseded':
      return 'Not sent: a newer change took its place';
  }
}

function waitingWords({ reason, nextTryAt }: WriteBack): string {
  const next = nextTryAt === null ? null : `next try ${easternTime(nextTryAt)}`;
  return [reason, next].filter((part) => part !== null).join(' · ') || 'Goes out next';
}

function confirmedWords({ confirmedAt, readBack, connectionName }: WriteBack): string {
  const accepted = confirmedAt === null ? 'Accepted' : `Accepted ${easternTime(confirmedAt)}`;
  if (readBack === 'differs') return `${accepted}; read back, ${connectionName} holds another value`;
  if (readBack === 'gone') return `${accepted}; read back, the record is no longer there`;
  return accepted;
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
