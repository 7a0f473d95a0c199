import { randomBytes } from 'node:crypto';

/** Approvals one user may give one app; the sixth revokes the oldest. */
const MAX_APPROVALS = 5;

interface Family {
  refreshToken: string | null;
  /** Refresh tokens that were rotated away. Seeing one again means that somebody copied it. */
  spent: Set<string>;
  accessTokens: Set<string>;
}

export interface IssuedTokens {
  accessToken: string;
  refreshToken: string | null;
}

/** Which tokens live. One family is what one approval, or one client-credentials request, led to. */
export class TokenStore {
  readonly #orgId15: string;
  readonly #rotates: boolean;
  readonly #byAccess = new Map<string, Family>();
  #approvals: Family[] = [];

  constructor(orgId: string, rotates: boolean) {
    this.#orgId15 = orgId.slice(0, 15);
    this.#rotates = rotates;
  }

  /** A new approval with a refresh token. */
  approve(): { accessToken: string; refreshToken: string } {
    const refreshToken = newRefreshToken();
    const family: Family = { refreshToken, spent: new Set(), accessTokens: new Set() };
    this.#approvals.push(family);
    if (this.#approvals.length > MAX_APPROVALS) this.#revoke(this.#approvals[0]!);
    return { accessToken: this.#newAccessToken(family), refreshToken };
  }

  /** An access token alone, for client credentials. */
  issueAccessToken(): string {
    return this.#newAccessToken({ refreshToken: null, spent: new Set(), accessTokens: new Set() });
  }

  /** Null when the refresh token is not alive. Replaying a spent one revokes what came of it. */
  refresh(refreshToken: string): IssuedTokens | null {
    const family = this.#approvals.find((one) => one.refreshToken === refreshToken);
    if (!family) {
      const robbed = this.#approvals.find((one) => one.spent.has(refreshToken));
      if (robbed) this.#revoke(robbed);
      return null;
    }
    const accessToken = this.#newAccessToken(family);
    if (!this.#rotates) return { accessToken, refreshToken: null };
    family.spent.add(refreshToken);
    family.refreshToken = newRefreshToken();
    return { accessToken, refreshToken: family.refreshToken };
  }

  isAlive(accessToken: string): boolean {
    return this.#byAccess.has(accessToken);
  }

  isLiveRefreshToken(token: string): boolean {
    return this.#approvals.some((family) => family.refreshToken === token);
  }

  /**
   * Revokes by access or refresh token; false when the token is unknown. A refresh token takes its access tokens along.
   */
  revoke(token: string): boolean {
    const family = this.#approvals.find((one) => one.refreshToken === token);
    if (family) {
      this.#revoke(family);
      return true;
    }
    this.#byAccess.get(token)?.accessTokens.delete(token);
    return this.#byAccess.delete(token);
  }

  expireAccessTokens(): void {
    for (const family of this.#byAccess.values()) family.accessTokens.clear();
    this.#byAccess.clear();
  }

  revokeApprovals(): void {
    for (const family of [...this.#approvals]) this.#revoke(family);
  }

  #newAccessToken(family: Family): string {
    const token = `${this.#orgId15}!AQ${randomBytes(66).toString('base64url').replace(/[-]/g, '.')}`;
    family.accessTokens.add(token);
    this.#byAccess.set(token, family);
    return token;
  }

  #revoke(family: Family): void {
    this.#approvals = this.#approvals.filter((one) => one !== family);
    for (const token of family.accessTokens) this.#byAccess.delete(token);
  }
}

const newRefreshToken = (): string => `5Aep861${randomBytes(57).toString('base64url').replace(/[-]/g, '.')}`;
