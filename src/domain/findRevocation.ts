import { asksHow, asksWhether, endOf, limited, negated, reported, speaksOfChannel, type Span } from './replyContext.ts';
import * as lists from './replyLanguages.ts';
import { phraseEnd, type PhraseList } from './replyPattern.ts';
import type { Word } from './replyWords.ts';

/** Why a finding is not clear. */
export type Doubt = 'phrase' | 'bare' | 'long' | 'question' | 'channel' | 'limited' | 'reported' | 'laughter';

/** Words of a message that ask, or may ask, for no more messages. */
export interface Finding extends Span {
  /** Null for a clear one. */
  readonly doubt: Doubt | null;
}

type Languages = readonly ('en' | 'es')[];

/** What fits one text message of 160 characters. A wish in more words than that is put before a person. */
const SHORT_MESSAGE = 30;

/**
 * What a message says about getting no more messages: the first clear finding, else the first doubtful one.
 * @param laughs - said with laughter, which makes a lone *stop* doubtful
 */
export function findRevocation(words: readonly Word[], languages: Languages, laughs: boolean): Finding | null {
  const about = new Coverage(words.length);
  for (const from of words.keys()) about.add({ from, end: endOf(lists.ORDINARY, words, from) });
  const prefersText = words.some((_, at) => endOf(lists.PREFERS_TEXT, words, at) > at);

  const findings = wholeMessage(words, languages, laughs);
  findings.push(...phrases(words, languages, about, prefersText));
  const found = new Coverage(words.length);
  for (const finding of findings) found.add(finding);
  findings.push(...aloneInPart(words, languages, found, laughs));
  for (const finding of findings) found.add(finding);
  findings.push(...bareWords(words, (at) => about.has(at) || found.has(at), prefersText, laughs));

  const first = findings.find(({ doubt }) => doubt === null);
  if (first && words.length > SHORT_MESSAGE) return { ...first, doubt: 'long' };
  return first ?? findings[0] ?? null;
}

/** The phrases of the languages, wherever they stand and nothing around them takes them back. */
function phrases(words: readonly Word[], languages: Languages, about: Coverage, prefersText: boolean): Finding[] {
  const findings: Finding[] = [];
  for (const name of languages) {
    const language = lists.LANGUAGES[name];
    for (const from of words.keys()) {
      const clear = endOf(language.clear, words, from);
      const end = Math.max(clear, endOf(language.doubtful, words, from));
      if (end < 0 || about.surrounds({ from, end })) continue;
      const span = { from, end: clear < 0 ? end : clear };
      if (negated(words, from, language) || asksWhether(words, from)) about.add(span);
      else {
        const doubt = clear < 0 ? (speaksOfChannel(words, span) ? 'channel' : 'phrase') : doubtOf(words, span);
        if (doubt === 'channel' && prefersText) about.add(span);
        else findings.push({ ...span, doubt });
      }
    }
  }
  return findings;
}

/** A clear phrase can be said with a limit, about calls, about somebody else, or as a question. */
function doubtOf(words: readonly Word[], span: Span): Doubt | null {
  if (asksHow(words, span.from)) return 'question';
  if (speaksOfChannel(words, span)) return 'channel';
  if (limited(words, span)) return 'limited';
  return reported(words, span.from) ? 'reported' : null;
}

/** Messages that say no more than one of the phrases, apart from courtesy. */
function wholeMessage(words: readonly Word[], languages: Languages, laughs: boolean): Finding[] {
  const isCourtesy = (word: Word): boolean => lists.COURTESY.has(word.text);
  const core = words.filter((word) => !isCourtesy(word));
  const begin = words.findIndex((word) => !isCourtesy(word));
  const tail = words.findLastIndex((word) => !isCourtesy(word)) + 1;
  const starts = [...words.keys()].slice(0, begin < 0 ? words.length : begin + 1);
  const endIn = (list: PhraseList, said: readonly Word[], from: number): number =>
    phraseEnd(list, said, from, lists.CLASSES, true);
  const says = (list: PhraseList): boolean =>
    starts.some((from) => endIn(list, words, from) >= Math.max(tail, 1)) ||
    (core.length > 0 && endIn(list, core, 0) === core.length);
  return languages.flatMap((name): Finding[] => {
    const all = { from: 0, end: words.length };
    if (says(lists.LANGUAGES[name].clearMessages)) return [{ ...all, doubt: laughs ? 'laughter' : null }];
    return says(lists.LANGUAGES[name].doubtfulMessages) ? [{ ...all, doubt: 'phrase' }] : [];
  });
}

/**
 * A word like STOP that makes up a part of a message: clear when the rest of its sentence is courtesy or says the same.
 */
function aloneInPart(words: readonly Word[], languages: Languages, found: Coverage, laughs: boolean): Finding[] {
  const stopWords = [lists.STOP_WORDS, ...languages.map((name) => lists.LANGUAGES[name].stopWords)];
  const isAlone = (part: readonly number[]): boolean =>
    part.length > 0 && part.every((index) => stopWords.some((list) => list.has(words[index]!.text)));
  const sentences = Map.groupBy(words.keys(), (index) => words[index]!.sentence);
  return [...sentences.values()].flatMap((sentence) => {
    const parts = [...Map.groupBy(sentence, (index) => words[index]!.part).values()].map((part) =>
      part.filter((index) => !lists.COURTESY.has(words[index]!.text)),
    );
    const rest = parts.filter((part) => !isAlone(part));
    const plain = rest.every((part) => part.length === 0 || part.some((at) => found.has(at)));
    const doubt = laughs ? 'laughter' : plain ? null : 'bare';
    return parts.filter(isAlone).map(([from]): Finding => ({ from: from!, end: from! + 1, doubt }));
  });
}

/** STOP and its like within a sentence, unless the sentence is known to be about something else. */
function bareWords(
  words: readonly Word[],
  known: (at: number) => boolean,
  prefersText: boolean,
  laughs: boolean,
): readonly Finding[] {
  return [...words.keys()].flatMap((from): Finding[] => {
    if (known(from) || !lists.STOP_WORDS.has(words[from]!.text)) return [];
    if (negated(words, from, lists.LANGUAGES.en) || asksWhether(words, from)) return [];
    const span = { from, end: from + 1 };
    const calls = prefersText && /^(?:calling|emailing)$/.test(words[from + 1]?.text ?? '');
    const doubt = calls || speaksOfChannel(words, span) ? 'channel' : laughs ? 'laughter' : 'bare';
    return doubt === 'channel' && prefersText ? [] : [{ ...span, doubt }];
  });
}

/** Which words of a message are taken. Answers in a time that does not depend on how many are. */
class Coverage {
  readonly #taken: Uint8Array;
  /** The longest span that begins at a word. */
  readonly #ends = new Map<number, number>();

  constructor(words: number) {
    this.#taken = new Uint8Array(words);
  }

  add({ from, end }: Span): void {
    if (end <= from) return;
    this.#taken.fill(1, from, end);
    this.#ends.set(from, Math.max(end, this.#ends.get(from) ?? 0));
  }

  has(at: number): boolean {
    return this.#taken[at] === 1;
  }

  /** Whether these words are part of a longer span; no phrase has more than sixteen words. */
  surrounds({ from, end }: Span): boolean {
    if (!this.has(from)) return false;
    for (let start = from; start >= 0 && start > from - 16; start -= 1) {
      const spanEnd = this.#ends.get(start) ?? 0;
      if (spanEnd >= end && spanEnd - start > end - from) return true;
    }
    return false;
  }
}
