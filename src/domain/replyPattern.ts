import type { Word } from './replyWords.ts';

/**
 * Phrases are written as people say them, a phrase a line:
 *
 * | sign | stands for |
 * | --- | --- |
 * | `stop/quit` | one of these words |
 * | `[all]` | the word, or nothing |
 * | `<texts>` | one of the words of that class |
 * | `<other>` | a word that has nothing to do with messages |
 * | `<other-ing>` | such a word ending in -ing |
 * | `<name>` | a word written like a name |
 * | `*` | any word |
 * | `^`, `$` | the part of the sentence begins or ends here; courtesy and a new clause may follow its end |
 *
 * Matching looks at a handful of words after each word of a message, so its time grows with the message's length alone.
 */
export interface PhraseList {
  /** Phrases by the words they can begin with. */
  readonly byFirst: ReadonlyMap<string, readonly Phrase[]>;
}

interface Phrase {
  readonly elements: readonly Element[];
  readonly atStart: boolean;
  /** What can come second; null when that is not known beforehand. Most phrases are ruled out by it. */
  readonly second: ReadonlySet<string> | null;
}

interface Element {
  readonly kind: 'words' | 'any' | 'other' | 'other-ing' | 'name' | 'end';
  readonly words: ReadonlySet<string>;
  readonly optional: boolean;
}

export interface WordClasses {
  readonly classes: Readonly<Record<string, string>>;
  /** Words that `<other>` does not stand for. */
  readonly notOther: ReadonlySet<string>;
  /** Words that may follow `$`. */
  readonly closing: ReadonlySet<string>;
}

/** @throws Error for a class that is not there, or a phrase that can begin with any word */
export function compilePhrases(text: string, { classes }: WordClasses): PhraseList {
  const byFirst = new Map<string, Phrase[]>();
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const atStart = line.startsWith('^');
    const elements = (atStart ? line.slice(1) : line).trim().split(/ +/).map((sign) => readElement(sign, classes));
    const phrase = { elements, atStart, second: secondWords(elements) };
    for (const first of firstWords(elements, line)) {
      const list = byFirst.get(first);
      if (list) list.push(phrase);
      else byFirst.set(first, [phrase]);
    }
  }
  return { byFirst };
}

/**
 * The end of the longest phrase of the list that begins at a word; -1 when none does.
 * @param acrossParts - commas and stops between its words don't matter
 */
export function phraseEnd(
  list: PhraseList,
  words: readonly Word[],
  from: number,
  classes: WordClasses,
  acrossParts = false,
): number {
  const phrases = list.byFirst.get(words[from]?.text ?? '');
  let longest = -1;
  const next = words[from + 1]?.text ?? '';
  for (const { elements, atStart, second } of phrases ?? []) {
    if (second !== null && !second.has(next)) continue;
    if (atStart && words[from - 1]?.part === words[from]!.part) continue;
    const part = acrossParts ? null : words[from]!.part;
    longest = Math.max(longest, matchEnd(elements, 0, words, from, part, classes));
  }
  return longest;
}

function matchEnd(
  elements: readonly Element[],
  index: number,
  words: readonly Word[],
  at: number,
  part: number | null,
  classes: WordClasses,
): number {
  const element = elements[index];
  if (!element) return at;
  const word = words[at];
  const here = word !== undefined && (part === null || word.part === part) ? word : undefined;
  if (element.kind === 'end') {
    const ends = here === undefined || classes.closing.has(here.text);
    return ends ? matchEnd(elements, index + 1, words, at, part, classes) : -1;
  }
  const taken =
    here !== undefined && fits(element, here, classes)
      ? matchEnd(elements, index + 1, words, at + 1, part, classes)
      : -1;
  const left = element.optional ? matchEnd(elements, index + 1, words, at, part, classes) : -1;
  return Math.max(taken, left);
}

function fits(element: Element, word: Word, { notOther }: WordClasses): boolean {
  switch (element.kind) {
    case 'any':
      return true;
    case 'other':
      return !notOther.has(word.text);
    case 'other-ing':
      return word.text.length > 4 && /in[g]?$/.test(word.text) && !notOther.has(word.text);
    case 'name':
      return word.named;
    default:
      return element.words.has(word.text);
  }
}

function readElement(sign: string, classes: Readonly<Record<string, string>>): Element {
  const optional = sign.startsWith('[');
  const core = optional ? sign.slice(1, -1) : sign;
  const kinds: Readonly<Record<string, Element['kind']>> = {
    '*': 'any',
    $: 'end',
    '<other>': 'other',
    '<other-ing>': 'other-ing',
    '<name>': 'name',
  };
  const words = core.split('/').flatMap((word) => {
    if (!word.startsWith('<') || kinds[word]) return [word];
    const members = classes[word.slice(1, -1)];
    if (members === undefined) throw new Error(`There is no class of words ${word}.`);
    return members.split(' ');
  });
  return { kind: kinds[core] ?? 'words', words: new Set(words), optional };
}

function secondWords([first, ...rest]: readonly Element[]): ReadonlySet<string> | null {
  if (first?.optional !== false) return null;
  const second = new Set<string>();
  for (const element of rest) {
    if (element.kind !== 'words') return null;
    for (const word of element.words) second.add(word);
    if (!element.optional) return second;
  }
  return null;
}

function firstWords(elements: readonly Element[], line: string): ReadonlySet<string> {
  const first = new Set<string>();
  for (const element of elements) {
    if (element.kind !== 'words') throw new Error(`A phrase has to begin with a word that is known: ${line}`);
    for (const word of element.words) first.add(word);
    if (!element.optional) return first;
  }
  throw new Error(`A phrase needs a word that is not optional: ${line}`);
}
