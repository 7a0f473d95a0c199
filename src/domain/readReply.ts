import { findRevocation, type Doubt } from './findRevocation.ts';
import { readKeyword } from './keywords.ts';
import { readWords, shownWords, type Word } from './replyWords.ts';

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
  /** `keyword`, or the words that decided as they were written, in lower case: `stop texting me`; empty for null. */
  readonly reading: string;
  /** For a doubtful one: why, in one sentence; empty otherwise. */
  readonly doubt: string;
}

const NOTHING: ReplyReading = { verdict: null, reading: '', doubt: '' };

/**
 * Reads a reply: a carrier's keyword, a clear wish to get no more messages, a message that may be one, or something
 * else. What is not clear is never guessed in silence: a doubtful message pauses texting until a person decides. What a
 * reasonable person would take a message for is what counts (47 CFR 64.1200(a)(10)). Never throws.
 */
export function readReply(body: string, policy: ReplyPolicy): ReplyReading {
  const keyword = readKeyword(body);
  if (keyword !== null) return { verdict: keyword, reading: 'keyword', doubt: '' };
  const words = readWords(body);
  const own = policy.stopPhrases.find((phrase) => sameWords(readWords(phrase), words));
  if (own !== undefined) return { verdict: 'stop', reading: own.trim().toLowerCase(), doubt: '' };
  if (words.length === 0) return readSigns(body);
  if (REACTION.test(body)) return NOTHING;
  const found = findRevocation(words, policy.languages, LAUGHTER.test(body));
  if (found === null) return NOTHING;
  const reading = shownWords(words.slice(found.from, found.end));
  if (found.doubt === null) return { verdict: 'stop', reading, doubt: '' };
  return { verdict: 'doubtful', reading, doubt: DOUBTS[found.doubt](reading) };
}

const LAUGHTER = /[😂🤣😆😹😜😝]|(?<!\p{L})(?:lo+l|lma+o|lmfao|rofl|jk|(?:ha){2,}h?|(?:ja){2,}|(?:he){2,}|jaj)(?!\p{L})/iu;

const DOUBTS: Readonly<Record<Doubt, (words: string) => string>> = {
  phrase: (words) => `“${words}” can mean that no more messages are wanted.`,
  bare: (words) => `“${words}” stands within a longer sentence.`,
  long: (words) => `“${words}” stands in a long message.`,
  question: (words) => `“${words}” stands in a question about how to get no more messages.`,
  channel: (words) => `“${words}” is about email or calls; texts are not named.`,
  limited: (words) => `“${words}” is said with a limit: a time, a place or a subject.`,
  reported: (words) => `“${words}” may be what somebody else said.`,
  laughter: (words) => `“${words}” may be a joke.`,
};

function sameWords(one: readonly Word[], other: readonly Word[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((word, index) => word.text === other[index]!.text);
}

/** A message without words: a stop sign says something all the same. */
function readSigns(body: string): ReplyReading {
  const sign = /[🛑🚫⛔🖕]/u.exec(body)?.[0];
  return sign === undefined ? NOTHING : { verdict: 'doubtful', reading: sign, doubt: DOUBTS.phrase(sign) };
}

/** A phone's reaction to a message quotes it: `Liked “… Reply STOP to opt out.”` */
const REACTION =
  /^\s*(?:liked|loved|disliked|laughed at|emphasized|questioned|reacted .{1,12} to|removed an? .{1,20} from|le gustó|le encantó|me gusta|reaccionó .{1,16})\s*[“"«„]/iu;
