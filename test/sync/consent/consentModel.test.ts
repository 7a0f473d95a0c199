import assert from 'node:assert/strict';
import { DIRECTED, PAIRS, runSequences } from './runSequences.ts';
import { SELDOM, Universe } from './universe.ts';

const SEQUENCES = 2000;

/** `CONSENT_SEED` and `CONSENT_PATH`, as a failure prints them, play it again. */
const { CONSENT_SEED: seed, CONSENT_PATH: path } = process.env;

describe('consent, whatever happens', () => {
  let universe: Universe;
  before(async () => {
    universe = await Universe.open();
  });
  after(() => universe.close());

  it('does not let an opt-in that is late undo the CRM’s own opt-out', async () => {
    const world = await universe.world(1);
    const [person] = world.people;
    await world.runWhole(true);
    await world.text(person!.number, 'STOP');
    await world.dispatch();
    world.failWrites('unavailable_html', 1, 1);
    await world.text(person!.number, 'START');
    await world.dispatch();
    world.pass(2000);
    world.edit(person!, { SMS_Opt_Out__c: true, FirstName: 'Sam' });
    await world.runWhole(false);
    await world.comeToRest();
    assert.deepEqual([world.inCrm(person!), (await world.contacts())[0]!.opted_out], [true, true]);
    await world.close();
  });

  it('takes a step after another: what comes before a page that is held is in', async () => {
    const world = await universe.world(50);
    await world.readPage(true, 2);
    assert.equal((await world.contacts()).length, 40);
    await world.mergeHeldPage();
    assert.equal((await world.contacts()).length, 50);
    await world.close();
  });

  it(`never makes a number textable that said STOP, and leaves the CRM saying the same: ${SEQUENCES} sequences`, async function () {
    this.timeout(SEQUENCES * 1000);
    const first = universe.worlds;
    await runSequences(universe, Math.ceil(SEQUENCES / PAIRS), { seed: seed ? Number(seed) : undefined, path });
    if (path !== undefined) return;
    const random = first + DIRECTED;
    assert.deepEqual(await universe.unreached(first, random), [], 'what no directed sequence has come across');
    const missed = (await universe.unreached(random)).filter((what) => !SELDOM.has(what));
    assert.deepEqual(missed, [], 'what no random sequence has come across');
  });
});
