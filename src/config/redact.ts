/** Names of details that hold secrets, whatever is in them. */
const SECRET_NAME =
  /pass(word|wd)|secret|token(?!s?used|count)|authorization|cookie|verifier|assertion|signature|private_?key|encryption_?key/i;
/** Names of details that hold a phone number, also as a JSON number. */
const NUMBER_NAME = /^(mobile|phone|from|to|number|from_?number|to_?number)$/i;

const SECRETS_IN_TEXT: readonly (readonly [RegExp, string])[] = [
  // Password in an address: scheme://user:password@host
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, '$1[secret]@'],
  [/\b(bearer|basic)\s+[\w.~+/=!-]{8,}/gi, '$1 [secret]'],
  // Ours
  [/\brc_[\w-]{20,}/g, '[secret]'],
  // Salesforce access tokens: org ID, exclamation mark, secret
  [/\b00D[A-Za-z0-9]{9,15}![\w.]+/g, '[secret]'],
  [
    /\b((?:access_token|refresh_token|client_secret|code|code_verifier|assertion|password|state)=)[^&\s"']+/gi,
    '$1[secret]',
  ],
];

/** E.164, or ten digits in groups, possibly after a 1; never a part of a longer word, ID or time. */
const PHONE_NUMBER =
  /(?<![\w.:-])(?:\+\d{8,15}|(?:1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ]?)\d{3}[-. ]?\d{4})(?![\w:-]|\.\d)/g;

/**
 * Text without secrets and phone numbers; a number keeps its last two digits, so that lines can be matched with a
 * person's.
 */
export function redactText(text: string): string {
  const withoutSecrets = SECRETS_IN_TEXT.reduce((left, [pattern, put]) => left.replace(pattern, put), text);
  return withoutSecrets.replace(PHONE_NUMBER, (number) => `[number …${number.slice(-2)}]`);
}

/** The same for details of any shape. Errors become plain objects with their causes. */
export function redact(value: unknown, name = '', depth = 0): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (SECRET_NAME.test(name)) return '[secret]';
  if (typeof value === 'string') return NUMBER_NAME.test(name) ? maskNumber(value) : redactText(value);
  if (typeof value === 'number') return NUMBER_NAME.test(name) && value > 9_999_999 ? maskNumber(String(value)) : value;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (depth > 6 || typeof value === 'function' || typeof value === 'symbol') return '[left out]';
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, name, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redact(part, key, depth + 1)]));
}

function maskNumber(text: string): string {
  return /\d{7,}/.test(text.replace(/[-. ()+]/g, '')) ? `[number …${text.slice(-2)}]` : redactText(text);
}

/** Never the rest of an error's properties: HTTP clients hang whole requests, with their headers, on theirs. */
function redactError(error: Error, depth: number): unknown {
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { errorCode: code } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, 'cause', depth + 1) }),
  };
}
