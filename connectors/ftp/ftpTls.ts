import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';
import type { ServerIdentity } from '../../src/contract/files.ts';

/** Puts TLS over a connected socket without judging the certificate: a person or `trusted` does that. */
export function handshake(socket: Socket, host: string, signal: AbortSignal): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const secure = connect({ ...tlsOptions(host), socket });
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  secure.once('secureConnect', () => resolve(secure));
  secure.once('error', reject);
  secure.once('close', () => reject(new Error('The server ended the connection during the TLS handshake.')));
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    secure.removeAllListeners('secureConnect').removeAllListeners('error').removeAllListeners('close');
    // Until somebody else listens: an error of a socket nobody looks at must not end the process.
    secure.on('error', () => undefined);
  });
}

/**
 * Of control and data connections alike. Verification by Node is off, for a pinned certificate need not be verifiable;
 * each connection is compared with the one that was trusted instead. The name keeps sessions reusable between the two.
 */
export function tlsOptions(host: string): { host: string; servername?: string; rejectUnauthorized: false } {
  const isName = /[a-z]/i.test(host) && !host.includes(':');
  return { host, ...(isName ? { servername: host } : {}), rejectUnauthorized: false };
}

/** Who answers, by the certificate of a finished handshake. */
export function identityOf(socket: TLSSocket): ServerIdentity {
  const certificate = socket.getPeerCertificate();
  return {
    kind: 'tls',
    fingerprint: fingerprintOf(certificate),
    verified: socket.authorized,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    expiresAt: new Date(certificate.valid_to),
    reason: socket.authorized ? '' : reasonOf(String(socket.authorizationError)),
  };
}

/** Whether a data connection ends at the server of the control connection. */
export function isSameServer(data: TLSSocket, control: TLSSocket): boolean {
  if (data.isSessionReused()) return true;
  const shown = fingerprintOf(data.getPeerCertificate());
  return shown !== '' && shown === fingerprintOf(control.getPeerCertificate());
}

/** SHA-256, lower-case hexadecimal. */
function fingerprintOf(certificate: PeerCertificate): string {
  return (certificate.fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const first = (value: string | readonly string[] | undefined): string =>
    typeof value === 'string' ? value : (value?.[0] ?? '');
  return first(name?.CN) || first(name?.O) || 'no name';
}

function reasonOf(code: string): string {
  if (/SELF_SIGNED/.test(code)) return 'The server made it itself; no known authority vouches for it.';
  if (/EXPIRED/.test(code)) return 'It is out of date.';
  if (/NOT_YET_VALID/.test(code)) return 'It is not valid yet.';
  if (/ALTNAME/.test(code)) return 'It is for another host’s name.';
  return 'It was issued by an authority that is not known.';
}
