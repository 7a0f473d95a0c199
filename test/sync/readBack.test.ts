import assert from 'node:assert/strict';
import type { OpenConnection } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { ConnectionEntity, type ConnectionRow } from '../../src/db/entities.ts';
import { GROUP_KEY } from '../../src/db/outboxGroups.ts';
import { handleDeadLetter } from '../../src/sync/handleDeadLetter.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { readBack } from '../../src/sync/readBack.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { retryWriteBack, retryWriteBacks } from '../../src/sync/retryWriteBack.ts';
import { sendWriteBacks } from '../../src/sync/writeBack.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

const FIELD = 'SMS_Opt_Out__c';

interface Row {
  id: string;
  state: string;
  read_back: string | null;
  read_back_due_at: Date | null;
}

describe('a write-back', () => {
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
  const send = async (): Promise<void> => {
    while ((await sendWriteBacks(bed.ctx, connection, crm, 'test')) > 0);
  };
  const read = (open = crm): Promise<number> => readBack(bed.ctx, connection, open);
  const rowsOf = (who: number): Promise<Row[]> =>
    bed.sql('select id::text, state, read_back, read_back_due_at from outbox where contact_id = $1 order by outbox.id', [
      people[who]!.id,
    ]);
  const conflicts = (): Promise<{ rule: string; crm_modified_at: Date }[]> =>
    bed.sql('select rule, crm_modified_at from consent_conflict where resolved_at is null');
  const edit = (who: number, optedOut: boolean): void =>
    bed.sandbox.edit('Contact', people[who]!.contact_id, { [FIELD]: optedOut });

  it('that stands in the CRM is verified, many with one call', async () => {
    for (let who = 0; who < 5; who += 1) await text(who, 'STOP');
    await send();
    const before = crm.callsUsed();
    assert.deepEqual([await read(), await read()], [5, 0]);
    assert.equal(crm.callsUsed() - before, 1);
    for (let who = 0; who < 5; who += 1) {
      const [row] = await rowsOf(who);
      assert.deepEqual([row!.state, row!.read_back, row!.read_back_due_at], ['confirmed', 'verified', null]);
    }
    assert.deepEqual(await conflicts(), []);
  });

  it('whose value the CRM has changed again becomes a conflict; whose record is gone does not', async () => {
    await text(0, 'STOP');
    await text(1, 'STOP');
    await send();
    now += 2000;
    edit(0, false);
    bed.sandbox.remove('Contact', people[1]!.contact_id);
    await read();
    assert.equal((await rowsOf(0))[0]!.read_back, 'differs');
    assert.equal((await rowsOf(1))[0]!.read_back, 'gone');
    assert.deepEqual(await conflicts(), [{ rule: 'read_back_differs', crm_modified_at: new Date(now) }]);
  });

  it('is not read any more when a newer one of its record has come, also while it is read', async () => {
    await text(0, 'STOP');
    await text(1, 'STOP');
    await send();
    await text(0, 'START');
    edit(1, false);
    await read({
      ...crm,
      async readRecords(request, signal) {
        assert.deepEqual(request.recordIds, [people[1]!.contact_id]);
        const states = await crm.readRecords!(request, signal);
        await text(1, 'START');
        return states;
      },
    });
    assert.deepEqual((await rowsOf(0)).map((row) => [row.state, row.read_back, row.read_back_due_at])[0], [
      'confirmed',
      null,
      null,
    ]);
    assert.equal((await rowsOf(1))[0]!.read_back, null);
    assert.deepEqual(await conflicts(), []);
  });

  it('that can’t be read is tried later, and given up after some days, confirmed as it is', async () => {
    await text(0, 'STOP');
    await send();
    const away = new ConnectorError('OUTAGE', 'Salesforce is away.', { kind: 'after', delayMs: 60_000 });
    const failing: OpenConnection = { ...crm, readRecords: () => Promise.reject(away) };
    assert.deepEqual([await read(failing), await read(failing)], [1, 0]);
    let tries = 1;
    for (; tries < 100; tries += 1) {
      const due = (await rowsOf(0))[0]!.read_back_due_at;
      if (due === null) break;
      assert.ok(due.getTime() > now && due.getTime() <= now + 9 * 3_600_000);
      now = due.getTime();
      await read(failing);
    }
    assert.equal(tries, 20);
    assert.deepEqual((await rowsOf(0)).map((row) => [row.state, row.read_back]), [['confirmed', null]]);
  });

  it('that was given back after a newer change had come is never written behind it', async () => {
    await text(0, 'STOP');
    const away = new ConnectorError('OUTAGE', 'Salesforce is away.', { kind: 'after', delayMs: 60_000 });
    const failing: OpenConnection = {
      ...crm,
      async writeBack() {
        await text(0, 'START');
        throw away;
      },
    };
    await sendWriteBacks(bed.ctx, connection, failing, 'test');
    assert.deepEqual((await rowsOf(0)).map((row) => row.state), ['superseded', 'waiting']);
    now += 60_000;
    await send();
    assert.deepEqual((await rowsOf(0)).map((row) => row.state), ['superseded', 'confirmed']);
    assert.equal(bed.sandbox.record('Contact', people[0]!.contact_id)![FIELD], false);
  });

  describe('that was refused', () => {
    const teamOf = () => ({ teamId: bed.teamId, actor: 'Dana Cole' });

    beforeEach(async () => {
      bed.sandbox.addFault({ route: /PATCH/, kind: 'validation_rule', times: 1 });
      await text(0, 'STOP');
      await send();
      bed.sandbox.addFault({ route: /PATCH/, kind: 'entity_deleted', times: 1 });
      await text(1, 'STOP');
      await send();
      assert.deepEqual([(await rowsOf(0))[0]!.state, (await rowsOf(1))[0]!.state], ['dead', 'dead']);
    });

    it('is sent again with all of its cause, and no other', async () => {
      const [row] = await bed.sql<{ key: string }>(`select ${GROUP_KEY} as key from outbox o where contact_id = $1`, [
        people[0]!.id,
      ]);
      assert.equal(await retryWriteBacks(bed.ctx, { ...teamOf(), group: row!.key }), 1);
      await send();
      assert.deepEqual([(await rowsOf(0))[0]!.state, (await rowsOf(1))[0]!.state], ['confirmed', 'dead']);
      assert.equal(await retryWriteBacks(bed.ctx, { ...teamOf(), group: row!.key }), 0);
      const ids = [(await rowsOf(0))[0]!.id, (await rowsOf(1))[0]!.id, 'nonsense', '99999'];
      assert.equal(await retryWriteBacks(bed.ctx, { ...teamOf(), ids }), 1);
      assert.equal(await retryWriteBacks(bed.ctx, { ...teamOf(), teamId: bed.connectionId, ids }), 0);
    });

    it('is handled once, and neither retried nor handled after that', async () => {
      const [{ id }] = (await rowsOf(0)) as [Row];
      const request = { ...teamOf(), id, note: ' Set by hand. ' };
      await handleDeadLetter(bed.ctx, request);
      const [row] = await bed.sql('select state, handled_by, handled_note, handled_at from outbox where id = $1', [id]);
      assert.deepEqual(row, {
        state: 'handled',
        handled_by: 'Dana Cole',
        handled_note: 'Set by hand.',
        handled_at: new Date(now),
      });
      const done = { code: 'write_back_done' };
      await assert.rejects(handleDeadLetter(bed.ctx, request), done);
      const retry = { ...teamOf(), contactId: people[0]!.id, writeBackId: id };
      await assert.rejects(retryWriteBack(bed.ctx, retry), done);
      await assert.rejects(handleDeadLetter(bed.ctx, { ...request, id: '99999' }), { code: 'write_back_missing' });
      await assert.rejects(handleDeadLetter(bed.ctx, { ...request, id: 'x' }), { code: 'write_back_missing' });
    });
  });
});
