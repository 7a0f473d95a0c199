import assert from 'node:assert/strict';
import {
  startSalesforceSandbox,
  type SalesforceSandbox,
  type SandboxOptions,
} from '../sandbox/salesforce/startSalesforceSandbox.ts';
import { startTestServer, type TestServer } from './testServer.ts';

/** The HTTP server beside a sandbox org, with one connection made, configured and authorised through the API. */
export interface ConnectedServer extends TestServer {
  readonly sandbox: SalesforceSandbox;
  readonly connectionId: string;
  /** A path under the team's API. */
  team(path: string): string;
}

/** What the Authentication form sends for a sandbox org. */
export function sandboxSettings(sandbox: SalesforceSandbox): {
  settings: Record<string, string>;
  secrets: Record<string, string>;
} {
  return {
    settings: { method: 'web_server', environment: 'custom', loginUrl: sandbox.url, clientId: sandbox.clientId },
    secrets: { clientSecret: sandbox.clientSecret },
  };
}

export const team = (path: string): string => `/api/teams/admissions${path}`;

/** @param options.connect - false leaves the connection made and configured, but not authorised */
export async function startConnectedServer(
  options: { readonly sandbox?: SandboxOptions; readonly connect?: boolean } = {},
): Promise<ConnectedServer> {
  const [server, sandbox] = await Promise.all([
    startTestServer(),
    startSalesforceSandbox({ contacts: 300, leads: 20, autoApprove: true, ...options.sandbox }),
  ]);
  const { owner } = server;
  const made = await owner.call<{ id: string; version: number }>('POST', team('/connections'), {
    connector: 'salesforce',
  });
  assert.equal(made.status, 201, made.text);
  const connectionId = made.body.id;
  const saved = await owner.call('PATCH', team(`/connections/${connectionId}`), {
    version: made.body.version,
    ...sandboxSettings(sandbox),
  });
  assert.equal(saved.status, 200, saved.text);
  if (options.connect !== false) {
    const back = await goThrough(server, connectionId);
    assert.equal(new URL(back, server.url).searchParams.get('connected'), '1', back);
  }
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(server),
      sandbox: { value: sandbox, enumerable: true },
      connectionId: { value: connectionId, enumerable: true },
      team: { value: team, enumerable: true },
      close: {
        value: async () => {
          await server.close();
          await sandbox.close();
        },
        enumerable: true,
      },
    },
  ) as ConnectedServer;
}

/** The browser's way to the consent page and back. @returns where it ends */
export async function goThrough(server: TestServer, connectionId: string): Promise<string> {
  const begun = await server.owner.call<{ url: string }>('POST', team(`/connections/${connectionId}/authorize`), {});
  assert.equal(begun.status, 200, begun.text);
  const callback = await consent(begun.body.url);
  const back = await server.owner.call('GET', callback.pathname + callback.search);
  assert.equal(back.status, 302, back.text);
  return back.headers.get('location') ?? '';
}

/** What the org's consent page answers an approving person with: the address back. */
export async function consent(url: string): Promise<URL> {
  const answer = await fetch(url, { redirect: 'manual' });
  const location = answer.headers.get('location');
  assert.ok(location, `the consent page answered ${answer.status}`);
  return new URL(location);
}
