import assert from 'node:assert/strict';
import { accountIdOf, assertTrusted, needsTrust } from '../../../connectors/ftp/trust.ts';
import type { ServerIdentity } from '../../../src/contract/files.ts';
import { failure } from '../salesforce/sandboxConnection.ts';

const HEX = 'ab'.repeat(32);
const ssh = (fingerprint: string): ServerIdentity => ({ kind: 'ssh', fingerprint, algorithm: 'ssh-ed25519' });
const tls = (fingerprint: string, verified: boolean): ServerIdentity => ({
  kind: 'tls',
  fingerprint,
  verified,
  subject: 'sftp.example.edu',
  issuer: 'sftp.example.edu',
  expiresAt: new Date('2027-01-01T00:00:00Z'),
  reason: verified ? '' : 'it is signed by itself',
});
const NONE: ServerIdentity = { kind: 'none' };

describe('trust in a file server', () => {
  it('is needed for host keys and for certificates nobody vouches for', () => {
    assert.deepEqual([ssh('SHA256:a'), tls(HEX, false), tls(HEX, true), NONE].map(needsTrust), [true, true, false, false]);
    assert.deepEqual(
      [ssh('SHA256:a'), tls(HEX, false), tls(HEX, true), NONE].map(accountIdOf),
      ['SHA256:a', HEX, 'tls', 'ftp'],
    );
  });

  it('lets the trusted one pass, and what needs no trust before anybody gave it', () => {
    const passes: [ServerIdentity, string | null][] = [
      [ssh('SHA256:a'), 'SHA256:a'],
      [tls(HEX, false), HEX],
      [tls(HEX, true), 'tls'],
      [tls('cd'.repeat(32), true), 'tls'],
      [tls(HEX, true), HEX],
      [tls(HEX, true), null],
      [NONE, null],
      [NONE, 'ftp'],
    ];
    for (const [identity, accountId] of passes) assertTrusted(identity, accountId, 'sftp.example.edu');
  });

  it('refuses every other one, with what to do', () => {
    const refused: [ServerIdentity, string | null, 'HOST_KEY_UNKNOWN' | 'HOST_KEY_CHANGED' | 'CERTIFICATE_UNTRUSTED'][] = [
      [ssh('SHA256:b'), null, 'HOST_KEY_UNKNOWN'],
      [ssh('SHA256:b'), 'SHA256:a', 'HOST_KEY_CHANGED'],
      [ssh('SHA256:b'), 'tls', 'HOST_KEY_CHANGED'],
      [tls(HEX, false), null, 'HOST_KEY_UNKNOWN'],
      [tls(HEX, false), 'cd'.repeat(32), 'HOST_KEY_CHANGED'],
      [tls(HEX, false), 'tls', 'CERTIFICATE_UNTRUSTED'],
      [tls(HEX, true), 'cd'.repeat(32), 'HOST_KEY_CHANGED'],
      [tls(HEX, true), 'ftp', 'HOST_KEY_CHANGED'],
      [NONE, 'tls', 'HOST_KEY_CHANGED'],
      [NONE, 'SHA256:a', 'HOST_KEY_CHANGED'],
    ];
    for (const [identity, accountId, code] of refused) {
      assert.throws(
        () => assertTrusted(identity, accountId, 'sftp.example.edu:2222'),
        failure(code, ({ retry, message }) => retry.kind === 'reauthorise' && message.length <= 240),
      );
    }
  });
});
