import { FTPError } from 'basic-ftp';
import { ConnectorError } from '../../src/contract/errors.ts';

/** What was being done when a server said no: the same code means different things. */
export type FtpDoing =
  | { readonly kind: 'connect' }
  | { readonly kind: 'sign_in'; readonly encrypted: boolean }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'read' | 'change'; readonly path: string };

const RETRY_MS = 60_000;
const WANTS_TLS = /\b(?:tls|ssl|secure|encrypt\w*|auth)\b/i;
const REFUSED = /permission|denied|not permitted|not allowed|access|privilege|read-only|forbidden/i;

/**
 * Turns whatever basic-ftp or a socket threw into the contract's words. The server's own sentence is quoted, without
 * its code.
 */
export function ftpFailure(error: unknown, host: string, doing: FtpDoing): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof FTPError) return refusal(error, host, doing);
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error, vendorMessage: message };
  if (/timeout/i.test(message)) {
    return new ConnectorError(
      'TIMEOUT',
      `${host} stopped answering. If it speaks another protocol at this port, that looks the same: compare protocol and port.`,
      { kind: 'after', delayMs: RETRY_MS },
      options,
    );
  }
  if (/wrong version number|ssl routines|packet length|unsupported protocol/i.test(message)) return notThisProtocol(host, options);
  return new ConnectorError(
    'UNREACHABLE',
    `The connection to ${host} was lost. Rollcall tries again by itself.`,
    { kind: 'after', delayMs: RETRY_MS },
    options,
  );
}

function refusal(error: FTPError, host: string, doing: FtpDoing): ConnectorError {
  const said = error.message.replace(/^\d{3}[ -]/, '').trim();
  const options = { cause: error, vendorMessage: said };
  const never = { kind: 'never' } as const;
  if (error.code === 421) {
    return new ConnectorError(
      'OUTAGE',
      `${host} takes no more connections for now. Rollcall tries again by itself.`,
      { kind: 'after', delayMs: RETRY_MS },
      options,
    );
  }
  switch (doing.kind) {
    case 'connect':
      return notThisProtocol(host, options);
    case 'sign_in':
      // Without encryption some servers refuse with 530 as well, and only their words tell.
      if (!doing.encrypted && (error.code !== 530 || /\b(?:tls|ssl|encrypt\w*)\b/i.test(said)) && WANTS_TLS.test(said))
        return notThisProtocol(host, options);
      if (error.code !== 530 && error.code !== 430) {
        return new ConnectorError(
          'REQUEST_REFUSED',
          `${host} let nobody sign in, for a reason of its own: ${said}`.slice(0, 240),
          { kind: 'after', delayMs: RETRY_MS },
          options,
        );
      }
      return new ConnectorError(
        'LOGIN_REFUSED',
        `${host} did not accept the user with this password. Compare both with what campus IT gave you.`,
        { kind: 'reauthorise' },
        options,
      );
    case 'folder':
      return REFUSED.test(said)
        ? new ConnectorError('FOLDER_REFUSED', `${host} lets this user not into the folder ${doing.path}.`, never, options)
        : new ConnectorError('FOLDER_MISSING', `${host} has no folder ${doing.path}. Compare the path with the server’s own.`, never, options);
    case 'read':
      return REFUSED.test(said)
        ? new ConnectorError('FILE_REFUSED', `${host} lets this user not read ${doing.path}.`, never, options)
        : new ConnectorError('FILE_GONE', `${doing.path} is no longer there.`, never, options);
    case 'change':
      return new ConnectorError(
        'FOLDER_REFUSED',
        `${host} did not move or delete ${doing.path}. Give this user write access to the folder.`,
        never,
        options,
      );
  }
}

function notThisProtocol(host: string, options: { cause: unknown; vendorMessage: string }): ConnectorError {
  return new ConnectorError(
    'PROTOCOL_REFUSED',
    `${host} does not speak the chosen protocol at this port, or not without encryption. Compare protocol and port.`,
    { kind: 'never' },
    options,
  );
}
