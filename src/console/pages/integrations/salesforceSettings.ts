import type { Connection, UpdateConnection } from '../../../http/schemas/connections.ts';

export type Method = 'web_server' | 'jwt_bearer' | 'client_credentials';
export type Environment = 'production' | 'sandbox' | 'custom';

/** The Authentication form while it is being edited. */
export interface SalesforceDraft {
  readonly method: Method;
  readonly environment: Environment;
  /** My Domain or another address; sent only with the environment `custom`. */
  readonly loginUrl: string;
  readonly clientId: string;
  /** Whom Rollcall acts as; sent only with a certificate. */
  readonly username: string;
  /** Empty keeps the one that is set. */
  readonly clientSecret: string;
}

export const NEW_DRAFT: SalesforceDraft = {
  method: 'web_server',
  environment: 'production',
  loginUrl: '',
  clientId: '',
  username: '',
  clientSecret: '',
};

/** How long before its end a certificate is worth renewing. */
const SOON_MS = 30 * 86_400_000;

export function endsSoon(expiresAt: string, now: Date): boolean {
  return new Date(expiresAt).getTime() - now.getTime() <= SOON_MS;
}

export function methodOf(value: unknown): Method {
  return value === 'jwt_bearer' || value === 'client_credentials' ? value : 'web_server';
}

export function draftOf(connection: Connection): SalesforceDraft {
  const { method, environment, loginUrl, clientId, username } = connection.settings;
  return {
    method: methodOf(method),
    environment: environment === 'sandbox' || environment === 'custom' ? environment : 'production',
    loginUrl: typeof loginUrl === 'string' && environment === 'custom' ? loginUrl : '',
    clientId: typeof clientId === 'string' ? clientId : '',
    username: typeof username === 'string' ? username : '',
    clientSecret: '',
  };
}

/** What to send. Client credentials always go to the org's own address. */
export function requestOf(draft: SalesforceDraft, version: number): UpdateConnection {
  const environment = draft.method === 'client_credentials' ? 'custom' : draft.environment;
  return {
    version,
    settings: {
      method: draft.method,
      environment,
      clientId: draft.clientId.trim(),
      ...(environment === 'custom' ? { loginUrl: draft.loginUrl.trim() } : {}),
      ...(draft.method === 'jwt_bearer' ? { username: draft.username.trim() } : {}),
    },
    ...(draft.clientSecret === '' || draft.method === 'jwt_bearer' ? {} : { secrets: { clientSecret: draft.clientSecret } }),
  };
}

/** What is missing before the form can be sent, by the API's field names. */
export function missingIn(draft: SalesforceDraft, hasSecret: boolean): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  if ((draft.method === 'client_credentials' || draft.environment === 'custom') && draft.loginUrl.trim() === '') {
    errors['settings.loginUrl'] =
      'The address is empty. Enter the My Domain address, as in https://riverside.my.salesforce.com.';
  }
  if (draft.clientId.trim() === '')
    errors['settings.clientId'] = 'The client ID is empty. Copy the Consumer Key of your External Client App.';
  if (draft.method === 'jwt_bearer' && draft.username.trim() === '')
    errors['settings.username'] = 'The user name is empty. Enter the user name of the user Rollcall acts as.';
  if (draft.method !== 'jwt_bearer' && draft.clientSecret === '' && !hasSecret)
    errors['secrets.clientSecret'] =
      'The client secret is empty. Copy the Consumer Secret of your External Client App.';
  return errors;
}
