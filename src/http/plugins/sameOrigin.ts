import type { FastifyRequest } from 'fastify';

/**
 * Whether a changing request of a browser came from our own pages. `Sec-Fetch-Site` decides where there is one; else
 * `Origin`, compared with the host that was asked and with the public address. Neither header: no browser sent it.
 */
export function isSameOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}
