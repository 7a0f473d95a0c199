import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SftpServerOptions } from './sftpServer.ts';

/** An SFTP server in another process; what it does can only be seen in its folder. */
export interface SpawnedSftpServer {
  readonly host: string;
  readonly port: number;
  /** Of its host key, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** Ends the child and waits until it is gone. */
  close(): Promise<void>;
}

/**
 * Starts `startSftpServer` in a child process and waits until it listens.
 *
 * @throws Error when the child ends before it is ready
 */
export async function spawnSftpServer(options: SftpServerOptions): Promise<SpawnedSftpServer> {
  const program = fileURLToPath(new URL('./filesProcess.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text as string),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The SFTP server ended before it was ready, with code ${String(code)}.`);
    }),
  ]);
  const { host, port, fingerprint } = JSON.parse(line) as Omit<SpawnedSftpServer, 'close'>;
  return {
    host,
    port,
    fingerprint,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
