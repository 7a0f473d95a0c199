import assert from 'node:assert/strict';
import { RequestError } from '../../src/sync/errors.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { decideReview, type ReviewDecision } from '../../src/sync/review.ts';
import { optIn, optOut } from '../../src/sync/staffConsent.ts';
import { ANN, BEN, CLEO, NOBODY, NOW, OWN_NUMBER, openMessageWorld, type MessageWorld } from './messageWorld.ts';

const DOUBTFUL = 'leave me alone';

describe('a message that may mean STOP', () => {
  let world: MessageWorld;
  let teamId: string;
  before(async () => {
    world = await openMessageWorld();
    teamId = world.teams[0];
  });
  beforeEach(() => world.reset());
  after(() => world.close());

  /** @returns the message's ID at the provider */
  const text = async (from: string, body: string): Promise<string> => {
    const message = world.message(from, body);
    await receiveMessage(world.ctx, message);
    return message.providerId;
  };
  const items = (): Promise<{ id: string; state: string; decided_by: string | null; wrong_number: boolean }[]> =>
    world.sql('select id::text, state, decided_by, wrong_number from review_item order by review_item.id');
  const states = async (): Promise<string[]> => (await items()).map(({ state }) => state);
  const ledger = async (): Promise<string[]> =>
    (
      await world.sql<{ line: string }>(
        `select change || ' ' || cause || ' ' || actor as line from consent_event where team_id = $1 order by seq`,
        [teamId],
      )
    ).map(({ line }) => line);
  const decide = async (decision: ReviewDecision, index = 0): Promise<void> =>
    decideReview(world.ctx, { teamId, itemId: (await items())[index]!.id, decision, actor: 'Dana Cole' });
  const refusedAs = (code: string) => (error: unknown) => error instanceof RequestError && error.code === code;
  const staff = async (mobile: string) => ({
    teamId,
    contactId: await world.contactId(teamId, mobile),
    actor: 'Dana Cole',
    cause: 'staff' as const,
    reason: 'Asked by phone.',
  });
  const lift = async (mobile: string) =>
    optIn(world.ctx, { ...(await staff(mobile)), consentGiven: 'A signed form of today.' });

  it('pauses texting and waits for a decision, each message for its own', async () => {
    await text(ANN, DOUBTFUL);
    await text(ANN, DOUBTFUL);
    assert.deepEqual(await world.textable(ANN), ['paused', 'opted in', null]);
    assert.deepEqual(await states(), ['open', 'open']);
    assert.deepEqual(await ledger(), ['paused reply The contact', 'paused reply The contact']);
    const [item] = await world.sql<{ body: string; doubt: string; contact_id: number }>('select * from review_item');
    assert.equal(item!.body, DOUBTFUL);
    assert.notEqual(item!.doubt, '');
    assert.equal(String(item!.contact_id), await world.contactId(teamId, ANN));
    assert.equal((await world.sql('select 1 from outbox')).length, 0);
  });

  it('is kept and asks nothing of anybody when they are opted out already', async () => {
    await text(ANN, 'STOP');
    await text(NOBODY, 'STOP');
    await text(ANN, DOUBTFUL);
    await text(NOBODY, DOUBTFUL);
    assert.deepEqual(await states(), []);
    assert.equal((await world.sql(`select 1 from inbound_message where verdict = 'doubtful'`)).length, 2);
  });

  it('is settled by a STOP, a START or an UNSTOP of that number; not by YES, nor by somebody else', async () => {
    await text(ANN, DOUBTFUL);
    await text(ANN, 'YES');
    await text(BEN, 'START');
    assert.deepEqual(await states(), ['open']);
    await text(ANN, 'START');
    assert.deepEqual(await states(), ['answered']);
    assert.deepEqual(await ledger(), ['paused reply The contact', 'resumed start_message The contact']);
    assert.deepEqual(await world.textable(ANN), ['opted in', 'opted in', null]);
    await text(ANN, DOUBTFUL);
    await text(ANN, 'STOP');
    await text(BEN, DOUBTFUL);
    await text(BEN, 'UNSTOP');
    assert.deepEqual(await states(), ['answered', 'answered', 'answered']);
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted in', null]);
  });

  it('is the person’s own word once an admin says so: from when it came, written back, for every open item', async () => {
    const providerId = await text(ANN, DOUBTFUL);
    await text(ANN, DOUBTFUL);
    await text(BEN, DOUBTFUL);
    await decide('opt_out');
    assert.deepEqual(await states(), ['opted_out', 'opted_out', 'open']);
    assert.deepEqual((await items())[1]!.decided_by, 'Dana Cole');
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted in', null]);
    const [event] = await world.sql<Record<string, unknown>>(
      `select cause, actor, occurred_at, evidence from consent_event where change = 'opted_out'`,
    );
    assert.deepEqual(event, {
      cause: 'stop_message',
      actor: 'Dana Cole',
      occurred_at: NOW,
      evidence: { message: DOUBTFUL, providerId, toNumber: OWN_NUMBER, reading: 'review', decidedBy: 'Dana Cole' },
    });
    assert.equal((await world.sql('select 1 from number_stop where mobile = $1', [ANN])).length, 1);
    assert.equal((await world.sql(`select 1 from outbox where change = 'opted_out'`)).length, 1);
    await assert.rejects(decide('keep'), refusedAs('review_decided'));
    await assert.rejects(decide('keep', 1), refusedAs('review_decided'));
  });

  it('of somebody nobody knows stops the number when decided so', async () => {
    await text(NOBODY, DOUBTFUL);
    await decide('wrong_number');
    assert.deepEqual(await items(), [{ ...(await items())[0]!, state: 'opted_out', wrong_number: true }]);
    assert.equal((await world.sql('select 1 from number_stop where mobile = $1', [NOBODY])).length, 1);
    const [event] = await world.sql<{ contact_id: null; evidence: Record<string, unknown> }>(
      `select contact_id, evidence from consent_event where change = 'opted_out'`,
    );
    assert.equal(event!.contact_id, null);
    assert.equal(event!.evidence['wrongNumber'], true);
  });

  it('goes on as before when kept; other messages of the number still wait', async () => {
    await text(ANN, DOUBTFUL);
    await text(ANN, DOUBTFUL);
    await decide('keep');
    assert.deepEqual(await states(), ['kept', 'open']);
    assert.deepEqual(await world.textable(ANN), ['paused', 'opted in', null]);
    await decide('keep', 1);
    assert.deepEqual(await world.textable(ANN), ['opted in', 'opted in', null]);
    assert.deepEqual((await ledger()).slice(2), ['resumed staff Dana Cole', 'resumed staff Dana Cole']);
    assert.equal((await world.sql('select 1 from outbox')).length, 0);
  });

  it('holds the contact that sent it when its number moves on, and whoever has the number now', async () => {
    await text(ANN, DOUBTFUL);
    await text(BEN, DOUBTFUL);
    const annId = await world.contactId(teamId, ANN);
    const moveAnn = (mobile: string) => world.sql('update contact set mobile = $2 where id = $1', [annId, mobile]);
    try {
      await moveAnn('+17165552088');
      assert.deepEqual(await world.textable('+17165552088'), ['paused', null, null]);
      await decide('wrong_number');
      assert.deepEqual(await world.textable('+17165552088'), ['opted in', null, null]);
      await moveAnn(ANN);
      await text(CLEO, DOUBTFUL);
      await world.sql('update contact set mobile = $2 where id = $1', [annId, CLEO]);
      assert.deepEqual(await world.textable(CLEO), ['paused', 'opted in', null]);
      await decide('opt_out', 2);
      assert.deepEqual(await world.textable(CLEO), ['opted out', 'opted in', null]);
    } finally {
      await moveAnn(ANN);
    }
  });

  it('is decided once when two admins are as quick as each other', async () => {
    await text(ANN, DOUBTFUL);
    const ends = await Promise.allSettled([decide('opt_out'), decide('keep'), decide('opt_out'), text(ANN, 'STOP')]);
    const decided = ends.slice(0, 3).filter(({ status }) => status === 'fulfilled');
    const [item] = await items();
    assert.equal(decided.length, item!.state === 'answered' ? 0 : 1);
    assert.notEqual(item!.state, 'open');
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted in', null]);
  });

  it('can’t be decided by another team, nor when there is none', async () => {
    await text(ANN, DOUBTFUL);
    const [item] = await items();
    const by = { decision: 'opt_out', actor: 'Dana Cole' } as const;
    const other = { ...by, teamId: world.teams[1], itemId: item!.id };
    await assert.rejects(decideReview(world.ctx, other), refusedAs('review_missing'));
    for (const itemId of ['999999', 'x', '', '1e3']) {
      await assert.rejects(decideReview(world.ctx, { ...by, teamId, itemId }), refusedAs('review_missing'));
    }
    assert.deepEqual(await states(), ['open']);
  });

  it('is settled by staff who opt the contact out, or in with a written reason', async () => {
    await text(ANN, DOUBTFUL);
    await optOut(world.ctx, await staff(ANN));
    assert.deepEqual(await states(), ['opted_out']);
    await lift(ANN);
    assert.deepEqual(await world.textable(ANN), ['opted in', 'opted in', null]);
    await assert.rejects(lift(ANN), refusedAs('already_opted_in'));

    await text(ANN, DOUBTFUL);
    await lift(ANN);
    assert.deepEqual(await states(), ['opted_out', 'kept']);
    assert.equal((await items())[1]!.decided_by, 'Dana Cole');
    assert.deepEqual((await ledger()).slice(-2), ['paused reply The contact', 'resumed staff Dana Cole']);
    assert.deepEqual(await world.textable(ANN), ['opted in', 'opted in', null]);
  });
});
