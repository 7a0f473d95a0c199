import { ApiError } from './apiError.ts';
import type { Reply, Request } from './http.ts';
import type { Fault } from './sandboxTypes.ts';

/** A resource: what its calls are counted under, and how it answers. */
export interface Route {
  method: string;
  /** `{name}` stands for one segment. */
  pattern: string;
  handle: (call: Call) => Reply;
}

export interface Call {
  request: Request;
  /** The pattern's segments in braces, decoded. */
  args: string[];
  /** `/services/data/v62.0` */
  base: string;
  fault: Fault | undefined;
}

/** @throws ApiError `UNSUPPORTED_MEDIA_TYPE`, `JSON_PARSER_ERROR` */
export function parseBody(request: Request): unknown {
  const type = request.headers['content-type'] ?? '';
  if (!type.includes('json'))
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', `Content type ${type || 'of the body'} is not supported`);
  try {
    return JSON.parse(request.body) as unknown;
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', String((error as Error).message));
  }
}
