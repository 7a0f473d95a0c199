import type { FieldProblem, SettingsCheck } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { isPrivateHostText } from '../../src/contract/hostGuard.ts';
import type { RecordType } from '../../src/domain/contact.ts';

/**
 * One Salesforce connection's settings. The client secret, the certificate and its key, and the tokens are secrets,
 * kept apart: `clientSecret`, `certificate`, `privateKey`, `accessToken`, `refreshToken`, `instanceUrl`, `identityUrl`.
 */
export interface SalesforceSettings {
  /**
   * `web_server`: a person signs in and consents in the browser. `jwt_bearer`: a certificate signs in as `username`.
   * `client_credentials`: the app acts as its run-as user.
   */
  readonly method: 'web_server' | 'jwt_bearer' | 'client_credentials';
  readonly environment: 'production' | 'sandbox' | 'custom';
  /** Origin of the sign-in host, without path or trailing slash. */
  readonly loginUrl: string;
  readonly clientId: string;
  /** Whom Rollcall acts as; with `jwt_bearer` only. */
  readonly username?: string;
}

const METHODS = ['web_server', 'jwt_bearer', 'client_credentials'] as const;
const ENVIRONMENTS = ['production', 'sandbox', 'custom'] as const;
const GENERIC = { production: 'https://login.salesforce.com', sandbox: 'https://test.salesforce.com' } as const;

/**
 * Checks what an admin typed. `loginUrl` may be left empty for production and sandbox, which then use Salesforce's
 * common sign-in hosts; a My Domain address is always accepted, and needed for client credentials.
 */
export function checkSettings(input: Readonly<Record<string, unknown>>): SettingsCheck {
  const problems: FieldProblem[] = [];
  const method = METHODS.find((known) => known === input['method']);
  if (!method) {
    problems.push({
      field: 'method',
      message: `Method is none of ${METHODS.join(', ')}. Choose how Rollcall signs in.`,
    });
  }
  const environment = ENVIRONMENTS.find((known) => known === input['environment']);
  if (!environment) {
    problems.push({
      field: 'environment',
      message: `Environment is none of ${ENVIRONMENTS.join(', ')}. Choose where the org lives.`,
    });
  }
  const clientId = text(input['clientId']);
  if (clientId === '') {
    problems.push({
      field: 'clientId',
      message: 'Client ID is empty. Copy the Consumer Key of the External Client App.',
    });
  } else if (/\s/.test(clientId)) {
    problems.push({
      field: 'clientId',
      message: 'Client ID has a space or line break in it. Copy the Consumer Key again.',
    });
  }
  const username = text(input['username']);
  if (method === 'jwt_bearer' && !/^\S+@\S+$/.test(username)) {
    problems.push({
      field: 'username',
      message:
        username === ''
          ? 'User name is empty. Enter the user name of the user Rollcall acts as.'
          : 'User name has not the form name@domain. Copy it from the user’s page in Setup, Users.',
    });
  }
  let loginUrl = '';
  if (method && environment) {
    const found = chooseLoginUrl(text(input['loginUrl']), environment, method);
    if ('problem' in found) problems.push({ field: 'loginUrl', message: found.problem });
    else loginUrl = found.url;
  }
  if (!method || !environment || problems.length > 0) return { ok: false, problems };
  const settings: SalesforceSettings = {
    method,
    environment,
    loginUrl,
    clientId,
    ...(method === 'jwt_bearer' ? { username } : {}),
  };
  return { ok: true, settings: { ...settings } };
}

/** @throws ConnectorError `NOT_CONNECTED` when stored settings do not pass the check */
export function readSettings(stored: Readonly<Record<string, unknown>>): SalesforceSettings {
  const check = checkSettings(stored);
  if (check.ok) return check.settings as unknown as SalesforceSettings;
  const what = check.problems.map(({ message }) => message).join(' ');
  throw new ConnectorError('NOT_CONNECTED', `The connection's settings are incomplete. ${what}`, {
    kind: 'reauthorise',
  });
}

/** Where a person opens a record; null with a common sign-in host, which does not tell the org's own address. */
export function recordUrl(
  stored: Readonly<Record<string, unknown>>,
  _recordType: RecordType,
  recordId: string,
): string | null {
  const check = checkSettings(stored);
  const loginUrl = check.ok ? text(check.settings['loginUrl']) : '';
  const known = loginUrl !== '' && loginUrl !== GENERIC.production && loginUrl !== GENERIC.sandbox;
  return known ? `${loginUrl}/${encodeURIComponent(recordId)}` : null;
}

type Url = { readonly url: string } | { readonly problem: string };

function chooseLoginUrl(
  typed: string,
  environment: SalesforceSettings['environment'],
  method: SalesforceSettings['method'],
): Url {
  const generic = environment === 'custom' ? null : GENERIC[environment];
  const found: Url = typed === '' && generic ? { url: generic } : normaliseLoginUrl(typed);
  if ('problem' in found) return found;
  const isGeneric = found.url === GENERIC.production || found.url === GENERIC.sandbox;
  if (isGeneric && method === 'client_credentials') {
    return {
      problem:
        'Client credentials only work on the org’s own address. Enter its My Domain, such as ' +
        'https://acme.my.salesforce.com.',
    };
  }
  // The common host of the other environment is what a form keeps after switching; the environment decides.
  return isGeneric && generic ? { url: generic } : found;
}

/** Reduces an address to its origin, or says what is wrong with it and which address is meant. */
export function normaliseLoginUrl(typed: string): Url {
  if (typed === '') {
    return { problem: 'Login address is empty. Enter the org’s My Domain, such as https://acme.my.salesforce.com.' };
  }
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(withScheme)) {
    return {
      problem: 'Login address can’t be read. Enter the org’s My Domain, such as https://acme.my.salesforce.com.',
    };
  }
  const url = new URL(withScheme);
  if (url.username !== '' || url.password !== '') {
    return { problem: 'Login address holds a user name. Enter the host alone.' };
  }
  const mine = myDomainFor(url.hostname);
  if (mine !== null) {
    return { problem: `${url.hostname} only serves pages for people, not the API. Enter https://${mine} instead.` };
  }
  // Whether private hosts may be called at all is decided where the socket is opened.
  const plainAllowed = url.protocol === 'http:' && isPrivateHostText(url.hostname);
  if (url.protocol !== 'https:' && !plainAllowed) return { problem: 'Login address must begin with https://.' };
  return { url: url.origin };
}

/** The API host that belongs to a host of Salesforce's user interface; null when it is not one. */
function myDomainFor(host: string): string | null {
  const page = /^(.+?)\.(?:lightning\.force\.com|my\.salesforce-setup\.com)$/.exec(host);
  if (page) return `${page[1]}.my.salesforce.com`;
  const visualforce = /^(.+?)--[^.]+((?:\.sandbox)?)\.vf\.force\.com$/.exec(host);
  return visualforce ? `${visualforce[1]}${visualforce[2]}.my.salesforce.com` : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
