import assert from 'node:assert/strict';
import type { OpenConnection } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { ConnectionEntity, type ConnectionRow } from '../../src/db/entities.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { sendWriteBacks } from '../../src/sync/writeBack.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

const FIELD = 'SMS_Opt_Out__c';

describe('an opt-in about to be written', () => {
  let bed: TestBed;
  let connection: ConnectionRow;
  let crm: OpenConnection;
  let people: { id: string; contact_id: string; mobile: string }[];
  let now = 0;
  let messages = 0;

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 20, 15);
    bed = await createTestBed({ sandbox: { contacts: 200, leads: 0, now: () => new Date(now) } });
    bed.clock.now = () => new Date(now);
    await bed.run();
    people = await bed.sql('select id::text, contact_id, mobile from contact where not opted_out order by contact.id');
    connection = await bed.ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, { id: bed.connectionId });
    crm = openConnection(bed.ctx, connection);
  });
  afterEach(async () => {
    await crm.close();
    await bed.close();
  });

  const text = async (who: number, body: 'STOP' | 'START'): Promise<void> => {
    const { teamId } = bed;
    const from = people[who]!.mobile;
    const providerId = `SM${++messages}`;
    const to = '+17165550100';
    await receiveMessage(bed.ctx, { provider: 'twilio', providerId, teamId, from, to, body, verdict: null });
  };
  const dispatch = async (open = crm): Promise<void> => {
    while ((await sendWriteBacks(bed.ctx, connection, open, 'test')) > 0);
  };
  const inCrm = (who: number): unknown => bed.sandbox.record('Contact', people[who]!.contact_id)![FIELD];
  const edit = (who: number, fields: Record<string, unknown>): void =>
    bed.sandbox.edit('Contact', people[who]!.contact_id, fields);
  const here = async (who: number) =>
    (
      await bed.sql<{ opted_out: boolean; consent_cause: string }>(
        'select opted_out, consent_cause from contact where id = $1',
        [people[who]!.id],
      )
    )[0]!;
  const states = async (who: number): Promise<string[]> =>
    (
      await bed.sql<{ change: string; state: string }>('select change, state from outbox where contact_id = $1 order by id', [
        people[who]!.id,
      ])
    ).map(({ change, state }) => `${change} ${state}`);
  /** STOP and START, the latter not written yet. */
  const optIn = async (who: number): Promise<void> => {
    await text(who, 'STOP');
    await dispatch();
    now += 5000;
    await text(who, 'START');
  };

  it('does not overwrite an opt-out that the CRM has set since, which counts here at once', async () => {
    await optIn(0);
    now += 5000;
    edit(0, { [FIELD]: true });
    await dispatch();
    assert.equal(inCrm(0), true);
    assert.deepEqual(await here(0), { opted_out: true, consent_cause: 'import' });
    assert.deepEqual(await states(0), ['opted_out confirmed', 'opted_in superseded']);
    const [event] = await bed.sql<{ change: string; cause: string; actor: string; evidence: Record<string, unknown> }>(
      'select change, cause, actor, evidence from consent_event where contact_id = $1 order by seq desc limit 1',
      [people[0]!.id],
    );
    assert.deepEqual(event, {
      change: 'opted_out',
      cause: 'import',
      actor: 'Salesforce',
      evidence: { field: FIELD, recordModifiedAt: new Date(now).toISOString() },
    });
    await bed.run();
    assert.deepEqual(await here(0), { opted_out: true, consent_cause: 'import' });
  });

  it('is written over our own opt-out, within the same second as well', async () => {
    await text(0, 'STOP');
    await dispatch();
    await text(0, 'START');
    await dispatch();
    await optIn(1);
    await dispatch();
    assert.deepEqual([inCrm(0), inCrm(1)], [false, false]);
    assert.deepEqual([(await here(0)).opted_out, (await here(1)).opted_out], [false, false]);
  });

  it('is written over what the CRM said before it', async () => {
    await text(0, 'STOP');
    await dispatch();
    now += 5000;
    edit(0, { FirstName: 'Sam' });
    now += 5000;
    await text(0, 'START');
    await dispatch();
    assert.equal(inCrm(0), false);
    assert.equal((await here(0)).opted_out, false);
  });

  it('holds no opt-out up when its record can’t be read, and waits itself', async () => {
    await optIn(0);
    await text(1, 'STOP');
    const outage = new ConnectorError('OUTAGE', 'Salesforce is away.', { kind: 'after', delayMs: 60_000 });
    await dispatch({ ...crm, readRecords: () => Promise.reject(outage) });
    assert.deepEqual(await states(1), ['opted_out confirmed']);
    assert.deepEqual(await states(0), ['opted_out confirmed', 'opted_in waiting']);
    now += 60_000;
    await dispatch();
    assert.deepEqual(await states(0), ['opted_out confirmed', 'opted_in confirmed']);
    assert.equal(inCrm(0), false);
  });

  it('that will never be read becomes a dead letter rather than a guess', async () => {
    await optIn(0);
    const hidden = new ConnectorError('FIELD_GONE', 'Make the field visible.', { kind: 'never' });
    await dispatch({ ...crm, readRecords: () => Promise.reject(hidden) });
    assert.deepEqual(await states(0), ['opted_out confirmed', 'opted_in dead']);
    assert.equal(inCrm(0), true);
  });

  it('that finds its record opted out while another process has it leaves everything as it is', async () => {
    await optIn(0);
    now += 5000;
    edit(0, { [FIELD]: true });
    const stealing: OpenConnection = {
      ...crm,
      async readRecords(request, signal) {
        const answer = await crm.readRecords!(request, signal);
        await bed.sql(`update outbox set lease_owner = 'another' where state = 'in_flight'`);
        return answer;
      },
      writeBack: (items) => Promise.resolve(items.map(() => ({ kind: 'accepted', at: new Date(now) }))),
    };
    await sendWriteBacks(bed.ctx, connection, stealing, 'test');
    assert.equal((await here(0)).opted_out, false);
    assert.deepEqual(await states(0), ['opted_out confirmed', 'opted_in in_flight']);
  });
});
