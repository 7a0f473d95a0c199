import { verify, X509Certificate } from 'node:crypto';
import { OAuthError } from './oauthError.ts';

/** How far ahead an assertion may expire. */
const MAX_AHEAD_SECONDS = 180;

export interface JwtExpectations {
  clientId: string;
  username: string;
  /** Hosts an assertion may be meant for. */
  audiences: readonly string[];
  nowSecond: number;
}

/**
 * What the app knows for the JWT bearer flow: the one certificate that was uploaded, and whether its user may sign in
 * without being asked.
 */
export class JwtBearer {
  #certificate: X509Certificate | null = null;
  isPreauthorized = true;

  /**
   * Uploads a certificate in the place of the one before.
   *
   * @throws Error when the text is no PEM certificate
   */
  registerCertificate(pem: string): void {
    this.#certificate = new X509Certificate(pem);
  }

  /**
   * Checks a signed request. The texts are the ones seen from login hosts; an unknown user reads as one not approved.
   *
   * @throws OAuthError `invalid_client_id`, or `invalid_grant` whose text tells why
   */
  check(assertion: string | null, expected: JwtExpectations): void {
    const [head = '', body = '', signature = ''] = assertion?.split('.') ?? [];
    const { alg } = partOf(head);
    const { iss, sub, aud, exp } = partOf(body);
    if (alg !== 'RS256') throw invalid();
    if (iss !== expected.clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
    if (!this.#isSignedByUs(`${head}.${body}`, signature, expected.nowSecond)) throw invalid();
    if (typeof aud !== 'string' || !expected.audiences.includes(aud.replace(/\/$/, '')))
      throw new OAuthError('invalid_grant', 'audience is invalid');
    if (typeof exp !== 'number' || exp <= expected.nowSecond || exp > expected.nowSecond + MAX_AHEAD_SECONDS)
      throw new OAuthError('invalid_grant', 'expired authorization code');
    if (!this.isPreauthorized || sub !== expected.username)
      throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
  }

  #isSignedByUs(signed: string, signature: string, nowSecond: number): boolean {
    const certificate = this.#certificate;
    if (!certificate || certificate.validToDate.getTime() <= nowSecond * 1000) return false;
    return verify('sha256', Buffer.from(signed), certificate.publicKey, Buffer.from(signature, 'base64url'));
  }
}

const invalid = (): OAuthError => new OAuthError('invalid_grant', 'invalid assertion');

function partOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, the same for text that is no JSON and for JSON that is no object.
  }
  throw invalid();
}
