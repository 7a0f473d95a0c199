import type { lookup as systemLookup } from 'node:dns';
import { connect, type Socket } from 'node:net';
import type { ConnectorDeps } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { assertHostAllowed, guardedLookup, isPrivateHostText } from '../../src/contract/hostGuard.ts';
import { patiently } from './patiently.ts';
import type { ServerSettings } from './remote.ts';

const CONNECT_MS = 20_000;
/** Of several addresses the next one is tried after this. */
const ADDRESS_MS = 5_000;
const RETRY = { kind: 'after', delayMs: 60_000 } as const;

/**
 * Opens a TCP connection to a server. A private address is refused unless the deployment allows them; it is the very
 * address connected to that is checked, so a name can't lead elsewhere afterwards.
 *
 * @param resolve - replaces the system's resolver, for tests
 * @param deadlineMs - given up after this, for tests
 * @returns a connected socket that nobody reads from yet; whoever gets it destroys it
 * @throws ConnectorError `HOST_REFUSED`, `UNREACHABLE`, `TIMEOUT`; or `signal.reason` as soon as it aborts
 */
export async function dial(
  { host, port }: Pick<ServerSettings, 'host' | 'port'>,
  { allowPrivateHosts }: Pick<ConnectorDeps, 'allowPrivateHosts'>,
  signal: AbortSignal,
  resolve?: typeof systemLookup,
  deadlineMs = CONNECT_MS,
): Promise<Socket> {
  signal.throwIfAborted();
  // A socket looks up names only, so addresses are looked at here.
  if (isPrivateHostText(host)) await assertHostAllowed(host, allowPrivateHosts);
  const socket = connect({
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    // Requests leave in several small writes; without this each waits for the other side's delayed acknowledgement.
    noDelay: true,
    keepAlive: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_MS,
    lookup: allowPrivateHosts ? resolve : guardedLookup(resolve),
  });
  const connected = new Promise<void>((settle, reject) => {
    socket.once('connect', settle);
    socket.once('error', (error) => reject(refusal(error, host, port)));
  });
  try {
    await patiently(connected, deadlineMs, signal, () => silence(host, port));
    return socket;
  } catch (error) {
    // What a socket still says while it closes is of no interest.
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  }
}

function silence(host: string, port: number): ConnectorError {
  return new ConnectorError(
    'TIMEOUT',
    `${host} did not answer at port ${port}. A firewall may be in between: ask campus IT whether this port is open to Rollcall.`,
    RETRY,
  );
}

function refusal(error: NodeJS.ErrnoException, host: string, port: number): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const options = { cause: error, vendorMessage: '' };
  const { code } = firstOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') {
    return new ConnectorError('UNREACHABLE', `No server is known by the name ${host}. Check how it is written.`, RETRY, options);
  }
  if (code === 'ECONNREFUSED') {
    return new ConnectorError('UNREACHABLE', `${host} takes no connections at port ${port}. Check the port.`, RETRY, options);
  }
  if (code === 'ETIMEDOUT') return silence(host, port);
  return new ConnectorError('UNREACHABLE', `${host} could not be reached at port ${port} (${code ?? error.message}).`, RETRY, options);
}

/** When every address of a name failed, the errors come in one. */
function firstOf(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error instanceof AggregateError ? ((error.errors[0] as NodeJS.ErrnoException | undefined) ?? error) : error;
}
