import type { ApiError as ApiErrorBody } from '../../http/schemas/common.ts';
import { ApiError, unreachable } from './apiError.ts';

let csrfToken: string | null = null;

/** Kept from the last `Me`; sent with every changing request of a browser session. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON; a `Blob` as it is. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** The call is made even while the page it comes from is being closed. */
  readonly keepalive?: boolean;
}

/**
 * One call of the API. `path` begins with `/api`; the answer's shape is the schema type the caller names.
 * @throws ApiError for every answer that is not 2xx, and with status 0 when none came
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = { accept: 'application/json' };
  const { body } = options;
  const raw = body instanceof Blob ? body : null;
  if (body !== undefined) headers['content-type'] = raw === null ? 'application/json' : 'application/octet-stream';
  if (method !== 'GET' && csrfToken !== null) headers['x-csrf-token'] = csrfToken;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      body: raw ?? (body === undefined ? null : JSON.stringify(body)),
      signal: options.signal ?? null,
      keepalive: options.keepalive ?? false,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(0);
  }
  const text = await response.text();
  const answer = parse(text, response.status);
  if (!response.ok) throw isErrorBody(answer) ? new ApiError(response.status, answer) : unreachable(response.status);
  return answer as T;
}

function parse(text: string, status: number): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw unreachable(status);
  }
}

function isErrorBody(value: unknown): value is ApiErrorBody {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** `/api/teams/:slug` + path + a query string of the values that are set. */
export function teamPath(team: string, path: string, query: Record<string, string | number | undefined> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const tail = search.size > 0 ? `?${search.toString()}` : '';
  return `/api/teams/${encodeURIComponent(team)}${path}${tail}`;
}
