import { SalesforceClient } from '../../../connectors/salesforce/client.ts';
import { readSettings } from '../../../connectors/salesforce/settings.ts';
import type { Tuning } from '../../../connectors/salesforce/tuning.ts';
import type { SpendingGuard } from '../../../src/contract/connector.ts';
import { openGuardedAgents } from '../../../src/contract/hostGuard.ts';
import { MemorySecrets, QUICK } from './sandboxConnection.ts';

/** The bare client with a session for the server at `url`; `close` drops its sockets. */
export function clientFor(
  url: string,
  options: { readonly tuning?: Partial<Tuning>; readonly mayCall?: SpendingGuard } = {},
): { readonly client: SalesforceClient; readonly close: () => Promise<void> } {
  const agents = openGuardedAgents({ allowPrivateHosts: true });
  const client = new SalesforceClient(
    {
      settings: readSettings({ method: 'web_server', environment: 'custom', loginUrl: url, clientId: 'id' }),
      secrets: new MemorySecrets({ clientSecret: 's', accessToken: '00D!token', instanceUrl: url }),
      wire: { agents, allowPrivateHosts: true },
      tuning: { ...QUICK, ...options.tuning },
      accountId: null,
      now: () => new Date(),
    },
    () => new Date(),
    options.mayCall,
  );
  const close = async (): Promise<void> => {
    await client.close();
    agents.close();
  };
  return { client, close };
}
