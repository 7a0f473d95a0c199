import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import { makeSalesforce } from '../../../connectors/salesforce/index.ts';
import { MemorySecrets, QUICK, SILENT } from './sandboxConnection.ts';

/** A server that answers what one test wants, for manners of HTTP that the sandbox org does not have. */
export interface StubOrg {
  readonly url: string;
  /** `METHOD /path` of each request, in order. */
  readonly seen: readonly string[];
  /** Connections opened so far. */
  readonly connections: () => number;
  open(): OpenConnection;
  close(): Promise<void>;
}

export async function startStubOrg(
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
): Promise<StubOrg> {
  const seen: string[] = [];
  let connections = 0;
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url?.split('?')[0]}`);
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => answer(request, body, response));
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open: OpenConnection[] = [];
  return {
    url,
    seen,
    connections: () => connections,
    open() {
      const settings = { method: 'web_server', environment: 'custom', loginUrl: url, clientId: 'id' };
      const secrets = new MemorySecrets({
        clientSecret: 's',
        accessToken: '00D!token',
        refreshToken: 'r',
        instanceUrl: url,
      });
      const deps = { allowPrivateHosts: true, spoolDirectory: tmpdir(), now: () => new Date(), log: SILENT };
      const connection = makeSalesforce({ ...QUICK, retries: 1 }).open({ connectionId: 'c', settings, secrets }, deps);
      open.push(connection);
      return connection;
    },
    async close() {
      await Promise.all(open.map((connection) => connection.close()));
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' });
  response.end(JSON.stringify(body));
}
