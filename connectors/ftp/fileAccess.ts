import type { FileAccess, StagedFile } from '../../src/contract/files.ts';
import type { PullRequest } from '../../src/contract/sources.ts';
import type { FileOptions } from '../../src/domain/sourceFile.ts';
import { fetchFile } from './fetchFile.ts';
import { fileMissing, listFolder } from './listFolder.ts';
import { moveFile, removeFile } from './moveFile.ts';
import { newestFile } from './newestFile.ts';
import type { ServerSettings } from './remote.ts';
import type { Session } from './session.ts';
import { serverName } from './settings.ts';
import { pathIn, readSourceId } from './sourceId.ts';
import type { Spool } from './spool.ts';
import { stageInSpool } from './stagedFiles.ts';

/** The files of a connection, and the short way from a source to its newest file, fetched and read through. */
export function openFiles(
  session: Session,
  spool: Spool,
  settings: ServerSettings,
): {
  readonly files: FileAccess;
  readonly stageNewest: (request: PullRequest, signal: AbortSignal) => Promise<StagedFile>;
} {
  const server = `${settings.username}@${serverName(settings)}`;
  const files: FileAccess = {
    list: (sourceId, signal) => session.use((remote, both) => listFolder(remote, readSourceId(sourceId), both), signal),

    look: (sourceId, name, signal) =>
      session.use((remote, both) => remote.look(pathOf(sourceId, name), both), signal),

    fetch: (sourceId, file, signal) =>
      fetchFile(session, spool, { server, folder: readSourceId(sourceId).folder }, file, signal),

    async keep({ name, modifiedAt }, content) {
      const { sha256, size } = await spool.write([content], () => undefined);
      return { name, size, modifiedAt, sha256 };
    },

    stage: (fetched, reading, signal) => stageInSpool(spool, fetched, reading, signal),

    move: (sourceId, file, to, signal) =>
      session.use((remote, both) => moveFile(remote, pathOf(sourceId, file.name), file, to, both), signal),

    remove: (sourceId, file, signal) =>
      session.use((remote, both) => removeFile(remote, pathOf(sourceId, file.name), file, both), signal),

    forget: (sha256) => spool.forget(sha256),
  };

  async function stageNewest(request: PullRequest, signal: AbortSignal): Promise<StagedFile> {
    const { sourceId, files: options = AS_IT_COMES, identity } = request;
    const source = readSourceId(sourceId);
    const { entries } = await files.list(sourceId, signal);
    const newest = newestFile(entries, source.prefix);
    if (!newest) throw fileMissing(source, entries);
    const fetched = await files.fetch(sourceId, newest, signal);
    return files.stage(fetched, { options, recordId: identity?.recordId ?? null }, signal);
  }

  return { files, stageNewest };
}

function pathOf(sourceId: string, name: string): string {
  return pathIn(readSourceId(sourceId).folder, name);
}

/** How a file is read when nobody has said so. */
export const AS_IT_COMES: FileOptions = {
  which: 'newest',
  delimiter: 'comma',
  encoding: 'detect',
  after: 'leave',
  moveTo: null,
  quietSeconds: 0,
  expectedDays: 1,
  sampleHeaders: null,
};
