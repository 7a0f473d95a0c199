import type { ServerResponse } from 'node:http';
import type { BodyPieces, Reply } from './http.ts';
import type { Fault } from './sandboxTypes.ts';

const DRIP_PIECES = 20;
const DEFAULT_DRIP_MS = 1000;

/** Waits, or less long when the connection ends before. */
export function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (ms <= 0) return void resolve();
    const done = (): void => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    response.once('close', done);
  });
}

/** Sends a long body no faster than it is taken, so that it is never held whole. */
async function sendPieces(response: ServerResponse, body: BodyPieces, fault: Fault | undefined): Promise<void> {
  const isCut = fault?.kind === 'reset_mid_body' || fault?.kind === 'truncated_json';
  const halfway = body.count >> 1;
  for (let index = 0; index < body.count && !response.destroyed; index++) {
    const text = body.piece(index);
    if (isCut && index === halfway) {
      await new Promise<void>((resolve) => response.write(text.slice(0, text.length >> 1), () => resolve()));
      if (fault.kind === 'reset_mid_body') response.socket?.resetAndDestroy();
      break;
    }
    if (!response.write(text)) await drained(response);
    if (fault?.kind === 'slow_drip') await pause((fault.delayMs ?? DEFAULT_DRIP_MS) / body.count, response);
  }
  if (!response.destroyed) response.end();
}

/** Resolves when the connection takes more, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}

/** Sends an answer, whole or as the fault says. Resolves when it is out or the connection is gone. */
export async function sendReply(response: ServerResponse, reply: Reply, fault: Fault | undefined): Promise<void> {
  if (response.destroyed) return;
  response.writeHead(reply.status, reply.headers);
  if (reply.pieces) return sendPieces(response, reply.pieces, fault);
  const body = Buffer.from(reply.body ?? '');
  if (body.length > 0 && fault?.kind === 'reset_mid_body') {
    await new Promise<void>((resolve) => response.write(body.subarray(0, body.length >> 1), () => resolve()));
    response.socket?.resetAndDestroy();
    return;
  }
  if (body.length > 0 && fault?.kind === 'truncated_json') {
    response.end(body.subarray(0, body.length >> 1));
    return;
  }
  if (body.length > 0 && fault?.kind === 'slow_drip') {
    const size = Math.max(1, Math.ceil(body.length / DRIP_PIECES));
    for (let at = 0; at < body.length && !response.destroyed; at += size) {
      response.write(body.subarray(at, at + size));
      await pause((fault.delayMs ?? DEFAULT_DRIP_MS) / DRIP_PIECES, response);
    }
    response.end();
    return;
  }
  response.end(body);
}
