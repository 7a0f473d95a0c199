import { readKeyword } from './keywords.ts';

/** A phrase of a team's own that counts as STOP, as it is kept: white space trimmed and single. */
export function tidyPhrase(phrase: string): string {
  return phrase.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/**
 * Why a phrase can't count as STOP, in one sentence; null when it can. A word that people answer every day would opt
 * out everybody who says it.
 * @param phrase - tidied
 */
export function refusePhrase(phrase: string): string | null {
  if (!/\p{L}.*\p{L}/u.test(phrase)) return 'A phrase needs two letters or more.';
  const keyword = readKeyword(phrase);
  if (keyword === 'start' || keyword === 'help') return `“${phrase}” means ${keyword.toUpperCase()} to carriers.`;
  if (ORDINARY.has(core(phrase))) return `“${phrase}” is an ordinary answer; it would opt out everybody who gives it.`;
  return null;
}

/** Letters and figures alone, without accents. */
function core(phrase: string): string {
  return phrase
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const ORDINARY: ReadonlySet<string> = new Set([
  ...['yes', 'yeah', 'yep', 'yup', 'ya', 'no', 'nope', 'nah', 'ok', 'okay', 'okey', 'kk', 'sure', 'fine', 'good', 'great'],
  ...['thanks', 'thank you', 'thank u', 'thx', 'ty', 'please', 'pls', 'hi', 'hello', 'hey', 'bye', 'good morning'],
  ...['maybe', 'later', 'done', 'got it', 'cool', 'nice', 'sorry', 'what', 'who', 'when', 'where', 'why', 'how', 'call me'],
  ...['and', 'the', 'you', 'me', 'text', 'message', 'go', 'on', 'in', 'it', 'is', 'am', 'pm', 'lol', 'np', 'idk', 'omg'],
  ...['si', 'claro', 'vale', 'bueno', 'bien', 'gracias', 'muchas gracias', 'de nada', 'hola', 'adios', 'buenos dias'],
  ...['por favor', 'quizas', 'tal vez', 'luego', 'listo', 'perdon', 'que', 'quien', 'cuando', 'donde', 'como', 'mensaje'],
]);
