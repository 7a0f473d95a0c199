import type { AuthorizationFlow } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { assertHostAllowed } from '../../src/contract/hostGuard.ts';
import { authorizationUrl, exchangeCode, identityOf, makeVerifier, revokeToken, secretsOf } from './auth.ts';
import { withClient } from './opening.ts';
import { readAccount } from './permissions.ts';
import { readSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';

/**
 * The web server flow with PKCE: send a person to Salesforce's consent page, then exchange the code they come back
 * with.
 */
export function authorizationFlow(tuning: Tuning): AuthorizationFlow {
  return {
    isNeeded: (settings) => readSettings(settings).method === 'web_server',

    async begin(access, deps, { redirectUri, state }) {
      const settings = readSettings(access.settings);
      if (settings.method !== 'web_server') {
        throw new ConnectorError(
          'AUTH_REFUSED',
          'This way of signing in needs no consent in the browser. Choose Test connection instead.',
          { kind: 'never' },
        );
      }
      await assertHostAllowed(new URL(settings.loginUrl).hostname, deps.allowPrivateHosts);
      const { verifier, challenge } = makeVerifier();
      return { url: authorizationUrl(settings, redirectUri, state, challenge), verifier };
    },

    complete(access, deps, answer, signal) {
      return withClient(access, deps, tuning, async (client, context) => {
        const token = await exchangeCode(context, answer, signal);
        const { organizationId } = identityOf(token.id);
        const { expectedAccountId } = answer;
        if (expectedAccountId !== null && organizationId.slice(0, 15) !== expectedAccountId.slice(0, 15)) {
          // A user's sixth approval of an app ends the oldest; one that is not used must not count.
          await revokeToken(context, token.refresh_token ?? token.access_token, signal);
          throw new ConnectorError(
            'ACCOUNT_CHANGED',
            `You signed in to the org ${organizationId}, and this connection belongs to ${expectedAccountId}. ` +
              'Nothing was changed. Sign in to that org.',
            { kind: 'never' },
          );
        }
        await context.secrets.update((_current, save) => save(secretsOf(token)));
        return readAccount(client, signal);
      });
    },
  };
}
