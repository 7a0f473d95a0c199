/**
 * The SFTP server as a program of its own, so that what a service costs can be measured without it:
 *
 *   node filesProcess.ts '{"folder":"/tmp/files","users":[{"name":"rollcall","password":"sandbox"}]}'
 *
 * Prints one line of JSON with host, port and fingerprint when it is ready. Ends on SIGTERM or SIGINT, and when
 * standard input closes, that is when whoever started it is gone.
 */
import { startSftpServer, type SftpServerOptions } from './sftpServer.ts';

const server = await startSftpServer(JSON.parse(process.argv[2] ?? '{}') as SftpServerOptions);
const { host, port } = server;
process.stdout.write(`${JSON.stringify({ host, port, fingerprint: server.fingerprint() })}\n`);

const stop = (): void => {
  void server.close().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.stdin.once('end', stop).once('error', stop).resume();
