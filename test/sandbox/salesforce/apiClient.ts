import type { SalesforceSandbox } from './startSalesforceSandbox.ts';

/** An answer with its body read. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at key by key
export interface Answer<T = any> {
  status: number;
  headers: Headers;
  body: T;
}

/** Calls of the REST API as one would type them by hand, signed in. */
export interface ApiClient {
  readonly accessToken: string;
  /** `path` without the version, e.g. `/limits`, or rooted at `/services/`. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** First page of a query. */
  query(soql: string, headers?: Record<string, string>): Promise<Answer>;
  /** All rows of a query, page by page. */
  queryAllPages(soql: string, headers?: Record<string, string>): Promise<Record<string, unknown>[]>;
}

export const API = '/services/data/v62.0';

export function apiClient(
  sandbox: Pick<SalesforceSandbox, 'url' | 'issueTokens'>,
  accessToken = sandbox.issueTokens().accessToken,
): ApiClient {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${sandbox.url}${path.startsWith('/services/') ? '' : API}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
    };
  };
  const get = (path: string, headers?: Record<string, string>): Promise<Answer> =>
    call('GET', path, undefined, headers);
  const query = (soql: string, headers?: Record<string, string>): Promise<Answer> =>
    get(`/query?q=${encodeURIComponent(soql)}`, headers);
  return {
    accessToken,
    call,
    get,
    query,
    async queryAllPages(soql, headers) {
      let page = await query(soql, headers);
      const rows: Record<string, unknown>[] = [];
      for (;;) {
        if (page.status !== 200) throw new Error(JSON.stringify(page.body));
        rows.push(...page.body.records);
        if (page.body.done) return rows;
        page = await get(page.body.nextRecordsUrl as string);
      }
    },
  };
}
