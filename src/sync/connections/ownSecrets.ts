import type { CertificateSecrets, Connector } from '../../contract/connector.ts';

/**
 * Secrets that only sign and are never sent anywhere: changed settings leave them alone, for there is no address they
 * could be led to.
 */
const SIGNING: ReadonlySet<string> = new Set<keyof CertificateSecrets>(['certificate', 'privateKey']);

/** The names among these that stand for what was sent to the vendor or came from there: all but a certificate. */
export function exchangedSecrets(names: Iterable<string>): string[] {
  return [...names].filter((name) => !SIGNING.has(name));
}

/** The names among these that the connector got for itself by signing in: its tokens and what came with them. */
export function sessionSecrets(connector: Connector, names: Iterable<string>): string[] {
  return exchangedSecrets(names).filter((name) => !connector.typedSecrets.includes(name));
}
