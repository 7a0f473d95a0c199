import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, Overview, RunDetails, RunSummary } from '../../src/http/schemas/index.ts';
import { signIn, type ApiClient } from '../demo/apiClient.ts';
import { configureImport, connectSandbox, followRun, type ConnectedTeam } from '../demo/connectSandbox.ts';
import { startServiceProcess, type ServiceProcess } from '../demo/serviceProcess.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../sandbox/salesforce/startSalesforceSandbox.ts';
import type { SandboxOptions } from '../sandbox/salesforce/sandboxTypes.ts';
import { createTestDatabase } from '../support/database.ts';
import { FALL_ADMITS } from '../support/testBed.ts';
import { until } from '../support/until.ts';

const EMAIL = 'dana@riverside.example';
const PASSWORD = 'correct horse battery';
const VIEW = 'Texting – Fall admits';
const SOON = { withinMs: 25_000 };

describe('a run that waits, while the service is killed', function () {
  this.timeout(90_000);
  let dataDir: string;
  const closing: (() => Promise<unknown>)[] = [];

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-waiting-'));
    await chmod(dataDir, 0o711);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  /** A service of its own with a team whose import is set up. `restart` kills it at once and starts another. */
  async function setUp(options: SandboxOptions) {
    const [database, org] = await Promise.all([
      createTestDatabase({ poolSize: 1 }),
      startSalesforceSandbox({ leads: 0, pageSizeRows: 200, ...options }),
    ]);
    closing.push(() => database.drop(), () => org.close());
    const env = { ROLLCALL_ADMIN_EMAIL: EMAIL, ROLLCALL_ADMIN_PASSWORD: PASSWORD, DATABASE_URL: database.url };
    let service: ServiceProcess = await startServiceProcess({ dataDir, env });
    closing.push(() => service.kill());
    const api = await signIn(service.url, EMAIL, PASSWORD);
    const team = await connectSandbox(api, org);
    await configureImport(api, team, VIEW);
    const restart = async (): Promise<ApiClient> => {
      await service.kill();
      service = await startServiceProcess({ dataDir, env });
      return signIn(service.url, EMAIL, PASSWORD);
    };
    return { org, api, team, restart };
  }

  async function start(api: ApiClient, team: ConnectedTeam, full: boolean): Promise<string> {
    const path = `${team.path}/connections/${team.connectionId}/runs`;
    return (await api.send<RunSummary>('POST', path, { recordType: 'Contact', full })).id;
  }

  const held = (api: ApiClient, team: ConnectedTeam, id: string): Promise<RunDetails> =>
    until(async () => {
      const run = await api.get<RunDetails>(`${team.path}/runs/${id}`);
      return run.hold && run;
    }, SOON);

  /** An import that is in, whose view then lost its filter; the run that asks about it, after a kill. */
  async function asking(): Promise<{ api: ApiClient; team: ConnectedTeam; org: SalesforceSandbox; id: string }> {
    const { org, api, team, restart } = await setUp({ contacts: 1500 });
    await followRun(api, team, await start(api, team, true));
    org.setView('Contact', FALL_ADMITS, { filter: null });
    const id = await start(api, team, false);
    const before = await held(api, team, id);
    const again = await restart();
    const run = await again.get<RunDetails>(`${team.path}/runs/${id}`);
    assert.deepEqual([run.hold, run.question], [before.hold, before.question], 'it still asks the same');
    assert.deepEqual([run.hold?.kind, run.question?.after.count], ['question', 1500]);
    const { needsPerson } = await again.get<Overview>(`${team.path}/overview`);
    assert.ok(needsPerson.some(({ kind, link }) => kind === 'question' && link === `/runs/${id}`));
    return { api: again, team, org, id };
  }

  it('takes the answer to import, and reads what was shown', async () => {
    const { api, team, id } = await asking();
    await api.send('POST', `${team.path}/runs/${id}/answer`, { answer: 'import' });
    const run = await followRun(api, team, id);
    assert.deepEqual([run.kind, run.outcomes.read], ['full', 1500]);
    await assert.rejects(api.send('POST', `${team.path}/runs/${id}/answer`, { answer: 'stop' }), /nothing_asked/);
  });

  it('takes the answer to keep it stopped', async () => {
    const { api, team, id } = await asking();
    await api.send('POST', `${team.path}/runs/${id}/answer`, { answer: 'stop' });
    const run = await followRun(api, team, id);
    assert.deepEqual([run.state, run.outcomes.read, run.error?.code], ['cancelled', 0, 'SOURCE_CHANGED']);
  });

  it('keeps its place within a budget, and goes on from there when that is raised', async () => {
    const { api, team, restart } = await setUp({ contacts: 5000, apiAllowance: 80 });
    const connection = `${team.path}/connections/${team.connectionId}`;
    const id = await start(api, team, true);
    const { hold, outcomes } = await held(api, team, id);
    assert.deepEqual([hold?.kind, hold?.code], ['budget', 'BUDGET_SPENT']);
    assert.ok(outcomes.read > 0 && outcomes.read < 4210, `${outcomes.read} rows`);

    const again = await restart();
    const { hold: still, outcomes: kept } = await again.get<RunDetails>(`${team.path}/runs/${id}`);
    assert.deepEqual([still, kept], [hold, outcomes]);
    const { version, health, budget } = await again.get<Connection>(connection);
    assert.deepEqual([health.state, budget.percentOfOrg], ['needs_attention', 25]);
    await again.send('PATCH', connection, { version, budget: { ...budget, percentOfOrg: 100 } });
    const run = await followRun(again, team, id);
    assert.deepEqual([run.state, run.outcomes.read, run.outcomes.created], ['completed_with_errors', 4210, 4198]);
  });
});
