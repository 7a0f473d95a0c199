/** A part of a mail that is a file. */
export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
}

/** A mail taken apart. Header names are lower case; of a repeated header the last counts. */
export interface ParsedMail {
  headers: Record<string, string>;
  subject: string;
  /** The first plain text part, or empty. */
  text: string;
  /** The first HTML part, or empty. */
  html: string;
  attachments: MailAttachment[];
}

interface Part {
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * Takes a message apart as far as the mails of one program need: folded and encoded headers, multiparts of any depth,
 * base64 and quoted-printable, UTF-8 and Latin-1.
 */
export function parseMail(raw: Buffer): ParsedMail {
  const root = splitPart(raw);
  const mail: ParsedMail = { headers: {}, subject: '', text: '', html: '', attachments: [] };
  for (const [name, value] of Object.entries(root.headers)) mail.headers[name] = decodeWords(value);
  mail.subject = mail.headers['subject'] ?? '';
  collect(root, mail);
  return mail;
}

function splitPart(raw: Buffer): Part {
  const end = /\r?\n\r?\n/.exec(raw.toString('latin1'));
  const head = (end ? raw.subarray(0, end.index) : raw).toString('utf8');
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, body: end ? raw.subarray(end.index + end[0].length) : Buffer.alloc(0) };
}

function collect(part: Part, mail: ParsedMail): void {
  const typeHeader = part.headers['content-type'] ?? 'text/plain';
  const contentType = typeHeader.split(';')[0]!.trim().toLowerCase();
  const boundary = parameter(typeHeader, 'boundary');
  if (contentType.startsWith('multipart/') && boundary) {
    for (const inner of splitParts(part.body, boundary)) collect(splitPart(inner), mail);
    return;
  }
  const content = decodeBody(part);
  const disposition = part.headers['content-disposition'] ?? '';
  const filename = parameter(disposition, 'filename') ?? parameter(typeHeader, 'name');
  if (filename !== null || disposition.startsWith('attachment')) {
    mail.attachments.push({ filename: decodeWords(filename ?? ''), contentType, content });
    return;
  }
  const charset = parameter(typeHeader, 'charset') ?? 'utf-8';
  const text = new TextDecoder(charset).decode(content).replace(/\r\n/g, '\n').replace(/\n$/, '');
  if (contentType === 'text/html') mail.html ||= text;
  else mail.text ||= text;
}

function splitParts(body: Buffer, boundary: string): Buffer[] {
  const pieces = body.toString('latin1').split(`--${boundary}`);
  // Before the first line is a note to old programs, behind the last, marked with two dashes, nothing.
  return pieces
    .slice(1)
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => Buffer.from(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, ''), 'latin1'));
}

function decodeBody({ headers, body }: Part): Buffer {
  const encoding = (headers['content-transfer-encoding'] ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  return encoding === 'quoted-printable' ? decodeQuoted(body.toString('latin1').replace(/=\r?\n/g, '')) : body;
}

const decodeQuoted = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

/** `=?UTF-8?Q?Andr=C3=A9?=` and the like; blanks between two of them are not part of the text. */
function decodeWords(text: string): string {
  return text
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_all, charset: string, kind: string, data: string) => {
      const bytes = kind.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : decodeQuoted(data.replaceAll('_', ' '));
      return new TextDecoder(charset).decode(bytes);
    });
}

/** A parameter of a header, also in the form `name*=utf-8''…` and in numbered pieces. */
function parameter(header: string, name: string): string | null {
  const plain = new RegExp(`;\\s*${name}="?([^";]*)"?`, 'i').exec(header);
  if (plain) return plain[1]!.trim();
  const pieces = [...header.matchAll(new RegExp(`;\\s*${name}(?:\\*\\d+)?\\*?="?([^";]*)"?`, 'gi'))].map((match) =>
    match[1]!.trim(),
  );
  return pieces.length === 0 ? null : decodeURIComponent(pieces.join('').replace(/^[\w-]+''/, ''));
}
