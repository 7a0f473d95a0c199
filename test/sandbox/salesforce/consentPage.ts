import { escapeHtml } from './http.ts';
import type { Org } from './org.ts';
import { page } from './pageFrame.ts';

const SCOPES: Record<string, string> = {
  api: 'Manage user data via APIs',
  refresh_token: 'Perform requests at any time',
  offline_access: 'Perform requests at any time',
  id: 'Access the identity URL service',
  openid: 'Access unique user identifiers',
};

/** The page that asks the org's user whether the app may come in: one form, two buttons. */
export function consentPage(parameters: URLSearchParams, org: Org): string {
  const scopes = (parameters.get('scope') ?? 'api refresh_token id').split(/\s+/).filter((scope) => scope !== '');
  const hidden = [...parameters].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    'Allow access?',
    `
    <section class="card narrow">
      <h1>Allow Rollcall access?</h1>
      <p>Rollcall is asking to:</p>
      <ul>${scopes.map((scope) => `<li>${escapeHtml(SCOPES[scope] ?? scope)}</li>`).join('')}</ul>
      <p class="quiet">You are signed in to ${escapeHtml(org.name)} as ${escapeHtml(org.username)}.</p>
      <form method="post" action="/services/oauth2/authorize" class="buttons">
        ${hidden.join('\n        ')}
        <button name="decision" value="deny">Deny</button>
        <button name="decision" value="allow" class="main">Allow</button>
      </form>
    </section>`,
  );
}

/** What the org shows when it can't trust the address to send the user back to. */
export function oauthErrorPage(error: string, description: string): string {
  return page(
    'OAuth error',
    `
    <section class="card narrow">
      <h1>We can’t authorize you</h1>
      <p>The app that sent you here is not set up for this org.</p>
      <p><code>error=${escapeHtml(error)}&amp;error_description=${escapeHtml(description)}</code></p>
    </section>`,
  );
}
