import * as lists from './replyLanguages.ts';
import { phraseEnd, type PhraseList } from './replyPattern.ts';
import type { Word } from './replyWords.ts';

/** Some words in a row, `end` not included. */
export interface Span {
  readonly from: number;
  readonly end: number;
}

/** How far to both sides of a phrase its sentence is looked at. That keeps the time in step with a message's length. */
const REACH = 12;

export function endOf(list: PhraseList, words: readonly Word[], at: number): number {
  return phraseEnd(list, words, at, lists.CLASSES);
}

/** `how do I unsubscribe`: a question about how to get no more. */
export function asksHow(words: readonly Word[], at: number): boolean {
  return before(words, at, 8).some((from) => endOf(lists.HOW, words, from) >= at);
}

/** `did I unsubscribe`: a question about what has happened. */
export function asksWhether(words: readonly Word[], at: number): boolean {
  return before(words, at, 4).some((from) => endOf(lists.ASKED, words, from) === at) && !asksHow(words, at);
}

/** Whether a negation reaches the word: `please dont ever stop`, `dont want you to remove`, «no dejen de». */
export function negated(words: readonly Word[], at: number, language: lists.ReplyLanguage): boolean {
  let to = false;
  for (const index of before(words, at, 8)) {
    const { text } = words[index]!;
    if (language.negators.has(text)) return !language.blamed.has(words[index - 1]?.text ?? '');
    if (text === 'to') to = true;
    if (!language.carriesNegation.has(text) && !(to && language.carriesWithTo.has(text))) return false;
  }
  return false;
}

/** `she told him to stop texting`; not `I told you to stop texting`. */
export function reported(words: readonly Word[], at: number): boolean {
  return before(words, at, 4).some((index) => {
    if (!lists.REPORTING.has(words[index]!.text)) return false;
    if (/^(?:you|yall|to)$/.test(words[index + 1]!.text)) return false;
    return !(index + 1 === at && words[index - 1]?.text === 'i');
  });
}

/** `after 9pm`, `about housing`: a limit right after a phrase. */
export function limited(words: readonly Word[], { end }: Span): boolean {
  return words[end]?.part === words[end - 1]!.part && endOf(lists.LIMITS, words, end) > end;
}

const CHANNEL = /^(?:e?mails?|e?mailings?|calls?|calling|voicemails?|letters|correos?|llam\p{L}+)$/u;
const TEXT = /^(?:text(?:s|ing|ed)?|messag\p{L}+|sms|mensajes|textos)$/u;

/** Whether email or calls are named around a phrase as what should end, and texts are not. */
export function speaksOfChannel(words: readonly Word[], { from, end }: Span): boolean {
  let named = false;
  for (let index = Math.max(0, from - REACH); index < Math.min(words.length, end + REACH); index += 1) {
    const { text, part } = words[index]!;
    if (part !== words[from]!.part) continue;
    if (TEXT.test(text)) return false;
    const next = words[index + 1]?.text ?? '';
    // "Email me instead" and "the mailing list" are not what should end.
    const other =
      (index >= end && /^(?:call|email)$/.test(text) && /^(?:me|instead)$/.test(next)) ||
      (text === 'mailing' && /^lists?$/.test(next));
    named ||= CHANNEL.test(text) && !other;
  }
  return named;
}

/** Indices of the words of the same part before one, nearest first. */
function before(words: readonly Word[], at: number, most: number): readonly number[] {
  const indices: number[] = [];
  for (let index = at - 1; index >= 0 && index >= at - most && words[index]!.part === words[at]!.part; index -= 1) {
    indices.push(index);
  }
  return indices;
}
