import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkConsentChain } from '../../src/db/reads/chainCheck.ts';
import { createMessageIntake } from '../../src/sync/messageIntake.ts';
import { receiveMessage, receiveMessages, type ReceivedMessage } from '../../src/sync/receiveMessages.ts';
import {
  ANN,
  arrive,
  BEN,
  CLEO,
  EVERYBODYS_NUMBER,
  NOBODY,
  openMessageWorld,
  OTHER_TEAMS_NUMBER,
  OWN_NUMBER,
  SHARED_NUMBER,
  whatStands,
  type MessageWorld,
} from './messageWorld.ts';

describe('messages from phones', () => {
  let world: MessageWorld;
  before(async () => {
    world = await openMessageWorld();
  });
  beforeEach(() => world.reset());
  after(() => world.close());

  const events = (): Promise<{ change: string; cause: string; evidence: Record<string, unknown> }[]> =>
    world.sql('select change, cause, evidence from consent_event order by id');

  it('opt out at once by a keyword, and say how they were read', async () => {
    const message = world.message(ANN, 'Stop!');
    assert.deepEqual(await receiveMessage(world.ctx, message), { verdict: 'stop', duplicate: false });
    assert.deepEqual(await events(), [
      {
        change: 'opted_out',
        cause: 'stop_message',
        evidence: { message: 'Stop!', providerId: message.providerId, toNumber: OWN_NUMBER, reading: 'keyword' },
      },
    ]);
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted in', null]);
    assert.equal((await world.sql(`select 1 from outbox where state = 'waiting'`)).length, 1);
  });

  it('are read by what the provider says, whatever the words', async () => {
    await receiveMessage(world.ctx, world.message(ANN, 'Hör auf', { verdict: 'stop' }));
    await receiveMessage(world.ctx, world.message(BEN, 'STOP', { verdict: 'help' }));
    assert.deepEqual(
      (await events()).map(({ change, evidence }) => [change, evidence['reading']]),
      [['opted_out', 'provider']],
    );
  });

  it('keep a STOP with signs that no database stores', async () => {
    const odd = world.message(ANN, 'STOP\0', { providerId: 'SM\0odd' });
    const half = world.message(BEN, 'stop \ud83d');
    const taken = await receiveMessages(world.ctx, arrive([odd, half, odd]));
    assert.deepEqual(
      taken.map(({ duplicate }) => duplicate),
      [false, false, true],
    );
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted in', null]);
    assert.deepEqual(
      (await world.sql<{ body: string }>('select body from inbound_message order by body')).map(({ body }) => body),
      ['STOP␀', 'stop \ufffd'],
    );
  });

  it('of a number nobody has are remembered for whoever comes with it, and lifted by its START', async () => {
    await receiveMessage(world.ctx, world.message(NOBODY, 'STOP'));
    assert.equal((await world.sql('select 1 from number_stop where mobile = $1', [NOBODY])).length, 1);
    await receiveMessage(world.ctx, world.message(NOBODY, 'START'));
    assert.equal((await world.sql('select 1 from number_stop')).length, 0);
    assert.deepEqual(
      (await events()).map(({ change }) => change),
      ['opted_out', 'opted_in'],
    );
  });

  it('about something else are kept and change nothing', async () => {
    await receiveMessages(world.ctx, arrive(['See you at 5', 'HELP', 'START'].map((body) => world.message(ANN, body))));
    assert.deepEqual(await events(), []);
    assert.equal((await world.sql('select 1 from inbound_message')).length, 3);
  });

  const bodies = ['STOP', 'Stop texting me', 'START', 'UNSTOP', 'YES', 'HELP', 'leave me alone', 'ok', 'STOP\0'];
  const anyMessage: fc.Arbitrary<ReceivedMessage> = fc
    .record({
      from: fc.constantFrom(ANN, BEN, CLEO, NOBODY),
      to: fc.constantFrom(OWN_NUMBER, SHARED_NUMBER, EVERYBODYS_NUMBER, OTHER_TEAMS_NUMBER),
      body: fc.constantFrom(...bodies),
      verdict: fc.constantFrom(null, null, null, 'stop' as const, 'start' as const),
      id: fc.nat(30),
    })
    .map(({ id, ...rest }) => ({
      ...rest,
      provider: 'twilio' as const,
      providerId: `SM${id}`,
      teamId: world.teams[rest.to === OTHER_TEAMS_NUMBER ? 1 : 0],
    }));

  it('leave the same behind, however they are cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyMessage, fc.boolean()), { minLength: 2, maxLength: 14 }),
        async (sequence) => {
          const messages = arrive(sequence.map(([message]) => message));
          await world.reset();
          const singly = [];
          for (const message of messages) singly.push(...(await receiveMessages(world.ctx, [message])));
          const expected = await whatStands(world);

          await world.reset();
          const together = [];
          let batch: typeof messages = [];
          for (const [index, message] of messages.entries()) {
            batch.push(message);
            if (!sequence[index]![1] && index < messages.length - 1) continue;
            together.push(...(await receiveMessages(world.ctx, batch)));
            batch = [];
          }
          assert.deepEqual(together, singly);
          assert.deepEqual(await whatStands(world), expected);
          for (const teamId of world.teams) {
            assert.equal((await checkConsentChain(world.database.dataSource.manager, teamId)).brokenAt, null);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('that come to several processes at once count once each, and the ledger folds to what stands', async () => {
    const intakes = [createMessageIntake(world.ctx), createMessageIntake({ ...world.ctx })];
    const sample = fc.sample(anyMessage, 120);
    const taken = await Promise.all(
      sample.flatMap((message) => intakes.map((intake) => intake.take(message).then(({ duplicate }) => duplicate))),
    );
    const ids = new Set(sample.map(({ providerId }) => providerId));
    assert.equal(taken.filter((duplicate) => !duplicate).length, ids.size);
    assert.equal((await world.sql('select 1 from inbound_message')).length, ids.size);
    const folded = await world.sql(
      `select distinct on (team_id, mobile) team_id, mobile, change = 'opted_out' as out from consent_event
       where change in ('opted_out', 'opted_in') order by team_id, mobile, seq desc`,
    );
    assert.deepEqual(
      await world.sql(
        `select k.team_id, k.mobile, s.mobile is not null as out from (select distinct team_id, mobile from consent_event
           where change in ('opted_out', 'opted_in')) k
         left join number_stop s on s.team_id = k.team_id and s.mobile = k.mobile order by k.team_id, k.mobile`,
      ),
      folded,
    );
    assert.deepEqual(
      await world.sql(
        `select c.team_id, c.mobile from contact c left join number_stop s on s.team_id = c.team_id and s.mobile = c.mobile
         where c.opted_out <> (s.mobile is not null)`,
      ),
      [],
    );
    for (const teamId of world.teams) {
      assert.equal((await checkConsentChain(world.database.dataSource.manager, teamId)).brokenAt, null);
    }
  });
});

describe('the intake of messages', () => {
  let world: MessageWorld;
  beforeEach(async () => {
    world = await openMessageWorld();
  });
  afterEach(() => world.close());

  const refuse = (body: string): Promise<unknown> =>
    world.sql(`
      create function refuse_one() returns trigger language plpgsql as $$
        begin if new.body = '${body}' then raise exception 'refused by a test'; end if; return new; end $$;
      create trigger refuse_one before insert on inbound_message for each row execute function refuse_one()`);

  it('takes what comes while it is busy into one transaction, in the order it came', async () => {
    const intake = createMessageIntake(world.ctx);
    const bodies = Array.from({ length: 60 }, (_none, n) => (n % 2 === 0 ? 'STOP' : 'START'));
    await Promise.all(bodies.map((body) => intake.take(world.message(ANN, body))));
    const changes = await world.sql<{ change: string }>('select change from consent_event order by seq');
    assert.deepEqual(
      changes.map(({ change }) => change),
      bodies.map((body) => (body === 'STOP' ? 'opted_out' : 'opted_in')),
    );
    const [{ count }] = (await world.sql(
      'select count(distinct xmin::text)::int as count from inbound_message',
    )) as [{ count: number }];
    assert.ok(count <= 4, `${count} transactions`);
  });

  it('loses one message that can’t be taken in, and none of its neighbours', async () => {
    await refuse('the bad one');
    const intake = createMessageIntake(world.ctx);
    const numbers = Array.from({ length: 21 }, (_none, n) => `+1716555${3000 + n}`);
    const bad = world.message(numbers[10]!, 'the bad one');
    const messages = numbers.map((from, n) => (n === 10 ? bad : world.message(from, 'STOP')));
    const ends = await Promise.allSettled(messages.map((message) => intake.take(message)));
    assert.deepEqual(
      ends.flatMap(({ status }, n) => (status === 'rejected' ? [n] : [])),
      [10],
    );
    assert.equal((await world.sql('select 1 from number_stop')).length, 20);
    // Nothing of it was kept, so that it counts when the provider sends it again.
    await world.sql('drop trigger refuse_one on inbound_message');
    assert.equal((await intake.take(bad)).duplicate, false);
    assert.equal((await intake.take(bad)).duplicate, true);
  });

  it('fails everybody who waits when the database is away, and goes on when it is back', async () => {
    const intake = createMessageIntake(world.ctx);
    const failing = createMessageIntake({
      ...world.ctx,
      dataSource: { transaction: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })) } as never,
    });
    const messages = [ANN, BEN, CLEO, NOBODY].map((from) => world.message(from, 'STOP'));
    const ends = await Promise.allSettled(messages.map((message) => failing.take(message)));
    assert.deepEqual(
      ends.map(({ status }) => status),
      messages.map(() => 'rejected'),
    );
    assert.deepEqual(world.logged, []);
    const again = await Promise.all(messages.map((message) => intake.take(message)));
    assert.deepEqual(
      again.map(({ duplicate }) => duplicate),
      messages.map(() => false),
    );
  });
});
