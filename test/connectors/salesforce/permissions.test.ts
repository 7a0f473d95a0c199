import assert from 'node:assert/strict';
import type { ConnectionReport } from '../../../src/contract/connector.ts';
import { startSalesforceSandbox } from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, never } from './sandboxConnection.ts';

async function report(
  options: Parameters<typeof startSalesforceSandbox>[0],
  identityUrl?: string,
): Promise<{
  readonly report: ConnectionReport;
  readonly missing: readonly string[];
  readonly counted: number;
}> {
  const org = await startSalesforceSandbox({ contacts: 5, leads: 2, ...options });
  const secrets = {
    ...org.issueTokens(),
    instanceUrl: org.url,
    identityUrl: identityUrl ?? `${org.url}/id/${org.orgId}/005RO000000abcdEFG`,
  };
  const connection = connectTo(org, { secrets }).open();
  try {
    const found = await connection.test(never());
    assert.deepEqual([found.account.accountId, found.apiVersion], [org.orgId, 'v62.0']);
    for (const { ok, remedy } of found.permissions) assert.equal(remedy === '', ok);
    return {
      report: found,
      missing: found.permissions.filter(({ ok }) => !ok).map(({ id }) => id),
      counted: org.calls.counted,
    };
  } finally {
    await connection.close();
    await org.close();
  }
}

describe('salesforce test', () => {
  it('tells org, user, calls left, and that everything is there, with few calls', async () => {
    const { report: found, missing, counted } = await report({ apiAllowance: 15_000 });
    assert.deepEqual(missing, []);
    assert.ok(found.account.accountName.length > 0 && found.account.userName.includes('@'));
    assert.equal(found.calls?.allowed, 15_000);
    assert.ok(found.calls.left > 14_900);
    assert.ok(counted <= 5, `${counted} calls`);
  });

  it('names each missing permission with what to click', async () => {
    const cases: readonly (readonly [object, readonly string[]])[] = [
      [{ viewSetup: false }, ['view_setup']],
      [{ contactEdit: false }, ['edit_contacts']],
      [{ leadRead: false, leadEdit: false }, ['read_leads', 'edit_leads']],
      [{ leadEdit: false }, ['edit_leads']],
    ];
    for (const [permissions, expected] of cases) assert.deepEqual((await report({ permissions })).missing, expected);
  });

  it('reads the calls left from any answer when the limits are not open to it', async () => {
    const { report: found } = await report({ permissions: { viewSetup: false }, apiAllowance: 777 });
    assert.equal(found.calls?.allowed, 777);
  });

  it('still tells the org and what to do when the API is switched off', async () => {
    const { report: found, missing } = await report({ permissions: { apiEnabled: false } });
    assert.ok(missing.includes('api_enabled') && missing.includes('read_contacts'));
    assert.equal(found.calls, null);
    assert.match(found.permissions.find(({ id }) => id === 'api_enabled')!.remedy, /API Enabled/);
  });

  it('does not send the token to a host of somebody else named by the identity URL', async () => {
    const org = await startSalesforceSandbox({ contacts: 1, leads: 0 });
    const secrets = {
      ...org.issueTokens(),
      instanceUrl: org.url,
      identityUrl: `https://collector.example/id/${org.orgId}/005RO000000abcdEFG`,
    };
    const connection = connectTo(org, { secrets }).open();
    const found = await connection.test(never());
    assert.equal(found.account.userName, org.username, 'asked at the org’s own address instead');
    await connection.close();
    await org.close();
  });
});
