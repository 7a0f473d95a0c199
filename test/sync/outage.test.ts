import assert from 'node:assert/strict';
import type { Connector } from '../../src/contract/connector.ts';
import { receiveMessages } from '../../src/sync/receiveMessages.ts';
import { startWriteBackDispatcher, type WriteBackDispatcher } from '../../src/sync/writeBackDispatcher.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { VirtualTime } from '../support/virtualTime.ts';

const STOPS = 5000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Call {
  readonly kind: 'write' | 'read';
  readonly at: number;
  readonly records: number;
}

describe('a CRM that is away for a day', () => {
  let bed: TestBed;
  let time: VirtualTime;
  let calls: Call[];
  let dispatchers: WriteBackDispatcher[];
  let people: { contact_id: string; mobile: string }[];
  let messages = 0;

  const counted = (connector: Connector): Connector => ({
    ...connector,
    open(access, deps) {
      const open = connector.open(access, deps);
      const note = (kind: Call['kind'], records: number): void =>
        void calls.push({ kind, at: time.now().getTime(), records });
      return {
        ...open,
        writeBack(items, signal) {
          note('write', items.length);
          return open.writeBack!(items, signal);
        },
        readRecords(request, signal) {
          note('read', request.recordIds.length);
          return open.readRecords!(request, signal);
        },
      };
    },
  });
  const dispatch = (owner: string): WriteBackDispatcher => {
    const connectors = new Map([...bed.ctx.connectors].map(([id, connector]) => [id, counted(connector)]));
    const dispatcher = startWriteBackDispatcher({ ...bed.ctx, connectors }, owner, { after: time.after });
    dispatchers.push(dispatcher);
    return dispatcher;
  };
  const atRest = async (): Promise<void> => void (await Promise.all(dispatchers.map((one) => one.atRest())));
  const stop = async (from: number, to: number): Promise<void> => {
    const { teamId } = bed;
    const base = { provider: 'twilio', teamId, to: '+17165550100', body: 'STOP', verdict: null } as const;
    await receiveMessages(
      bed.ctx,
      people.slice(from, to).map((one) => ({
        ...base,
        providerId: `SM${++messages}`,
        from: one.mobile,
        receivedAt: time.now(),
      })),
    );
    for (const dispatcher of dispatchers) dispatcher.wake(bed.connectionId);
    await atRest();
  };
  const states = async (): Promise<Record<string, number>> => {
    const rows = await bed.sql<{ state: string; count: number }>(
      'select state, count(*)::int as count from outbox group by state',
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const writes = (): Call[] => calls.filter(({ kind }) => kind === 'write');
  const gate = async () =>
    (
      await bed.sql<{ writes_failing_since: Date | null; writes_retry_at: Date | null; writes_failing_code: string }>(
        'select writes_failing_since, writes_retry_at, writes_failing_code from connection',
      )
    )[0]!;
  const open = async (contacts: number): Promise<void> => {
    bed = await createTestBed({ sandbox: { contacts, leads: 0, now: () => time.now() }, view: 'AllContacts' });
    bed.clock.now = time.now;
    await bed.run();
    people = await bed.sql('select contact_id, mobile from contact where not opted_out and mobile is not null order by id');
  };

  beforeEach(() => {
    time = new VirtualTime(new Date('2026-11-20T15:00:00Z'));
    calls = [];
    dispatchers = [];
  });
  afterEach(async () => {
    await Promise.all(dispatchers.map((one) => one.stop()));
    await bed.close();
  });

  it('loses none of 5,000 STOPs, is asked seldom, and has them all within a minute of its return', async function () {
    this.timeout(180_000);
    await open(Math.ceil(STOPS * 1.5));
    assert.ok(people.length >= STOPS, `${people.length} people`);
    dispatch('one');
    dispatch('two');
    bed.sandbox.addFault({ route: /PATCH/, kind: 'unavailable_html', times: 1e9 });

    await stop(0, 2000);
    for (let quarter = 0; quarter < 4; quarter += 1) {
      await stop(2000 + quarter * 500, 2500 + quarter * 500);
      await time.pass(2 * MINUTE_MS, atRest);
    }
    // Half a second, one, two … up to half a minute, whoever asks and however many wait.
    assert.ok(writes().length <= 8 + 8 * 2.3, `${writes().length} calls in 8 minutes`);
    assert.ok(writes().every(({ records }, i) => records <= (i < 2 ? 200 : 20)));
    assert.equal((await gate()).writes_failing_code, 'OUTAGE');

    time.leap(23 * HOUR_MS);
    await stop(4000, STOPS);
    await time.pass(4 * MINUTE_MS, atRest);
    assert.ok(writes().length <= 9 + 13 * 2.3, `${writes().length} calls in a day`);
    assert.deepEqual(await states(), { waiting: STOPS });

    bed.sandbox.clearFaults();
    const before = calls.length;
    const returned = time.now().getTime();
    await time.pass(MINUTE_MS, atRest);
    assert.deepEqual(await states(), { confirmed: STOPS });
    const after = calls.slice(before);
    const sent = after.filter(({ kind }) => kind === 'write');
    assert.equal(sent.reduce((sum, { records }) => sum + records, 0), STOPS, 'each was sent once');
    assert.ok(sent.length <= 2 + STOPS / 200, `${sent.length} calls`);
    assert.ok(sent[0]!.records <= 20 && sent[0]!.at - returned <= 30_000, 'one small call asks first');
    assert.ok(after.filter(({ kind }) => kind === 'read').length <= 6, 'read back together');
    assert.deepEqual(await gate(), { writes_failing_since: null, writes_retry_at: null, writes_failing_code: null });
    const [verified] = await bed.sql<{ count: number }>(
      `select count(*)::int as count from outbox where read_back = 'verified'`,
    );
    assert.equal(verified!.count, STOPS);
    const ids = people.slice(0, STOPS).map((one) => one.contact_id);
    assert.ok(ids.every((id) => bed.sandbox.record('Contact', id)!['SMS_Opt_Out__c'] === true));
  });

  for (const kind of ['reset_mid_body', 'server_error'] as const) {
    it(`asks no more often when it fails with ${kind}`, async () => {
      await open(300);
      dispatch('one');
      bed.sandbox.addFault({ route: /PATCH/, kind, times: 1e9 });
      await stop(0, 50);
      await time.pass(5 * MINUTE_MS, atRest);
      assert.ok(writes().length <= 7 + 5 * 2.3, `${writes().length} calls`);
      bed.sandbox.clearFaults();
      await time.pass(MINUTE_MS, atRest);
      assert.deepEqual(await states(), { confirmed: 50 });
    });
  }

  it('is asked once an hour when it names its daily limit, and at once when a person asks', async () => {
    await open(100);
    const dispatcher = dispatch('one');
    bed.sandbox.addFault({ route: /PATCH/, kind: 'daily_limit', times: 1e9 });
    await stop(0, 5);
    await time.pass(4 * HOUR_MS, atRest);
    assert.ok(writes().length >= 4 && writes().length <= 5, `${writes().length} calls`);
    assert.deepEqual(await states(), { waiting: 5 });
    bed.sandbox.clearFaults();
    await bed.sql('update connection set writes_retry_at = writes_failing_since');
    dispatcher.wake(bed.connectionId);
    await atRest();
    assert.deepEqual(await states(), { confirmed: 5 });
  });

  it('does not leave a gate behind that nothing waits at', async () => {
    await open(100);
    const dispatcher = dispatch('one');
    bed.sandbox.addFault({ route: /PATCH/, kind: 'unavailable_html', times: 1e9 });
    await stop(0, 1);
    assert.ok((await gate()).writes_failing_since);
    await bed.sql(`update outbox set state = 'superseded'`);
    await dispatcher.sweep();
    assert.equal((await gate()).writes_failing_since, null);
  });
});
