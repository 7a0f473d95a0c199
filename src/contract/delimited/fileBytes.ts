import { open } from 'node:fs/promises';
import type { FileEncoding } from '../../domain/sourceFile.ts';
import { EncodingJudge, type EncodingVerdict } from './findEncoding.ts';

const CHUNK_BYTES = 262_144;

/** A file's bytes, piece by piece. A piece is written over by the next one. */
export async function* readBytes(path: string, signal: AbortSignal, from = 0): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let at = from; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/**
 * A file's lines, some whole ones at a time, each with its line feed. They are written over by the next ones: buffers
 * of this size made for each piece would pile up outside of the heap faster than they are collected.
 */
export async function* readWholeLines(path: string, signal: AbortSignal, from: number): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    let buffer = Buffer.allocUnsafeSlow(LINES_BYTES);
    let used = 0;
    for (let at = from; ; ) {
      signal.throwIfAborted();
      if (used === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const { bytesRead } = await handle.read(buffer, used, buffer.length - used, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      used += bytesRead;
      const end = buffer.lastIndexOf(LINE_FEED, used - 1) + 1;
      if (end === 0) continue;
      yield buffer.subarray(0, end);
      buffer.copyWithin(0, end, used);
      used -= end;
    }
  } finally {
    await handle.close();
  }
}

export const LINE_FEED = 10;
const LINES_BYTES = 131_072;

export async function judgeFile(
  path: string,
  set: 'detect' | FileEncoding,
  signal: AbortSignal,
): Promise<EncodingVerdict> {
  const judge = new EncodingJudge(set);
  for await (const bytes of readBytes(path, signal)) judge.push(bytes);
  return judge.end();
}

/** The physical line that a byte of a file stands on; for encodings in which a line end is one byte. */
export async function lineOfByte(path: string, offset: number, signal: AbortSignal): Promise<number> {
  let line = 1;
  let left = offset;
  let isPair = false;
  for await (const bytes of readBytes(path, signal)) {
    for (const byte of bytes.subarray(0, left)) {
      if (byte === 13 || (byte === 10 && !isPair)) line++;
      isPair = byte === 13;
    }
    left -= bytes.length;
    if (left <= 0) break;
  }
  return line;
}
