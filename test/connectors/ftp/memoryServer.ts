import { ConnectorError } from '../../../src/contract/errors.ts';
import type { FolderEntry, ServerIdentity } from '../../../src/contract/files.ts';
import type { FileVersion } from '../../../src/domain/sourceFile.ts';
import { untilAborted } from '../../../src/contract/untilAborted.ts';
import type { Protocol, Remote } from '../../../connectors/ftp/remote.ts';

type Command = 'identity' | 'connect' | 'home' | 'list' | 'look' | 'read' | 'rename' | 'remove';

/** A server of files in memory, whose manners a test decides on. */
export class MemoryServer {
  readonly files = new Map<string, { bytes: Uint8Array; modifiedAt: Date }>();
  readonly folders = new Set(['/', '/in', '/done']);
  /** Commands in the order they came, `look /in/a.csv`. */
  readonly log: string[] = [];
  identity: ServerIdentity = { kind: 'ssh', fingerprint: 'SHA256:first', algorithm: 'ssh-ed25519' };
  /** Secrets that were sent by somebody who trusted the server. */
  readonly received: Readonly<Record<string, string>>[] = [];
  open = 0;
  /** Called before each command; what it throws is the server's answer. */
  before: (command: Command, path: string) => void | Promise<void> = () => undefined;
  /** Called when a rename is done and before its answer goes out; what it throws is what comes instead. */
  afterRename: () => void = () => undefined;
  /** Bytes of transfers so far. */
  sent = 0;
  /** Bytes of one chunk of a transfer. */
  chunkBytes = 7;

  put(path: string, text: string | Uint8Array, modifiedAt = new Date('2026-11-20T15:03:00Z')): FileVersion {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    this.files.set(path, { bytes, modifiedAt });
    return { name: path.slice(path.lastIndexOf('/') + 1), size: bytes.byteLength, modifiedAt };
  }

  readonly protocol: Protocol = {
    identity: async (_settings, signal) => {
      await this.#heard('identity', '', signal);
      return this.identity;
    },
    connect: async (_settings, secrets, trusted, signal) => {
      await this.#heard('connect', '', signal);
      trusted(this.identity);
      this.received.push(secrets);
      this.open += 1;
      return this.#session();
    },
  };

  #session(): Remote {
    let calls = 1;
    let isOpen = true;
    const heard = async (command: Command, path: string, signal: AbortSignal): Promise<void> => {
      calls += 1;
      if (!isOpen) throw lost();
      await this.#heard(command, path, signal);
    };
    return {
      home: async (signal) => {
        await heard('home', '', signal);
        return '/';
      },
      list: async (folder, _wanted, signal) => {
        await heard('list', folder, signal);
        if (!this.folders.has(folder)) throw no('FOLDER_MISSING', `There is no ${folder}.`);
        return this.#entries(folder);
      },
      look: async (path, signal) => {
        await heard('look', path, signal);
        return this.#version(path);
      },
      read: (path, signal) => this.#read(() => heard('read', path, signal), path, signal),
      rename: async (from, to, signal) => {
        await heard('rename', from, signal);
        const file = this.files.get(from);
        if (!file || !this.folders.has(folderOf(to))) throw no('FILE_GONE', 'No such file.');
        this.files.delete(from);
        this.files.set(to, file);
        this.afterRename();
      },
      remove: async (path, signal) => {
        await heard('remove', path, signal);
        if (!this.files.delete(path)) throw no('FILE_GONE', 'No such file.');
      },
      calls: () => calls,
      close: () => {
        if (isOpen) this.open -= 1;
        isOpen = false;
        return Promise.resolve();
      },
    };
  }

  async *#read(heard: () => Promise<void>, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    await heard();
    const file = this.files.get(path);
    if (!file) throw no('FILE_GONE', 'No such file.');
    for (let at = 0; at < file.bytes.byteLength; at += this.chunkBytes) {
      signal.throwIfAborted();
      this.sent += this.chunkBytes;
      yield file.bytes.subarray(at, at + this.chunkBytes);
    }
  }

  async #heard(command: Command, path: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.log.push(`${command} ${path}`.trim());
    await untilAborted(Promise.resolve(this.before(command, path)), signal);
  }

  #version(path: string): FileVersion | null {
    const file = this.files.get(path);
    if (!file) return null;
    return { name: path.slice(path.lastIndexOf('/') + 1), size: file.bytes.byteLength, modifiedAt: file.modifiedAt };
  }

  #entries(folder: string): FolderEntry[] {
    const files = [...this.files.keys()].filter((path) => folderOf(path) === folder);
    const folders = [...this.folders].filter((path) => path !== '/' && folderOf(path) === folder);
    return [
      ...files.map((path): FolderEntry => ({ ...this.#version(path)!, kind: 'file' })),
      ...folders.map((path): FolderEntry => {
        return { name: path.slice(path.lastIndexOf('/') + 1), size: 0, modifiedAt: new Date(0), kind: 'folder' };
      }),
    ];
  }
}

/** A server's refusal of one command. */
export function no(code: 'FOLDER_MISSING' | 'FOLDER_REFUSED' | 'FILE_GONE' | 'FILE_REFUSED', words: string): ConnectorError {
  return new ConnectorError(code, words, { kind: 'never' });
}

/** A session that is over. */
export function lost(): ConnectorError {
  return new ConnectorError('UNREACHABLE', 'The connection broke off.', { kind: 'after', delayMs: 60_000 });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
