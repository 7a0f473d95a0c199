import assert from 'node:assert/strict';

/** An answer with its body parsed when it is JSON. */
export interface TestAnswer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
}

/** What a browser does: keeps the cookie, sends the token that goes with it, says where a request comes from. */
export interface TestBrowser {
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<TestAnswer<T>>;
  signIn(email: string, password: string): Promise<void>;
  /** The cookie header it sends. */
  cookie(): string;
  csrfToken(): string;
}

export function openBrowser(url: string): TestBrowser {
  let cookie = '';
  let csrfToken = '';
  const browser: TestBrowser = {
    async call(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          'sec-fetch-site': 'same-origin',
          ...(cookie === '' ? {} : { cookie }),
          ...(csrfToken === '' || method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const [set] = response.headers.getSetCookie();
      if (set !== undefined) cookie = /^([^=]+)=(;|$)/.test(set) ? '' : (set.split(';')[0] ?? '');
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: (isJson ? JSON.parse(text) : {}) as never,
      };
    },
    async signIn(email, password) {
      const answer = await browser.call('POST', '/api/session', { email, password });
      assert.equal(answer.status, 200, answer.text);
      const me = await browser.call<{ csrfToken: string }>('GET', '/api/me');
      csrfToken = me.body.csrfToken;
    },
    cookie: () => cookie,
    csrfToken: () => csrfToken,
  };
  return browser;
}
