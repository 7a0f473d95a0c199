import assert from 'node:assert/strict';
import fc from 'fast-check';
import { consentSteps, type ConsentModel } from './consentSteps.ts';
import { ConsentWorld } from './consentWorld.ts';

/** Runs from another seed each time; a failure prints the seed and the steps, shortest first. */
const RUNS = Number(process.env['CONSENT_RUNS'] ?? 10);
const PEOPLE = 2;
/** On a slow machine there are fewer runs. */
const LIMIT_MS = RUNS * 2000;

describe('consent, whatever happens', () => {
  it('does not let an opt-in that is late undo the CRM’s own opt-out', async () => {
    const world = await ConsentWorld.open(1);
    try {
      await world.runWhole(true);
      await world.text(world.numbers[0]!, 'STOP');
      await world.dispatch();
      world.failWrites('unavailable_html', 1);
      await world.text(world.numbers[0]!, 'START');
      await world.dispatch();
      world.pass(2000);
      world.edit(world.people[0]!, { SMS_Opt_Out__c: true, FirstName: 'Sam' });
      await world.runWhole(false);
      await world.comeToRest();
      assert.deepEqual([world.inCrm(world.people[0]!), (await world.contacts())[0]!.opted_out], [true, true]);
    } finally {
      await world.close();
    }
  });

  it('never makes a number textable that said STOP, and leaves the CRM saying the same', async function () {
    this.timeout(LIMIT_MS + 60_000);
    await fc.assert(
      fc.asyncProperty(consentSteps(PEOPLE, 60), async (steps) => {
        const world = await ConsentWorld.open(PEOPLE);
        try {
          const model: ConsentModel = { words: new Map(), emptied: new Set(), held: false };
          await world.runWhole(true);
          await fc.asyncModelRun(() => ({ model, real: world }), steps);
          await world.comeToRest();
          await checkRest(model, world);
        } finally {
          await world.close();
        }
      }),
      // The time limit ends the search for a shorter sequence as well.
      { numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MS },
    );
  });
});

async function checkRest(model: ConsentModel, world: ConsentWorld): Promise<void> {
  const changes = await world.lastChanges();
  for (const contact of await world.contacts()) {
    const person = contact.contact_id;
    if (model.words.get(contact.mobile) === 'STOP') {
      assert.equal(contact.opted_out, true, `${contact.mobile} said STOP and may be texted`);
      if (!model.emptied.has(person)) assert.equal(world.inCrm(person), true, `the CRM knows that ${contact.mobile} said STOP`);
    }
    assert.equal(contact.opted_out, changes.get(contact.id) === 'opted_out', 'the ledger folds to the contact’s state');
    if (world.inCrm(person) !== contact.opted_out) {
      assert.ok(contact.opted_out, 'nobody may be texted whom the CRM has opted out');
      assert.ok(await world.hasConflict(contact), 'what the CRM says and was not applied is shown');
    }
  }
}
