import type { ServerResponse } from 'node:http';
import type { Reply } from './http.ts';
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

/** Sends an answer, whole or as the fault says. Resolves when it is out or the connection is gone. */
export async function sendReply(response: ServerResponse, reply: Reply, fault: Fault | undefined): Promise<void> {
  if (response.destroyed) return;
  response.writeHead(reply.status, reply.headers);
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
