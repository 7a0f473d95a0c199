import type { SFTPWrapper } from 'ssh2';
import type { SftpDoing } from './sftpErrors.ts';
import type { SshSession } from './sshSession.ts';

/** Bytes asked for and not yet taken: at 50 milliseconds from here some 10 MB a second. */
const AHEAD_BYTES = 512 * 1024;
/** A read at most; few big ones cost a fraction of many small ones. */
const PIECE_BYTES = 128 * 1024;
/** Every server answers reads of this size whole, unless the file ends. */
const SAFE_PIECE_BYTES = 30 * 1024;
const SMALLEST_PIECE_BYTES = 4 * 1024;

interface Piece {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Promise<Buffer>;
}

/**
 * A file's bytes in their order. Several reads are under way at once, as many as came back so far, so that a small file
 * costs few and a big one does not wait for the way there and back with each. Where a read comes back empty, the file
 * ends.
 *
 * @throws ConnectorError; `signal.reason` as soon as it aborts
 */
export async function* readAhead(session: SshSession, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { sftp } = session;
  const doing: SftpDoing = { kind: 'read', path };
  const handle = await session.ask<Buffer>(doing, signal, (answer) => sftp.open(path, 'r', answer));
  const readAt = (offset: number, length: number): Piece => {
    const bytes = session.request<Buffer>(doing, (answer) => {
      const buffer = Buffer.allocUnsafe(length);
      sftp.read(handle, buffer, 0, length, offset, (error, came) => answer(error, buffer.subarray(0, came)));
    });
    // Whoever waits for it gets the error; reads behind the end, or left early, nobody waits for.
    bytes.catch(() => undefined);
    return { offset, length, bytes };
  };

  const ahead: Piece[] = [];
  let length = Math.min(mostBytesOf(sftp), PIECE_BYTES);
  let next = 0;
  let atOnce = 1;
  try {
    for (;;) {
      while (ahead.length < atOnce) {
        ahead.push(readAt(next, length));
        next += length;
      }
      const piece = ahead.shift()!;
      const bytes = await session.wait(piece.bytes, signal);
      if (bytes.length === 0) return;
      if (bytes.length < piece.length) {
        // The rest of it comes first, and this server may give no more than that at a time.
        ahead.unshift(readAt(piece.offset + bytes.length, piece.length - bytes.length));
        length = Math.min(length, Math.max(bytes.length, SMALLEST_PIECE_BYTES));
      }
      yield bytes;
      atOnce = Math.min(atOnce + 1, Math.ceil(AHEAD_BYTES / length));
    }
  } finally {
    // Nobody waits for this answer: it would be late after an abort, and says nothing about what was read.
    session.request<void>(doing, (answer) => sftp.close(handle, answer)).catch(() => undefined);
  }
}

/** What this server answers to one read: ssh2 asks OpenSSH and knows it of others, but keeps it to itself. */
function mostBytesOf(sftp: SFTPWrapper): number {
  const { _maxReadLen: most } = sftp as { _maxReadLen?: unknown };
  return typeof most === 'number' && most > 0 ? most : SAFE_PIECE_BYTES;
}
