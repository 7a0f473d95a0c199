import * as ordinary from './replyOrdinary.ts';
import { compilePhrases, type PhraseList, type WordClasses } from './replyPattern.ts';
import * as english from './replyPhrases.ts';
import * as spanish from './replyPhrasesSpanish.ts';

/** The phrases of one language, ready to be looked for. */
export interface ReplyLanguage {
  readonly clear: PhraseList;
  readonly clearMessages: PhraseList;
  readonly doubtful: PhraseList;
  readonly doubtfulMessages: PhraseList;
  /** Words that are as good as STOP when they make up a part of a message. */
  readonly stopWords: ReadonlySet<string>;
  readonly negators: ReadonlySet<string>;
  readonly carriesNegation: ReadonlySet<string>;
  readonly carriesWithTo: ReadonlySet<string>;
  /** What before a negator makes it none: `if you dont stop`, «si no dejan». */
  readonly blamed: ReadonlySet<string>;
}

/** Read in every language, for carriers' words always count. */
export const STOP_WORDS = set('stop unsubscribe optout');
export const COURTESY = set(`${ordinary.COURTESY} ${spanish.SPANISH_COURTESY}`);
export const REPORTING = set(ordinary.REPORTING);

const { texting, text, texts, these, me, phone, list } = english.ENGLISH_CLASSES;

export const CLASSES: WordClasses = {
  classes: { ...english.ENGLISH_CLASSES, ...spanish.SPANISH_CLASSES },
  notOther: set(
    `${texting} ${text} ${texts} ${these} ${me} ${phone} ${list} ${ordinary.COURTESY} my our you i him her us it a an and or ` +
      'everything stuff sending emailing emails calling calls receiving getting reaching contact remove delete once good consent ' +
      'permission texted contacted daughter son be been being doing right not dont mailing phoning messaging',
  ),
  closing: set(`${ordinary.CLOSING} ${spanish.SPANISH_CLOSING}`),
};

const compile = (phrases: string): PhraseList => compilePhrases(phrases, CLASSES);

export const ORDINARY = compile(`${ordinary.ORDINARY_PHRASES}${spanish.SPANISH_ORDINARY}`);
export const PREFERS_TEXT = compile(ordinary.PREFERS_TEXT);
export const HOW = compile(ordinary.HOW);
export const ASKED = compile(ordinary.ASKED);
export const LIMITS = compile(`${english.LIMITS}${spanish.SPANISH_LIMITS}`);

export const LANGUAGES: Readonly<Record<'en' | 'es', ReplyLanguage>> = {
  en: {
    clear: compile(english.CLEAR_PHRASES),
    clearMessages: compile(english.CLEAR_MESSAGES),
    doubtful: compile(english.DOUBTFUL_PHRASES),
    doubtfulMessages: compile(english.DOUBTFUL_MESSAGES),
    stopWords: STOP_WORDS,
    negators: set(ordinary.NEGATORS),
    carriesNegation: set(ordinary.CARRIES_NEGATION),
    carriesWithTo: set(ordinary.CARRIES_WITH_TO),
    blamed: set(ordinary.BLAMED),
  },
  es: {
    clear: compile(spanish.SPANISH_CLEAR_PHRASES),
    clearMessages: compile(spanish.SPANISH_CLEAR_MESSAGES),
    doubtful: compile(spanish.SPANISH_DOUBTFUL_PHRASES),
    doubtfulMessages: compile(spanish.SPANISH_DOUBTFUL_MESSAGES),
    stopWords: set(spanish.SPANISH_STOP_WORDS),
    negators: set('no nunca tampoco'),
    carriesNegation: set(spanish.SPANISH_CARRIES_NEGATION),
    carriesWithTo: set(''),
    blamed: set('si ustedes'),
  },
};

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').filter((word) => word !== ''));
}
