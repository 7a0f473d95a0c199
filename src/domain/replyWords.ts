import { SHORTHAND, PAIRS } from './replySpellings.ts';

/** A word of a message, folded so that case, width, accents, apostrophes and usual misspellings make no difference. */
export interface Word {
  readonly text: string;
  /** As it was written, in lower case. */
  readonly shown: string;
  /** Which sign of the message it comes from; two words can share one, as in `stoptexting`. */
  readonly sign: number;
  /** Written like a name: a capital letter, then small ones. */
  readonly named: boolean;
  /** Number of the part between commas, dashes or stops that it stands in. */
  readonly part: number;
  /** Number of the sentence that it stands in. */
  readonly sentence: number;
}

/** What is read of a message. The longest one that carriers put together has 1,600 characters. */
const LONGEST = 10_000;

/** The words of a message, in order. Time grows with its length alone. */
export function readWords(body: string): readonly Word[] {
  const words: Word[] = [];
  let part = 0;
  let sentence = 0;
  let sign = 0;
  const plain = new Map<string, readonly string[]>();
  const text = body.slice(0, LONGEST).normalize('NFKC').slice(0, LONGEST).replace(IGNORED, '');
  for (const [token] of spelledOut(text).matchAll(TOKEN)) {
    if (SENTENCE_END.has(token)) {
      sentence += 1;
      part += 1;
    } else if (PART_END.test(token)) part += 1;
    else {
      const shown = token.toLowerCase();
      const known = plain.get(shown);
      const texts = known ?? plainWords(shown);
      if (!known) plain.set(shown, texts);
      const named = shown !== token && CAPITALISED.test(token);
      for (const each of texts) words.push({ text: each, shown, sign, named, part, sentence });
      sign += 1;
    }
  }
  return joinPairs(words);
}

/** Words as they were written, in lower case: `stop texting me`. */
export function shownWords(words: readonly Word[]): string {
  return words.flatMap((word, index) => (words[index - 1]?.sign === word.sign ? [] : [word.shown])).join(' ');
}

/** Format characters, and apostrophes of any shape: `don’t` is `dont`. */
const IGNORED = /[\p{Cf}'’‘`´ʼ]/gu;
const TOKEN = /[\p{L}\p{M}\p{N}$@#]+|[.!?;:…¡¿\n\r|]|[,()"“”«»•]|(?<=\s)\p{Pd}+(?=\s)/gu;
const SENTENCE_END: ReadonlySet<string> = new Set('.!?;:…¡¿\n\r|');
const PART_END = /^[^\p{L}\p{M}\p{N}$@#]/u;
const CAPITALISED = /^\p{Lu}\p{Ll}/u;

/** `S.T.O.P.` and `S T O P` are one word. */
function spelledOut(text: string): string {
  return text.replace(SPELLED_OUT, (letters) => letters.replace(/[^\p{L}]/gu, ''));
}

const SPELLED_OUT = /(?<![\p{L}\p{N}])\p{L}[ .\-_*]\p{L}[ .\-_*]\p{L}[ .\-_*]\p{L}(?![\p{L}\p{N}])/gu;

/** The plain words that one stands for: without accents, and spelled as the phrases are. */
function plainWords(shown: string): readonly string[] {
  const folded = shown.normalize('NFD').replace(/\p{M}/gu, '');
  return (SHORTHAND.get(folded) ?? respell(folded)).split(' ');
}

/** Letters that were held down or replaced by digits, and the many spellings of *unsubscribe*. */
function respell(word: string): string {
  if (word.length > 40) return word;
  if (STOP_LIKE.test(word) && word !== 'stoop') return 'stop';
  if (word.startsWith('un') && word.length >= 8 && distance(word, 'unsubscribe') <= 2) return 'unsubscribe';
  const single = word.replace(/(\p{L})\1{2,}/gu, '$1');
  return SHORTHAND.get(single) ?? single;
}

const STOP_LIKE = /^[s5$]+[t7]+[o0]+p+[0-9]?$/;

/** Changed, missing, added and swapped letters between two words, as far as it matters here. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, before[column - 2]! + 1);
      }
      next.push(least);
    }
    before = last;
    last = next;
  }
  return last[b.length]!;
}

/** `do not` is `dont`, `opt out` is `optout`: two words of the same part that are one. */
function joinPairs(words: readonly Word[]): readonly Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const one = before?.part === word.part ? PAIRS.get(`${before.text} ${word.text}`) : undefined;
    if (before === undefined || one === undefined) joined.push(word);
    else {
      const shown = before.sign === word.sign ? before.shown : `${before.shown} ${word.shown}`;
      joined[joined.length - 1] = { ...before, text: one, shown, sign: word.sign };
    }
  }
  return joined;
}
