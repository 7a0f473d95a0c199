import { ConfigError } from '../config/configError.ts';

interface SystemFault {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
}

/**
 * Why the service did not start, as a sentence for whoever started it with what to do.
 * @returns null for what nobody foresaw: its stack is worth more than a sentence
 */
export function startFault(error: unknown): string | null {
  if (error instanceof ConfigError) return error.message;
  const { code, syscall, address, port } = (error ?? {}) as SystemFault;
  if (syscall === 'listen' || code === 'EADDRINUSE') return listenFault(code, address ?? '', port ?? 0);
  const database = code === undefined ? undefined : DATABASE_FAULTS[code];
  return database === undefined ? null : `The database of DATABASE_URL ${database} Rollcall did not start.`;
}

function listenFault(code: string | undefined, address: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${address} is taken by another program. Stop it, or set ROLLCALL_PORT to a free port.`;
    case 'EACCES':
      return `This user may not open port ${port}. Set ROLLCALL_PORT to a port from 1024 on.`;
    default:
      return `This machine has no address ${address} (${code ?? 'unknown fault'}). Set ROLLCALL_HOST to one that it has.`;
  }
}

/** Codes of the network and of PostgreSQL. */
const DATABASE_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nothing listens there.',
  ENOTFOUND: 'is on a host that can’t be found.',
  ETIMEDOUT: 'did not answer in time.',
  '28P01': 'refused the password.',
  '28000': 'refused the sign-in.',
  '3D000': 'does not exist on its server.',
};
