export type Keyword = 'stop' | 'start' | 'help';

/**
 * What a text message asks for when it consists of one keyword and nothing else; null for every other message. Case,
 * width, spaces and surrounding quotes, punctuation and emoji make no difference. Wider than what carriers recognise
 * for stopping, which is safe; for starting only the words a carrier itself unblocks on.
 */
export function readKeyword(body: string): Keyword | null {
  return WORDS.get(fold(body)) ?? null;
}

/** Whether the message is the word YES, which may as well answer a question. */
export function isYes(body: string): boolean {
  return fold(body) === 'YES';
}

/** The words, as they are told to people. */
export const KEYWORDS: Readonly<Record<Keyword, readonly string[]>> = {
  stop: [
    'STOP',
    'STOPALL',
    'STOP ALL',
    'UNSUBSCRIBE',
    'CANCEL',
    'END',
    'QUIT',
    'REVOKE',
    'OPTOUT',
    'OPT OUT',
    'OPT-OUT',
  ],
  start: ['START', 'UNSTOP', 'YES'],
  help: ['HELP', 'INFO'],
};

const WORDS: ReadonlyMap<string, Keyword> = new Map(
  (['stop', 'start', 'help'] as const).flatMap((keyword) => KEYWORDS[keyword].map((word) => [word, keyword] as const)),
);

function fold(body: string): string {
  const text = body
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s+/g, ' ');
  return (CORE.exec(text)?.[0] ?? '').toUpperCase();
}

/** From the first letter or digit to the last one. */
const CORE = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u;
