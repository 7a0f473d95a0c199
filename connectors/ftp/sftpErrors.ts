import { ConnectorError, type ConnectorErrorCode, type RetryAdvice } from '../../src/contract/errors.ts';

/** What was being done when a server said no: the same status means different things. */
export interface SftpDoing {
  readonly kind: 'sign_in' | 'folder' | 'read' | 'rename' | 'remove';
  /** Absolute; of the file that is renamed. */
  readonly path: string;
}

/** Status codes of SFTP 3, which all servers speak. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const FAILURE = 4;

const NEVER: RetryAdvice = { kind: 'never' };
const MINUTE: RetryAdvice = { kind: 'after', delayMs: 60_000 };
const RECONNECT: RetryAdvice = { kind: 'reauthorise' };

/** What the server answered with its words, or what the network did, while something was asked. */
export function sftpFailure(error: Error, host: string, doing: SftpDoing): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'number' || code < 2 || code === 6 || code === 7) return lost(host, error);
  const { kind, path } = doing;
  const options = { cause: error, vendorMessage: error.message };
  const fail = (to: ConnectorErrorCode, message: string, retry = NEVER): ConnectorError =>
    new ConnectorError(to, message, retry, options);

  if (kind === 'rename' || kind === 'remove') {
    if (code === NO_SUCH_FILE) {
      return fail('FILE_GONE', `${path} is not there any more${kind === 'rename' ? ', or the folder it goes to is not' : ''}.`);
    }
    const what = kind === 'rename' ? 'move' : 'delete';
    return fail('FOLDER_REFUSED', `${host} did not ${what} ${path}. Give this user write access to the folder.`);
  }
  if (code === NO_SUCH_FILE) {
    return kind === 'read'
      ? fail('FILE_GONE', `${path} is not there any more.`)
      : fail('FOLDER_MISSING', `${host} has no folder ${path}. Compare the path with the server’s own.`);
  }
  if (code === PERMISSION_DENIED) {
    return kind === 'read'
      ? fail('FILE_REFUSED', `${host} does not let this user read ${path}. Ask campus IT to make it readable.`)
      : fail('FOLDER_REFUSED', `${host} does not let this user into the folder ${path}. Ask campus IT for access to it.`);
  }
  if (code === FAILURE) return fail('OUTAGE', `${host} failed while ${path} was read and does not say why.`, MINUTE);
  return fail('REQUEST_REFUSED', `${host} refused to answer about ${path} (SFTP status ${code}).`);
}

/** The connection ended in the middle of something. */
export function lost(host: string, cause?: Error): ConnectorError {
  const message = `The connection to ${host} was lost. Rollcall tries again by itself.`;
  return new ConnectorError('UNREACHABLE', message, MINUTE, { cause });
}

/** The connection stands, and no answer comes. */
export function silent(host: string): ConnectorError {
  return new ConnectorError('TIMEOUT', `${host} stopped answering. Rollcall tries again by itself.`, MINUTE);
}

/** How far a handshake had come when it failed. */
export interface Handshake {
  readonly host: string;
  /** The server's first bytes, as text; empty when none came. */
  readonly greeting: string;
  /** A password or key had been sent. */
  readonly authenticating: boolean;
  readonly oldAlgorithms: boolean;
  readonly method: 'password' | 'private_key';
}

/** What ssh2 made of a handshake that failed. */
export function handshakeFailure(error: Error, handshake: Handshake): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { host, greeting, authenticating, oldAlgorithms, method } = handshake;
  const { level, code } = error as { level?: string; code?: unknown };
  // With a number it is the server's good-bye; all other words are ssh2's.
  const options = { cause: error, vendorMessage: typeof code === 'number' ? error.message : '' };
  if (greeting !== '' && !isSsh(greeting)) return notSsh(host, greeting, error);
  // OpenSSH hangs up with 2 after too many tries; 14 says that no method is left.
  const hungUp = authenticating && (code === 14 || (code === 2 && /auth/i.test(error.message)));
  if (level === 'client-authentication' || hungUp) {
    return new ConnectorError(
      'LOGIN_REFUSED',
      `${host} did not accept this user with this ${method === 'password' ? 'password' : 'private key'}. Compare both with ` +
        'what campus IT gave you.',
      RECONNECT,
      options,
    );
  }
  if (/no matching/i.test(error.message)) {
    const hint = oldAlgorithms ? 'Ask campus IT to update it.' : 'Allow old algorithms under Authentication, or ask campus IT to update it.';
    const message = `${host} offers only ways of encrypting that are no longer safe. ${hint}`;
    return new ConnectorError('PROTOCOL_REFUSED', message, NEVER, options);
  }
  if (code === 12) {
    const message = `${host} takes no more connections for now. Rollcall tries again by itself.`;
    return new ConnectorError('OUTAGE', message, MINUTE, options);
  }
  if (level === 'handshake' && /signature/i.test(error.message)) {
    const message = `${host} could not prove that its host key is its own. Ask campus IT; nothing was sent.`;
    return new ConnectorError('HOST_KEY_CHANGED', message, RECONNECT, options);
  }
  return lost(host, error);
}

/** Some servers write a few lines before they say that they speak SSH. */
export function isSsh(greeting: string): boolean {
  return /^SSH-/m.test(greeting) || 'SSH-'.startsWith(greeting);
}

export function notSsh(host: string, greeting: string, cause?: Error): ConnectorError {
  const message = `What answers at this port of ${host} does not speak SFTP. Compare the protocol and the port.`;
  const line = /^[ -~]{1,80}/.exec(greeting)?.[0] ?? '';
  return new ConnectorError('PROTOCOL_REFUSED', message, NEVER, { cause, vendorMessage: line });
}

export function withoutSftp(host: string, cause: Error): ConnectorError {
  const message = `${host} lets this user in, but not to its files: SFTP is not switched on for it. Ask campus IT.`;
  return new ConnectorError('PROTOCOL_REFUSED', message, NEVER, { cause, vendorMessage: cause.message });
}
