import type { ConnectedAccount, ConnectionReport, PermissionCheck } from '../../src/contract/connector.ts';
import { ConnectorError, type ConnectorErrorCode } from '../../src/contract/errors.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import { identityOf } from './auth.ts';
import { API_ROOT, type SalesforceClient } from './client.ts';
import { describeObject, type ObjectDescribe } from './describe.ts';
import { listAllViews } from './listViews.ts';
import { API_VERSION } from './tuning.ts';

/** What an API user needs, and what to click in Salesforce when it is missing. */
const CHECKS = {
  api_enabled: [
    'Use the API',
    'In Setup, open Permission Sets, choose the API user’s set, System Permissions, and tick API Enabled.',
  ],
  read_contacts: [
    'Read contacts',
    'In Setup, open the API user’s permission set, Object Settings, Contacts, and tick Read.',
  ],
  read_leads: [
    'Read leads',
    'In Setup, open the API user’s permission set, Object Settings, Leads, and tick Read. Without leads this can ' +
      'stay off.',
  ],
  edit_contacts: [
    'Edit contacts',
    'In Setup, open the API user’s permission set, Object Settings, Contacts, and tick Edit, so that opt-outs can ' +
      'be written back.',
  ],
  edit_leads: [
    'Edit leads',
    'In Setup, open the API user’s permission set, Object Settings, Leads, and tick Edit, so that opt-outs can be ' +
      'written back.',
  ],
  list_views: [
    'See List Views',
    'In Salesforce, open the List View, choose List View Controls, Sharing Settings, and share it with all users ' +
      'or with the API user’s group.',
  ],
  view_setup: [
    'See calls left',
    'In Setup, open the API user’s permission set, System Permissions, and tick View Setup and Configuration. ' +
      'Imports work without it.',
  ],
  api_version: [
    `API ${API_VERSION}`,
    `This org does not offer API ${API_VERSION}. Ask your Salesforce administrator about the org’s release.`,
  ],
} as const;

type CheckId = keyof typeof CHECKS;

/** Failures that answer a check with “no”; any other ends the test, for it says nothing about permissions. */
const MEANS_NO = new Set<ConnectorErrorCode>(['NO_PERMISSION', 'API_DISABLED', 'REQUEST_REFUSED', 'SOURCE_GONE']);

/**
 * Reads who we are in which org, and what the API user may do: the *Test connection* button.
 *
 * @throws ConnectorError sign-in, network and limit faults; a missing permission is an entry of the checklist instead
 */
export async function testConnection(client: SalesforceClient, signal: AbortSignal): Promise<ConnectionReport> {
  const ok = new Set<CheckId>();
  const ask = async <T>(
    check: CheckId,
    work: Promise<T>,
    passes: (answer: T) => boolean = () => true,
  ): Promise<T | null> => {
    try {
      const answer = await work;
      if (passes(answer)) ok.add(check);
      return answer;
    } catch (error) {
      if (error instanceof ConnectorError && MEANS_NO.has(error.code)) return null;
      throw error;
    }
  };
  const versions = await client.versions({ doing: 'asking for the API versions' }, signal);
  if (versions.body.some(({ version }) => `v${version}` === API_VERSION)) ok.add('api_version');
  const account = await ask('api_enabled', readAccount(client, signal));
  let calls: ConnectionReport['calls'] = null;
  if (account) {
    const readsObject = (check: CheckId, recordType: RecordType): Promise<ObjectDescribe | null> =>
      ask(check, describeObject(client, recordType, signal), ({ queryable }) => queryable);
    const [limits, contacts, leads] = await Promise.all([
      ask('view_setup', client.get<Limits>(`${API_ROOT}/limits`, { doing: 'reading the limits' }, signal)),
      readsObject('read_contacts', 'Contact'),
      readsObject('read_leads', 'Lead'),
      ask('list_views', visibleViews(client, signal), (count) => count > 0),
    ]);
    if (contacts?.updateable) ok.add('edit_contacts');
    if (leads?.updateable) ok.add('edit_leads');
    const daily = limits?.body.DailyApiRequests;
    // The header of any answer says it as well, for a user who may not read the limits.
    calls = daily ? { left: daily.Remaining, allowed: daily.Max } : client.usage;
  }
  const permissions = (Object.keys(CHECKS) as CheckId[]).map((id): PermissionCheck => {
    const [label, remedy] = CHECKS[id];
    return { id, label, ok: ok.has(id), remedy: ok.has(id) ? '' : remedy };
  });
  return { account: account ?? (await accountByToken(client, signal)), apiVersion: API_VERSION, calls, permissions };
}

interface Limits {
  readonly DailyApiRequests?: { readonly Max: number; readonly Remaining: number };
}

/** List Views of any object we import; the API user of a school without leads sees those of Contact only. */
async function visibleViews(client: SalesforceClient, signal: AbortSignal): Promise<number> {
  const contact = await listAllViews(client, 'Contact', signal).catch(ignoreMissing);
  return contact.length > 0 ? contact.length : (await listAllViews(client, 'Lead', signal)).length;
}

function ignoreMissing(error: unknown): readonly never[] {
  if (error instanceof ConnectorError && MEANS_NO.has(error.code)) return [];
  throw error;
}

/** The org and user behind the token. @throws ConnectorError */
export async function readAccount(client: SalesforceClient, signal: AbortSignal): Promise<ConnectedAccount> {
  const { body } = await client.query('SELECT Id, Name FROM Organization', { doing: 'reading the org’s name' }, signal);
  const org = body.records[0];
  const byToken = await accountByToken(client, signal);
  return {
    accountId: typeof org?.['Id'] === 'string' ? org['Id'] : byToken.accountId,
    accountName: typeof org?.['Name'] === 'string' ? org['Name'] : byToken.accountName,
    userName: byToken.userName,
  };
}

/**
 * What is known without the REST API: the IDs in the identity URL, and the user's name when the app's scope tells it.
 */
async function accountByToken(client: SalesforceClient, signal: AbortSignal): Promise<ConnectedAccount> {
  const { identityUrl, instanceUrl } = await client.session(signal);
  const { organizationId, userId } = identityOf(identityUrl);
  const named = await client.identity({ doing: 'reading who we are' }, signal).then(
    ({ body }) => body['username'],
    (error: unknown) => {
      if (error instanceof ConnectorError && MEANS_NO.has(error.code)) return undefined;
      throw error;
    },
  );
  return {
    accountId: organizationId,
    accountName: new URL(instanceUrl).hostname,
    userName: typeof named === 'string' ? named : userId,
  };
}
