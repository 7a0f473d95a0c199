import type { FastifyRequest } from 'fastify';

/**
 * Takes out of a request what no database stores and nobody types: NUL, and halves of surrogate pairs, which become the
 * replacement character. Without it the first of them that reaches a statement would end as a fault of ours. Webhooks
 * keep every byte, for their signature covers it; who takes in a message cleans what is kept.
 */
export async function storableText(request: FastifyRequest): Promise<void> {
  if (request.routeOptions.url?.startsWith('/webhooks/')) return;
  request.params = clean(request.params);
  request.query = clean(request.query);
  request.body = clean(request.body);
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(clean);
  // A file is no text to be stored; whoever reads it cleans what it finds.
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [storable(key), clean(member)]));
}

function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
