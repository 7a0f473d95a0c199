import type { Connection, UpdateConnection } from '../../../http/schemas/connections.ts';

export type Method = 'web_server' | 'client_credentials';
export type Environment = 'production' | 'sandbox' | 'custom';

/** The Authentication form while it is being edited. */
export interface SalesforceDraft {
  readonly method: Method;
  readonly environment: Environment;
  /** My Domain or another address; sent only with the environment `custom`. */
  readonly loginUrl: string;
  readonly clientId: string;
  /** Empty keeps the one that is set. */
  readonly clientSecret: string;
}

export const NEW_DRAFT: SalesforceDraft = {
  method: 'web_server',
  environment: 'production',
  loginUrl: '',
  clientId: '',
  clientSecret: '',
};

export function draftOf(connection: Connection): SalesforceDraft {
  const { method, environment, loginUrl, clientId } = connection.settings;
  return {
    method: method === 'client_credentials' ? 'client_credentials' : 'web_server',
    environment: environment === 'sandbox' || environment === 'custom' ? environment : 'production',
    loginUrl: typeof loginUrl === 'string' && environment === 'custom' ? loginUrl : '',
    clientId: typeof clientId === 'string' ? clientId : '',
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
    },
    ...(draft.clientSecret === '' ? {} : { secrets: { clientSecret: draft.clientSecret } }),
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
  if (draft.clientSecret === '' && !hasSecret)
    errors['secrets.clientSecret'] =
      'The client secret is empty. Copy the Consumer Secret of your External Client App.';
  return errors;
}
