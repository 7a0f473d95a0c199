import { ConnectorError } from '../../src/contract/errors.ts';
import type { FetchedFile } from '../../src/contract/files.ts';
import type { FileVersion } from '../../src/domain/sourceFile.ts';
import type { Remote } from './remote.ts';
import type { Session } from './session.ts';
import { pathIn, shown } from './sourceId.ts';
import type { Spool } from './spool.ts';

/**
 * Brings one version of a file into the spool. That a transfer ended well proves nothing: two of three FTP servers call
 * half an upload a success. So size and time have to be the same before and after, and the bytes as many as that.
 *
 * @param place.server - tells servers apart that the same connection spoke to, in what the spool remembers
 * @throws ConnectorError `FILE_GONE`; `FILE_CHANGED`; `SPOOL_FULL`; what the server refuses
 */
export async function fetchFile(
  session: Session,
  spool: Spool,
  place: { readonly server: string; readonly folder: string },
  file: FileVersion,
  signal: AbortSignal,
): Promise<FetchedFile> {
  const { name, size, modifiedAt } = file;
  const path = pathIn(place.folder, name);
  const mark = JSON.stringify([place.server, path, size, modifiedAt.getTime()]);
  const kept =
    (await spool.find(mark, size)) ?? (await session.use((remote, both) => transfer(remote, path, both), signal));
  return { name, size, modifiedAt, sha256: kept.sha256 };

  async function transfer(remote: Remote, from: string, both: AbortSignal) {
    assertSame(file, await remote.look(from, both), place.folder);
    return spool.write(
      atMost(size, remote.read(from, both), () => changed(file)),
      async (written) => {
        both.throwIfAborted();
        if (written.size !== size) throw cutShort(file, written.size);
        assertSame(file, await remote.look(from, both), place.folder);
      },
      mark,
    );
  }
}

/** Whether a file is, by size and time, the version that is meant. */
export function isSame(wanted: FileVersion, found: FileVersion): boolean {
  return wanted.size === found.size && wanted.modifiedAt.getTime() === found.modifiedAt.getTime();
}

function assertSame(wanted: FileVersion, found: FileVersion | null, folder: string): void {
  if (!found) {
    throw new ConnectorError(
      'FILE_GONE',
      `${shown(wanted.name)} is gone from ${shown(folder)}; it was there a moment ago. Put it back, ` +
        'and see that nobody else takes files out of this folder.',
      { kind: 'never' },
    );
  }
  if (!isSame(wanted, found)) throw changed(wanted);
}

function changed({ name }: FileVersion): ConnectorError {
  return new ConnectorError(
    'FILE_CHANGED',
    `${shown(name)} changed while it was read, so another version of it has arrived or is arriving. Nothing was ` +
      'imported of it; the new version is taken when it is whole.',
    { kind: 'after', delayMs: 60_000 },
  );
}

function cutShort({ name, size }: FileVersion, came: number): ConnectorError {
  return new ConnectorError(
    'FILE_CHANGED',
    `${shown(name)} has ${count(size)} bytes by its folder, and ${count(came)} came, so it is not ` +
      'whole. Nothing was imported of it; it is fetched again.',
    { kind: 'after', delayMs: 60_000 },
  );
}

function count(bytes: number): string {
  return bytes.toLocaleString('en-US');
}

/** Ends a transfer that brings more than it should, as of a file that grows without end. */
async function* atMost(
  bytes: number,
  content: AsyncIterable<Uint8Array>,
  tooMany: () => ConnectorError,
): AsyncGenerator<Uint8Array> {
  let came = 0;
  for await (const chunk of content) {
    came += chunk.byteLength;
    if (came > bytes) throw tooMany();
    yield chunk;
  }
}
