import { ConnectorError, type ConnectorErrorCode } from '../../src/contract/errors.ts';
import type { ServerIdentity } from '../../src/contract/files.ts';

/** Account IDs of servers that prove nothing a person has to compare. */
const VERIFIED = 'tls';
const UNPROVEN = 'ftp';

/**
 * What is remembered of a server that is trusted: its host key’s or certificate’s fingerprint; one word for every
 * certificate that an authority vouches for, since those are replaced every few months, and one for none.
 */
export function accountIdOf(identity: ServerIdentity): string {
  if (identity.kind === 'none') return UNPROVEN;
  return identity.kind === 'tls' && identity.verified ? VERIFIED : identity.fingerprint;
}

/** Whether a person has to compare it with what the server’s keeper says. */
export function needsTrust(identity: ServerIdentity): boolean {
  return identity.kind === 'ssh' || (identity.kind === 'tls' && !identity.verified);
}

/**
 * Lets only the server pass that was trusted; asked before a user name or a password is sent.
 *
 * @param accountId - what was trusted (`accountIdOf`); null when nothing was yet
 * @param server - as people call it
 * @throws ConnectorError `HOST_KEY_UNKNOWN` nobody has compared it yet; `HOST_KEY_CHANGED` another one was trusted;
 *   `CERTIFICATE_UNTRUSTED` it was vouched for and is no more
 */
export function assertTrusted(identity: ServerIdentity, accountId: string | null, server: string): void {
  const answers = accountIdOf(identity);
  if (accountId === answers) return;
  // The very certificate that was trusted by its fingerprint, known to an authority by now.
  if (identity.kind === 'tls' && accountId === identity.fingerprint) return;
  if (accountId === null) {
    if (!needsTrust(identity)) return;
    throw refusal(
      'HOST_KEY_UNKNOWN',
      `${server} shows ${shown(identity)}, which nobody has confirmed yet, so nothing secret was sent to it. Compare it ` +
        'under Authentication and trust it.',
    );
  }
  if (accountId === VERIFIED && identity.kind === 'tls') {
    throw refusal(
      'CERTIFICATE_UNTRUSTED',
      `The certificate of ${server} is no longer vouched for: ${identity.reason}. Nothing was sent. Ask campus IT for a ` +
        'new one, or trust this one under Authentication.',
    );
  }
  throw refusal(
    'HOST_KEY_CHANGED',
    `${server} shows ${shown(identity)} instead of ${shortened(accountId)}, which you trusted. Nothing was sent. Ask ` +
      'campus IT whether the server was rebuilt.',
  );
}

function refusal(code: ConnectorErrorCode, message: string): ConnectorError {
  return new ConnectorError(code, message, { kind: 'reauthorise' });
}

function shown(identity: ServerIdentity): string {
  return identity.kind === 'none' ? 'nothing that proves who it is' : shortened(identity.fingerprint);
}

/** A certificate’s 64 digits are too many for a sentence; the console shows all of them. */
function shortened(fingerprint: string): string {
  return /^[0-9a-f]{64}$/i.test(fingerprint) ? `certificate ${fingerprint.slice(0, 16)}…` : fingerprint;
}
