import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rmdir, stat, unlink, utimes, type FileHandle } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2';
import type { SftpFaults, SftpRequest } from './sftpFaults.ts';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** Entries of one answer to a listing. */
const ENTRIES_AT_ONCE = 100;

type Opened =
  | { readonly path: string; readonly file: FileHandle }
  | { readonly path: string; readonly entries: FileEntry[] };

/**
 * Answers the SFTP requests of one session over a local folder, which the client sees as `/`. Renaming onto an existing
 * name is refused, as OpenSSH does.
 *
 * @param cut - closes the session's connection
 */
export function serveFolder(sftp: SFTPWrapper, folder: string, faults: SftpFaults, cut: () => void): void {
  const opened = new Map<number, Opened>();
  const ended = new AbortController();
  let nextHandle = 0;
  // Nothing of a client leads out of the folder: `..` at the top stays at the top.
  const whole = (path: string): string => posix.normalize(posix.join('/', path));
  const local = (path: string): string => join(folder, whole(path));

  const keep = (id: number, entry: Opened): void => {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(nextHandle);
    opened.set(nextHandle, entry);
    nextHandle += 1;
    sftp.handle(id, handle);
  };
  const of = (handle: Buffer): Opened | undefined =>
    handle.length === 4 ? opened.get(handle.readUInt32BE()) : undefined;
  const fileOf = (handle: Buffer): FileHandle => {
    const entry = of(handle);
    if (!entry || !('file' in entry)) throw new Error('no such handle');
    return entry.file;
  };
  const attributes = (path: string, { mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes => ({
    mode,
    uid,
    gid,
    size: size + faults.wrongSize(path),
    atime: Math.floor(atimeMs / 1000),
    mtime: Math.floor(mtimeMs / 1000),
  });

  /** Answers one request, unless a fault stands in its way; whatever the file system refuses becomes a status. */
  const answer = (on: SftpRequest, id: number, path: string, work: () => Promise<void>): void => {
    const fault = faults.hit(on, path);
    if (fault?.what === 'hang') return;
    if (fault?.what === 'cut') return cut();
    if (fault?.what === 'refuse') return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    if (fault?.what === 'fail') return sftp.status(id, STATUS_CODE.FAILURE);
    const patience = fault?.what === 'drip' ? pause(fault.everyMs ?? 20, undefined, { signal: ended.signal }) : null;
    void (patience ?? Promise.resolve()).then(work).catch((error: unknown) => {
      if (!ended.signal.aborted) sftp.status(id, statusOf(error));
    });
  };
  const done = (id: number) => () => sftp.status(id, STATUS_CODE.OK);

  sftp.on('REALPATH', (id, path) => answer('realpath', id, whole(path), async () => {
    sftp.name(id, [{ filename: whole(path), longname: whole(path), attrs: {} as Attributes }]);
  }));
  for (const [event, look] of [['STAT', stat], ['LSTAT', lstat]] as const) {
    sftp.on(event, (id: number, path: string) => answer('stat', id, whole(path), async () => {
      sftp.attrs(id, attributes(whole(path), await look(local(path))));
    }));
  }
  sftp.on('FSTAT', (id, handle) => answer('stat', id, of(handle)?.path ?? '', async () => {
    sftp.attrs(id, attributes(of(handle)?.path ?? '', await fileOf(handle).stat()));
  }));
  sftp.on('SETSTAT', (id, path, attrs) => answer('setstat', id, whole(path), () =>
    setTimes(local(path), attrs).then(done(id))));
  sftp.on('FSETSTAT', (id, handle, attrs) => answer('setstat', id, of(handle)?.path ?? '', () =>
    fileOf(handle).utimes(attrs.atime ?? 0, attrs.mtime ?? 0).then(done(id))));

  sftp.on('OPENDIR', (id, path) => answer('list', id, whole(path), async () => {
    const entries: FileEntry[] = [];
    for (const name of await readdir(local(path))) {
      const attrs = attributes(posix.join(whole(path), name), await lstat(join(local(path), name)));
      entries.push({ filename: name, longname: name, attrs });
    }
    keep(id, { path: whole(path), entries });
  }));
  sftp.on('READDIR', (id, handle) => {
    const entry = of(handle);
    if (!entry || !('entries' in entry)) return sftp.status(id, STATUS_CODE.FAILURE);
    if (entry.entries.length === 0) return sftp.status(id, STATUS_CODE.EOF);
    sftp.name(id, entry.entries.splice(0, ENTRIES_AT_ONCE));
  });
  sftp.on('OPEN', (id, path, flags) => answer('open', id, whole(path), async () => {
    const file = await open(local(path), localFlags(flags));
    if ((await file.stat()).isDirectory()) {
      await file.close();
      throw new Error('a folder');
    }
    keep(id, { path: whole(path), file });
  }));
  sftp.on('READ', (id, handle, offset, length) => {
    const fault = faults.hit('read', of(handle)?.path ?? '', offset + length);
    if (fault?.what === 'hang') return;
    if (fault?.what === 'cut') return cut();
    if (fault?.what === 'end') return sftp.status(id, STATUS_CODE.EOF);
    if (fault?.what === 'refuse') return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    if (fault?.what === 'fail') return sftp.status(id, STATUS_CODE.FAILURE);
    const drips = fault?.what === 'drip';
    const most = Math.min(length, drips ? fault.bytes ?? 16 : 256 * 1024);
    const patience = drips ? pause(fault.everyMs ?? 20, undefined, { signal: ended.signal }) : Promise.resolve();
    void patience.then(() => fileOf(handle).read(Buffer.allocUnsafe(most), 0, most, offset)).then(
      ({ bytesRead, buffer }) => {
        if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
        else sftp.data(id, buffer.subarray(0, bytesRead));
      },
    ).catch((error: unknown) => {
      if (!ended.signal.aborted) sftp.status(id, statusOf(error));
    });
  });
  sftp.on('WRITE', (id, handle, offset, data) => answer('write', id, of(handle)?.path ?? '', () =>
    fileOf(handle).write(data, 0, data.length, offset).then(done(id))));
  sftp.on('CLOSE', (id, handle) => answer('close', id, of(handle)?.path ?? '', async () => {
    const entry = of(handle);
    if (!entry) throw new Error('no such handle');
    opened.delete(handle.readUInt32BE());
    if ('file' in entry) await entry.file.close();
    sftp.status(id, STATUS_CODE.OK);
  }));

  sftp.on('RENAME', (id, from, to) => answer('rename', id, whole(from), async () => {
    const taken = await lstat(local(to)).then(() => true, () => false);
    if (taken) throw new Error('taken');
    await rename(local(from), local(to)).then(done(id));
  }));
  sftp.on('REMOVE', (id, path) => answer('remove', id, whole(path), () => unlink(local(path)).then(done(id))));
  sftp.on('MKDIR', (id, path) => answer('mkdir', id, whole(path), () => mkdir(local(path)).then(done(id))));
  sftp.on('RMDIR', (id, path) => answer('remove', id, whole(path), () => rmdir(local(path)).then(done(id))));
  sftp.on('close', () => {
    ended.abort();
    for (const entry of opened.values()) if ('file' in entry) void entry.file.close().catch(() => undefined);
    opened.clear();
  });
}

async function setTimes(path: string, { atime, mtime }: Partial<Attributes>): Promise<void> {
  if (mtime !== undefined) await utimes(path, atime ?? mtime, mtime);
}

function localFlags(flags: number): number {
  const { READ, WRITE, APPEND, CREAT, TRUNC, EXCL } = OPEN_MODE;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  let wanted = has(WRITE) ? (has(READ) ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
  if (has(APPEND)) wanted |= constants.O_APPEND;
  if (has(CREAT)) wanted |= constants.O_CREAT;
  if (has(TRUNC)) wanted |= constants.O_TRUNC;
  if (has(EXCL)) wanted |= constants.O_EXCL;
  return wanted;
}

function statusOf(error: unknown): number {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS_CODE.NO_SUCH_FILE;
  if (code === 'EACCES' || code === 'EPERM') return STATUS_CODE.PERMISSION_DENIED;
  return STATUS_CODE.FAILURE;
}
