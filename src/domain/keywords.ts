export type Keyword = 'stop' | 'start' | 'help';

/**
 * What a text message asks for when it consists of one keyword and nothing else; null for every other message. Case,
 * width, spaces and surrounding quotes, punctuation and emoji make no difference. Wider than what carriers recognise
 * for stopping, which is safe; for starting only the words a carrier itself unblocks on.
 */
export function readKeyword(body: string): Keyword | null {
  return WORDS.get(fold(body)) ?? null;
}

const WORDS: ReadonlyMap<string, Keyword> = new Map([
  ...[
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
  ].map((word) => [word, 'stop'] as const),
  ...['START', 'UNSTOP', 'YES'].map((word) => [word, 'start'] as const),
  ...['HELP', 'INFO'].map((word) => [word, 'help'] as const),
]);

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
