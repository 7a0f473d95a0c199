import type { IncomingMessage } from 'node:http';

/** A request with its body read. */
export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An answer before it is sent. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** A long body instead of `body`, made piece by piece as the caller takes it. */
  pieces?: BodyPieces;
  /** How long the org works at it, in milliseconds. */
  takesMs?: number;
  /** Called when the answer is out or the caller gone. */
  done?: () => void;
}

export interface BodyPieces {
  count: number;
  piece: (index: number) => string;
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return jsonText(status, JSON.stringify(value), headers);
}

export function jsonText(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'Content-Type': 'application/json;charset=UTF-8', ...headers }, body };
}

export function html(status: number, body: string): Reply {
  return { status, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body };
}

export function redirect(location: string): Reply {
  return { status: 302, headers: { Location: location } };
}

/** Larger than any collection of 200 records, small enough that a mistake doesn't eat the memory. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** @throws Error when the body is too large or the caller goes away */
export async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error(`The request body is over ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function escapeHtml(text: unknown): string {
  return String(text ?? '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
