import assert from 'node:assert/strict';
import { checkConsentChain } from '../../src/db/reads/chainCheck.ts';
import { createTeam } from '../../src/sync/accounts/createTeam.ts';
import { saveTextingScope } from '../../src/sync/accounts/saveTextingScope.ts';
import { createMessageIntake } from '../../src/sync/messageIntake.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import {
  ANN,
  BEN,
  EVERYBODYS_NUMBER,
  NOBODY,
  openMessageWorld,
  OTHER_TEAMS_NUMBER,
  OWN_NUMBER,
  SHARED_NUMBER,
  type MessageWorld,
} from './messageWorld.ts';

describe('the scope of an opt-out', () => {
  let world: MessageWorld;
  beforeEach(async () => {
    world = await openMessageWorld();
  });
  afterEach(() => world.close());

  const text = (from: string, body: string, to: string): Promise<unknown> =>
    receiveMessage(world.ctx, world.message(from, body, { to }));
  const scopesInLedger = async (): Promise<(string | null)[]> => {
    const rows = await world.sql<{ team_id: string; scope: string | null }>(
      `select team_id, evidence ->> 'scope' as scope from consent_event`,
    );
    return world.teams.map((id) => {
      const own = rows.filter((row) => row.team_id === id);
      return own.length === 0 ? null : (own[0]!.scope ?? 'none');
    });
  };

  it('is the team of the number unless it is set wider', async () => {
    await text(ANN, 'STOP', OWN_NUMBER);
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted in', null]);
    assert.deepEqual(await scopesInLedger(), ['none', null, null]);
  });

  it('is every team that shares the inbox, each with an event of its own', async () => {
    await text(ANN, 'STOP', SHARED_NUMBER);
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted out', null]);
    assert.deepEqual(await scopesInLedger(), ['shared', 'shared', null]);
    assert.equal((await world.sql('select distinct connection_id from outbox')).length, 2);
    await text(ANN, 'START', SHARED_NUMBER);
    assert.deepEqual(await world.textable(ANN), ['opted in', 'opted in', null]);
  });

  it('is every team of the server, also where nobody has the number yet', async () => {
    await text(ANN, 'STOP', EVERYBODYS_NUMBER);
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted out', null]);
    assert.deepEqual(await scopesInLedger(), ['organisation', 'organisation', 'organisation']);
    const stops = await world.sql('select 1 from number_stop where mobile = $1', [ANN]);
    assert.equal(stops.length, 3);
    assert.equal((await world.sql('select 1 from inbound_message')).length, 1);
    for (const teamId of world.teams) {
      assert.equal((await checkConsentChain(world.database.dataSource.manager, teamId)).brokenAt, null);
    }
  });

  it('puts a doubtful message into the queue of every team it reaches', async () => {
    await text(BEN, 'leave me alone', EVERYBODYS_NUMBER);
    assert.deepEqual(await world.textable(BEN), ['paused', null, 'paused']);
    assert.equal((await world.sql(`select 1 from review_item where state = 'open'`)).length, 3);
  });

  it('never reaches beyond by the message of another team’s number', async () => {
    await receiveMessage(world.ctx, world.message(ANN, 'STOP', { to: OTHER_TEAMS_NUMBER, teamId: world.teams[1] }));
    assert.deepEqual(await world.textable(ANN), ['opted in', 'opted out', null]);
    // A number that has changed hands counts in the team the message was signed for.
    await receiveMessage(world.ctx, world.message(BEN, 'STOP', { to: EVERYBODYS_NUMBER, teamId: world.teams[2] }));
    assert.deepEqual(await world.textable(BEN), ['opted in', null, 'opted out']);
  });

  it('counts for messages from its change on', async () => {
    const [teamId, bursar] = world.teams;
    await text(ANN, 'STOP', OWN_NUMBER);
    const change = { teamId, number: OWN_NUMBER, sharedWith: ['bursar', 'admissions', 'bursar'], byOwner: true };
    assert.equal(await saveTextingScope(world.ctx, { ...change, scope: 'shared' }), true);
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted in', null]);
    await text(ANN, 'STOP', OWN_NUMBER);
    assert.deepEqual(await world.textable(ANN), ['opted out', 'opted out', null]);
    await saveTextingScope(world.ctx, { ...change, scope: 'team' });
    assert.equal((await world.sql('select 1 from texting_number_share where number = $1', [OWN_NUMBER])).length, 0);
    await text(ANN, 'START', OWN_NUMBER);
    assert.deepEqual(await world.textable(ANN), ['opted in', 'opted out', null]);
    assert.equal(await saveTextingScope(world.ctx, { ...change, teamId: bursar, scope: 'team' }), false);
  });

  it('reaches teams that are made later, with what still stands', async () => {
    await text(ANN, 'STOP', EVERYBODYS_NUMBER);
    await text(BEN, 'STOP', EVERYBODYS_NUMBER);
    await text(BEN, 'START', EVERYBODYS_NUMBER);
    await text(NOBODY, 'STOP', OWN_NUMBER);
    const { id } = await createTeam(world.ctx, 'Dining', null);
    assert.deepEqual(await world.sql('select mobile from number_stop where team_id = $1', [id]), [{ mobile: ANN }]);
    const [event] = await world.sql<Record<string, unknown>>(
      `select change, cause, actor, mobile, evidence ->> 'message' as message, evidence ->> 'scope' as scope
       from consent_event where team_id = $1`,
      [id],
    );
    assert.deepEqual(event, {
      change: 'opted_out',
      cause: 'stop_message',
      actor: 'The contact',
      mobile: ANN,
      message: 'STOP',
      scope: 'organisation',
    });
    assert.equal((await checkConsentChain(world.database.dataSource.manager, id)).brokenAt, null);
  });

  it('misses no team that is made while STOPs come in', async () => {
    const intake = createMessageIntake(world.ctx);
    const numbers = Array.from({ length: 40 }, (_none, n) => `+1716555${4000 + n}`);
    const [made] = await Promise.all([
      Promise.all(['East', 'North', 'South'].map((name) => createTeam(world.ctx, name, null))),
      Promise.all(numbers.map((from) => intake.take(world.message(from, 'STOP', { to: EVERYBODYS_NUMBER })))),
    ]);
    for (const { id } of made) {
      const stops = await world.sql('select 1 from number_stop where team_id = $1', [id]);
      assert.equal(stops.length, numbers.length);
    }
  });
});
