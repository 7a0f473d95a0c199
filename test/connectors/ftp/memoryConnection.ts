import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFtp } from '../../../connectors/ftp/index.ts';
import type { ConnectionAccess, ConnectorDeps, OpenConnection } from '../../../src/contract/connector.ts';
import type { PullRequest, SourcePage } from '../../../src/contract/sources.ts';
import { DEFAULT_FILE_OPTIONS } from '../../../src/domain/sourceFile.ts';
import { MemorySecrets, never, SILENT } from '../salesforce/sandboxConnection.ts';
import { MemoryServer } from './memoryServer.ts';

/** A connection to a server in memory that was trusted, with a spool of its own. */
export interface MemoryConnection {
  readonly server: MemoryServer;
  readonly access: ConnectionAccess;
  readonly deps: ConnectorDeps;
  /** Opens the connection once more; `end` closes it. */
  readonly open: (access?: Partial<ConnectionAccess>) => OpenConnection;
  readonly spoolFolder: string;
  /** Closes what was opened and takes the spool away. */
  end(): Promise<void>;
}

export const SETTINGS = { protocol: 'sftp', host: 'sftp.example.edu', username: 'rollcall', method: 'password' };

export async function connectToMemory(pageRows = 2): Promise<MemoryConnection> {
  const server = new MemoryServer();
  const { protocol } = server;
  const [sftp, ftps, ftps_implicit, ftp] = Array.from({ length: 4 }, () => () => protocol) as [F, F, F, F];
  const connector = makeFtp({ pageRows }, { sftp, ftps, ftps_implicit, ftp });
  const spoolDirectory = await mkdtemp(join(tmpdir(), 'rollcall-ftp-'));
  const access: ConnectionAccess = {
    connectionId: 'c1',
    settings: SETTINGS,
    secrets: new MemorySecrets({ password: 'secret' }),
    accountId: 'SHA256:first',
  };
  const deps = { allowPrivateHosts: true, spoolDirectory, now: () => new Date(), log: SILENT };
  const opened: OpenConnection[] = [];
  return {
    server,
    access,
    deps,
    open: (change = {}) => {
      const connection = connector.open({ ...access, ...change }, deps);
      opened.push(connection);
      return connection;
    },
    spoolFolder: join(spoolDirectory, 'c1'),
    async end() {
      await Promise.all(opened.map((connection) => connection.close()));
      await rm(spoolDirectory, { recursive: true });
    },
  };
}

type F = () => MemoryServer['protocol'];

/** What a pull of `/in/Student…` gives. */
export async function pagesOf(
  connection: OpenConnection,
  change: Partial<PullRequest> = {},
  limit = Infinity,
): Promise<SourcePage[]> {
  const pages: SourcePage[] = [];
  for await (const page of connection.pull(asksFor(change), never())) {
    pages.push(page);
    if (pages.length >= limit) break;
  }
  return pages;
}

function asksFor(change: Partial<PullRequest>): PullRequest {
  return {
    recordType: 'Contact',
    sourceId: '/in/Student',
    fields: ['FirstName', 'StudentId'],
    identity: { recordId: 'StudentId', lastModified: null },
    since: null,
    after: null,
    expectedDefinition: null,
    files: DEFAULT_FILE_OPTIONS,
    ...change,
  };
}
