import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DriftAudit, DriftReport } from '../../src/http/schemas/drift.ts';
import { signIn } from '../demo/apiClient.ts';
import { configureImport, connectSandbox, runImport } from '../demo/connectSandbox.ts';
import { startServiceProcess, type ServiceProcess } from '../demo/serviceProcess.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../sandbox/salesforce/startSalesforceSandbox.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const EMAIL = 'dana@riverside.example';
const PASSWORD = 'correct horse battery';
const READ = /POST .*\/composite\/sobjects\/Contact/;
/** A process that died is known to be gone well before its leases end. */
const SOON = { withinMs: 25_000 };

describe('a drift audit whose process is killed', function () {
  this.timeout(90_000);
  let sandbox: SalesforceSandbox;
  let database: TestDatabase;
  let dataDir: string;
  const services: ServiceProcess[] = [];
  before(async () => {
    [sandbox, database] = await Promise.all([
      startSalesforceSandbox({ contacts: 4500, leads: 0 }),
      createTestDatabase({ poolSize: 1 }),
    ]);
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-crash-'));
    await chmod(dataDir, 0o711);
  });
  after(async () => {
    for (const service of services) await service.kill();
    await sandbox.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = async (): Promise<ServiceProcess> => {
    const env = { ROLLCALL_ADMIN_EMAIL: EMAIL, ROLLCALL_ADMIN_PASSWORD: PASSWORD, DATABASE_URL: database.url };
    const service = await startServiceProcess({ dataDir, env });
    services.push(service);
    return service;
  };

  it('goes on in another one, and counts every contact once', async () => {
    const first = await start();
    const api = await signIn(first.url, EMAIL, PASSWORD);
    const team = await connectSandbox(api, sandbox);
    await configureImport(api, team, 'All contacts');
    await runImport(api, team, { full: true });
    const [someone] = (await database.dataSource.query(
      'select record_id from contact where not opted_out order by record_id desc limit 1',
    )) as { record_id: string }[];
    sandbox.edit('Contact', someone!.record_id, { SMS_Opt_Out__c: true }, new Date('2026-01-05T12:00:00Z'));

    sandbox.addFault({ route: READ, kind: 'hang', skip: 1, times: 100 });
    const path = `${team.path}/opt-outs/drift`;
    const { id, total } = await api.send<DriftAudit>('POST', path, { connectionId: team.connectionId });
    await until(() => sandbox.calls.log.some((call) => READ.test(`${call.method} ${call.path}`)), SOON);
    await first.kill();
    sandbox.clearFaults();

    const second = await start();
    const again = await signIn(second.url, EMAIL, PASSWORD);
    const { audit, items } = await until(async () => {
      const report = await again.get<DriftReport>(`${path}/${id}`);
      return report.audit.finishedAt !== null && report;
    }, SOON);
    assert.deepEqual(
      [audit.state, audit.compared, audit.outThereOnly, audit.agree],
      ['finished', total, 1, total - 1],
    );
    assert.deepEqual(
      items.map((item) => item.recordId),
      [someone!.record_id],
    );
  });
});
