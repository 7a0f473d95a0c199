import type { Connection } from '../../../http/schemas/connections.ts';

export type TabKey = 'summary' | 'authentication' | 'import' | 'opt-out' | 'schedule' | 'notifications' | 'history';

type TabAddress =
  | '/t/$team/integrations/$connection'
  | `/t/$team/integrations/$connection/${'authentication' | 'import/$recordType' | 'opt-out' | 'schedule' | 'notifications' | 'history'}`;

/** The tabs of a connection, in the order a new one is set up; the same for every connector. */
export const CONNECTION_TABS: readonly { readonly key: TabKey; readonly label: string; readonly to: TabAddress }[] = [
  { key: 'summary', label: 'Summary', to: '/t/$team/integrations/$connection' },
  { key: 'authentication', label: 'Authentication', to: '/t/$team/integrations/$connection/authentication' },
  { key: 'import', label: 'Contact import', to: '/t/$team/integrations/$connection/import/$recordType' },
  { key: 'opt-out', label: 'Opt-out', to: '/t/$team/integrations/$connection/opt-out' },
  { key: 'schedule', label: 'Schedule', to: '/t/$team/integrations/$connection/schedule' },
  { key: 'notifications', label: 'Notifications', to: '/t/$team/integrations/$connection/notifications' },
  { key: 'history', label: 'Import history', to: '/t/$team/integrations/$connection/history' },
];

/** The tab of an address; Summary for the connection's own. */
export function tabOf(pathname: string): { readonly key: TabKey; readonly label: string } {
  const word = pathname.split('/')[5];
  return CONNECTION_TABS.find((tab) => tab.key === word) ?? { key: 'summary', label: 'Summary' };
}

/** A server of files: nothing is written back to it, no calls are counted, and a person has to trust it. */
export function isFileServer({ connector }: Pick<Connection, 'connector'>): boolean {
  return connector === 'ftp';
}

/** What connecting the source is called. */
export function connectWords(connection: Pick<Connection, 'connector'>): string {
  return isFileServer(connection) ? 'Test the connection' : 'Connect to Salesforce';
}

/** Faults that end when somebody signs in again, and not before. */
const SIGN_IN_CODES: ReadonlySet<string> = new Set([
  'AUTH_REVOKED',
  'AUTH_REFUSED',
  'CERTIFICATE_REFUSED',
  'ACCOUNT_CHANGED',
  'NOT_CONNECTED',
  'LOGIN_REFUSED',
  'HOST_KEY_UNKNOWN',
  'HOST_KEY_CHANGED',
  'CERTIFICATE_UNTRUSTED',
]);

/** Whether connecting again is what mends a connection with this fault. */
export function isMendedByConnecting(code: string | null): boolean {
  return SIGN_IN_CODES.has(code ?? '');
}

/** Whether nothing can run until somebody has connected the source, or connected it again. */
export function mustConnect(connection: Connection): boolean {
  return connection.account === null || isMendedByConnecting(connection.health.code);
}

/** The tabs that still need somebody before imports can run by themselves. */
export function unfinishedTabs(connection: Connection): ReadonlySet<TabKey> {
  const todo = new Set<TabKey>();
  if (connection.account === null) todo.add('authentication');
  const on = connection.imports.filter((one) => one.state === 'on');
  if (on.length === 0) todo.add('import');
  if (!connection.schedulePaused && (on.length === 0 || on.some((one) => one.nextStart === null))) todo.add('schedule');
  return todo;
}
