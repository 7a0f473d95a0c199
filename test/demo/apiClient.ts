import { createHmac } from 'node:crypto';
import type { Me } from '../../src/http/schemas/index.ts';

/**
 * A client of the HTTP API as a browser session uses it; what the demo, the benches and the whole-service tests go
 * through.
 */
export interface ApiClient {
  readonly baseUrl: string;
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Opens an address of the service as the signed-in browser would, without following where it leads. */
  visit(url: string): Promise<Response>;
}

/** @throws when the answer is not 2xx, with the API's own words */
export async function signIn(baseUrl: string, email: string, password: string): Promise<ApiClient> {
  const answer = await fetch(`${baseUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`Signing in was answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  let csrf = '';

  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        cookie,
        origin: baseUrl,
        'x-csrf-token': csrf,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path} was answered ${reply.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  csrf = (await call<Me>('GET', '/api/me')).csrfToken ?? '';
  return {
    baseUrl,
    get: (path) => call('GET', path),
    send: (method, path, body) => call(method, path, body),
    visit: (url) => fetch(url, { headers: { cookie }, redirect: 'manual' }),
  };
}

export interface TextMessage {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

/** Delivers a text message to the webhook the way Twilio does, signed with the number's auth token. */
export async function deliverText(baseUrl: string, authToken: string, message: TextMessage): Promise<Response> {
  const { url, headers, body } = signedText(baseUrl, authToken, message);
  return fetch(url, { method: 'POST', headers, body });
}

/** The request that delivers a text message: a form, signed over the address and its fields. */
export function signedText(
  baseUrl: string,
  authToken: string,
  message: TextMessage,
): { readonly url: string; readonly headers: Record<string, string>; readonly body: string } {
  const url = `${baseUrl}/webhooks/twilio/sms`;
  const fields: Record<string, string> = {
    MessageSid: message.sid,
    AccountSid: `AC${'0'.repeat(32)}`,
    From: message.from,
    To: message.to,
    Body: message.body,
    NumMedia: '0',
  };
  const signed = url + Object.keys(fields).sort().map((name) => name + fields[name]).join('');
  return {
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', authToken).update(signed, 'utf8').digest('base64'),
    },
    body: new URLSearchParams(fields).toString(),
  };
}
