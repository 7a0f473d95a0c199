import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'node:querystring';

/** The posted fields; a name that came more than once has all its values. */
export type PostedFields = Readonly<Record<string, string | readonly string[]>>;

/**
 * What Twilio signs a request with: base64 of HMAC-SHA1 over the full public address followed by each field's name
 * and value, sorted by name; several values of a name are taken once each, sorted.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function twilioSignature(authToken: string, url: string, fields: PostedFields): string {
  const signed = Object.entries(fields)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, value]) => [...new Set([value].flat())].sort().map((one) => `${name}${one}`))
    .join('');
  return createHmac('sha1', authToken)
    .update(Buffer.from(url + signed, 'utf8'))
    .digest('base64');
}

/**
 * Whether a request comes from Twilio. Like Twilio's own validator it tries the address with and without its port,
 * and with the query written in the older way, for Twilio's products differ in what they sign.
 *
 * @param request.url - our public address with the request's own path and query; never the Host header's
 * @param request.rawBody - the body as received; compared with `bodySHA256` of the query when that is there (JSON
 *   bodies)
 */
export function isSignedByTwilio(
  authToken: string,
  signature: string,
  request: { readonly url: string; readonly fields: PostedFields; readonly rawBody: Buffer },
): boolean {
  const bodyHash = new URL(request.url).searchParams.get('bodySHA256');
  const fields = bodyHash === null ? request.fields : {};
  // Each is computed and compared whole, so that the time says nothing about how near a guess was.
  const matches = addressesOf(request.url).map((url) => isSame(twilioSignature(authToken, url, fields), signature));
  const bodyFits =
    bodyHash === null || isSame(createHash('sha256').update(request.rawBody).digest('hex'), bodyHash.toLowerCase());
  return matches.includes(true) && bodyFits;
}

function addressesOf(url: string): string[] {
  const ports = [url, withPort(url), withoutPort(url)];
  return [...new Set([...ports, ...ports.map(withLegacyQuery)])];
}

function withPort(url: string): string {
  const { protocol, port } = new URL(url);
  if (port !== '') return url;
  // Not through URL, which drops a scheme's own port again.
  return url.replace(/^(https?:\/\/[^/?#]+)/, `$1:${protocol === 'https:' ? 443 : 80}`);
}

function withoutPort(url: string): string {
  return url.replace(/^(https?:\/\/(?:\[[^\]]*\]|[^/?#:]+)):\d+/, '$1');
}

function withLegacyQuery(url: string): string {
  const [path, query] = [url.split('?', 1)[0] ?? url, url.slice(url.indexOf('?') + 1)];
  return url.includes('?') ? `${path}?${stringify(parse(query))}` : url;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
