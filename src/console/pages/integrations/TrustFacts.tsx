import type { Connection } from '../../../http/schemas/connections.ts';
import type { ServerIdentity } from '../../../http/schemas/files.ts';
import { easternTime } from '../../format/time.ts';
import { knownBefore } from './ftpSettings.ts';
import classes from './Authentication.module.css';

interface TrustFactsProps {
  readonly identity: ServerIdentity;
  readonly connection: Connection;
}

/** A host key or certificate with all that can be compared. */
export function TrustFacts({ identity, connection }: TrustFactsProps) {
  const { settings } = connection;
  const { kind, algorithm, fingerprint, subject, issuer, expiresAt, reason, trustedBefore } = identity;
  const facts = [
    ['Server', `${String(settings['host'])}, port ${String(settings['port'])}`],
    ['Kind of key', algorithm],
    ['Issued to', subject],
    ['Issued by', issuer],
    ['Ends', expiresAt === null ? null : easternTime(expiresAt)],
    ['Not verified', reason === '' ? null : reason],
  ] as const;
  return (
    <dl className={classes.facts} style={{ marginTop: 16 }}>
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
      {fingerprint !== null && (
        <div>
          <dt>{trustedBefore !== null ? 'New fingerprint' : kind === 'ssh' ? 'Fingerprint' : 'SHA-256'}</dt>
          <dd>
            <Fingerprint value={fingerprint} />
          </dd>
        </div>
      )}
      {trustedBefore !== null && (
        <div>
          <dt>Trusted before</dt>
          <dd>{knownBefore(trustedBefore) ?? <Fingerprint value={trustedBefore} />}</dd>
        </div>
      )}
    </dl>
  );
}

/** In groups of eight, so that two can be compared by eye; copied, it is in one piece. */
export function Fingerprint({ value }: { readonly value: string }) {
  const [, prefix = '', rest = value] = /^(SHA256:)?(.*)$/.exec(value) ?? [];
  const groups = [prefix, ...(rest.match(/.{1,8}/g) ?? [])].filter((group) => group !== '');
  return (
    <div className={`rc-mono ${classes.fingerprint}`}>
      {groups.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </div>
  );
}
