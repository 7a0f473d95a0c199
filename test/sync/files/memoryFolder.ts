import { createHash } from 'node:crypto';
import type { Connector, OpenConnection } from '../../../src/contract/connector.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { FetchedFile, FileAccess, FolderEntry, StagedFile } from '../../../src/contract/files.ts';
import type { SourcePage, SourceRow } from '../../../src/contract/sources.ts';
import type { FileVersion } from '../../../src/domain/sourceFile.ts';

interface StoredFile {
  content: string;
  modifiedAt: Date;
  kind: FolderEntry['kind'];
}

/** What is done with the server and the spool, in the order it is done. */
export type FolderCall = 'list' | 'look' | 'fetch' | 'keep' | 'stage' | 'pull' | 'move' | 'remove' | 'forget';

/**
 * A server of files in memory with a connector for it: paths to contents, lines cut at commas. A spool stands beside it
 * and lasts as long as this does.
 */
export interface MemoryFolder {
  readonly connector: Connector;
  readonly calls: { readonly call: FolderCall; readonly name: string }[];
  /** Called before (`done: false`) and after every call; may throw in its place. */
  hook: ((call: FolderCall, done: boolean, name: string) => Promise<void> | void) | null;
  pageRows: number;
  /** Puts a file there. @param at - minutes after the beginning of the day in which tests play */
  put(path: string, content: string, at: number, kind?: FolderEntry['kind']): FileVersion;
  remove(path: string): void;
  paths(): string[];
  read(path: string): string | undefined;
  /** Copies in the spool. */
  spooled(): string[];
  emptySpool(): void;
}

/** When minute 0 of a test is, by the server's clock: not ours. */
const SERVER_DAY = Date.UTC(2026, 2, 2);

export const serverTime = (minute: number): Date => new Date(SERVER_DAY + minute * 60_000);

export function createMemoryFolder(): MemoryFolder {
  const stored = new Map<string, StoredFile>();
  const spool = new Map<string, { content: string; version: FileVersion }>();
  const folder: MemoryFolder = {
    connector: null as unknown as Connector,
    calls: [],
    hook: null,
    pageRows: 3,
    put(path, content, at, kind = 'file') {
      stored.set(path, { content, modifiedAt: serverTime(at), kind });
      return versionOf(path, stored.get(path)!);
    },
    remove: (path) => void stored.delete(path),
    paths: () => [...stored.keys()].sort(),
    read: (path) => stored.get(path)?.content,
    spooled: () => [...spool.keys()],
    emptySpool: () => spool.clear(),
  };

  async function call<T>(name: FolderCall, file: string, work: () => T, signal?: AbortSignal): Promise<T> {
    folder.calls.push({ call: name, name: file });
    await untilAborted(folder.hook?.(name, false, file), signal);
    const result = work();
    await untilAborted(folder.hook?.(name, true, file), signal);
    return result;
  }

  const pathOf = (sourceId: string, name: string): string => sourceId.slice(0, sourceId.lastIndexOf('/') + 1) + name;
  const current = (sourceId: string, name: string): FileVersion | null => {
    const file = stored.get(pathOf(sourceId, name));
    return file?.kind === 'file' ? versionOf(name, file) : null;
  };
  const isSame = (a: FileVersion | null, b: FileVersion): boolean =>
    a !== null && a.size === b.size && a.modifiedAt.getTime() === b.modifiedAt.getTime();
  const keep = (file: FileVersion, content: string): FetchedFile => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    spool.set(sha256, { content, version: file });
    return { name: file.name, size: file.size, modifiedAt: file.modifiedAt, sha256 };
  };

  const files: FileAccess = {
    list: (sourceId) =>
      call('list', '', () => {
        const path = sourceId.slice(0, sourceId.lastIndexOf('/')) || '/';
        const inside = [...stored].filter(([one]) => one.startsWith(`${path}/`) && !one.slice(path.length + 1).includes('/'));
        if (path.endsWith('missing')) throw never('FOLDER_MISSING', `There is no folder ${path}.`);
        const entries = inside.map(([one, file]) => ({ ...versionOf(one, file), kind: file.kind }));
        return { folder: path, entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
      }),
    look: (sourceId, name) => call('look', name, () => current(sourceId, name)),
    fetch: (sourceId, file, signal) =>
      call(
        'fetch',
        file.name,
        () => {
          const now = current(sourceId, file.name);
          if (now === null) throw never('FILE_GONE', `${file.name} is gone.`);
          if (!isSame(now, file)) throw never('FILE_CHANGED', `${file.name} has changed.`);
          return keep(file, stored.get(pathOf(sourceId, file.name))!.content);
        },
        signal,
      ),
    keep: (file, content) => call('keep', file.name, () => keep(file, Buffer.from(content).toString('utf8'))),
    stage: (fetched) =>
      call('stage', fetched.name, (): StagedFile => {
        const { content } = spool.get(fetched.sha256)!;
        if (content.startsWith('PK')) throw never('FILE_WORKBOOK', `${fetched.name} is a workbook.`);
        const [header = '', ...lines] = content.replace(/\n$/, '').split('\n');
        const rows = lines.filter((line) => line !== '');
        return {
          ...fetched,
          key: fetched.sha256,
          headers: header.split(','),
          rows: rows.length,
          blankLines: lines.length - rows.length,
          encoding: 'utf-8',
          samples: [],
          notes: [],
        };
      }),
    move: (sourceId, file, to) =>
      call('move', file.name, () => {
        const now = current(sourceId, file.name);
        if (to.startsWith('/missing')) throw never('FOLDER_MISSING', 'There is no folder /missing. Make it.');
        if (now === null) return stored.get(to)?.content.length === file.size ? 'done' : 'gone';
        if (!isSame(now, file)) return 'changed';
        if (stored.has(to)) return 'taken';
        stored.set(to, stored.get(pathOf(sourceId, file.name))!);
        stored.delete(pathOf(sourceId, file.name));
        return 'done';
      }),
    remove: (sourceId, file) =>
      call('remove', file.name, () => {
        const now = current(sourceId, file.name);
        if (now === null) return 'gone';
        if (!isSame(now, file)) return 'changed';
        stored.delete(pathOf(sourceId, file.name));
        return 'done';
      }),
    forget: (sha256) => call('forget', sha256, () => void spool.delete(sha256)),
  };

  const open: Partial<OpenConnection> = {
    files,
    callsUsed: () => folder.calls.length,
    usage: () => null,
    close: () => Promise.resolve(),
    describeSource: (_recordType, sourceId) =>
      Promise.resolve({
        id: sourceId,
        name: `${sourceId}…`,
        kind: 'File',
        folder: null,
        usable: true,
        reason: '',
        filter: 'The newest file',
        count: null,
        fullRunCalls: 0,
        usualRunCalls: 0,
        definition: sourceId,
      }),
    async *pull(request): AsyncIterable<SourcePage> {
      const { content, version } = spool.get(request.file!.key)!;
      const [header = '', ...lines] = content.split('\n');
      const headers = header.split(',');
      const rows = lines.flatMap((line, index): SourceRow[] => {
        if (line === '') return [];
        const cells = line.split(',');
        const at = (column: string): string | null => (headers.includes(column) ? (cells[headers.indexOf(column)] ?? '') : null);
        return [
          {
            recordId: at(request.identity!.recordId) ?? '',
            modifiedAt: version.modifiedAt,
            values: request.fields.map(at),
            gone: null,
            origin: { line: index + 2, cells },
          },
        ];
      });
      let from = Number(request.after?.['row'] ?? 0);
      do {
        await call('pull', version.name, () => undefined);
        const page = rows.slice(from, from + folder.pageRows);
        const sourceRows = rows.length - from;
        from += page.length;
        yield {
          rows: page,
          next: { row: from },
          last: from >= rows.length,
          ordered: true,
          readTo: { modifiedAt: version.modifiedAt, recordId: null },
          sourceRows,
          sourceTime: version.modifiedAt,
          definition: request.sourceId,
        };
      } while (from < rows.length);
    },
  };

  const connector: Partial<Connector> = {
    id: 'folder',
    title: 'Folder',
    apiVersion: '',
    recordTypes: [{ id: 'Contact', label: 'Contacts' }],
    sourceKinds: [{ name: 'File', mapsIdentity: true, mapsModified: false }],
    maxWindowsPerDay: 4,
    writesBack: false,
    recordsPerRead: 0,
    typedSecrets: [],
    open: () => open as OpenConnection,
  };
  return Object.assign(folder, { connector: connector as Connector });
}

/** Waits for something, unless that is ended before. */
async function untilAborted(work: Promise<void> | void, signal?: AbortSignal): Promise<void> {
  if (!(work instanceof Promise)) return;
  const ended = signal && new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  await (ended ? Promise.race([work, ended]) : work);
}

const never = (code: 'FOLDER_MISSING' | 'FILE_GONE' | 'FILE_CHANGED' | 'FILE_WORKBOOK', message: string): ConnectorError =>
  new ConnectorError(code, message, { kind: 'never' });

const versionOf = (path: string, { content, modifiedAt }: StoredFile): FileVersion => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  size: content.length,
  modifiedAt,
});
