import assert from 'node:assert/strict';
import type { ConsentWorld, Seen } from './consentWorld.ts';

/** What must be so, kept apart from the engine: who has said what from which number. */
export class ConsentModel {
  /** Number → its own last word; an admin's lift takes a STOP away. */
  readonly words = new Map<string, 'STOP' | 'START'>();
  /** Numbers with a message that nobody has decided about. */
  readonly doubts = new Set<string>();
  /** People whose opt-out field somebody has emptied by hand in the CRM, by record. */
  readonly emptied = new Set<string>();
  /** People whose dead letter somebody has called handled. */
  readonly handled = new Set<string>();
  /** A page has been read and not merged yet. */
  held = false;
}

/**
 * After every step: a number whose last word was STOP is never textable, what came from a STOP is lifted by no import,
 * no import lifts anything while a change is on its way to the CRM, and nobody is textable while a message of theirs
 * waits to be decided.
 */
export async function checkPromises(
  model: ConsentModel,
  world: ConsentWorld,
  before: readonly Seen[],
): Promise<void> {
  const old = new Map(before.map((contact) => [contact.id, contact]));
  for (const contact of await world.contacts()) {
    const said = model.words.get(contact.mobile);
    if (said === 'STOP') assert.equal(contact.opted_out, true, `${contact.mobile} said STOP and may be texted`);
    if (model.doubts.has(contact.mobile)) {
      assert.ok(contact.opted_out || contact.paused, `${contact.mobile} may have said STOP and may be texted`);
    }
    const was = old.get(contact.id);
    if (was?.opted_out && was.pending && !contact.opted_out) {
      assert.notEqual(contact.consent_cause, 'import', `an import lifted the opt-out of ${contact.mobile} that was on its way`);
    }
    if (was?.consent_cause === 'stop_message' && !contact.opted_out) {
      assert.ok(
        contact.consent_cause === 'start_message' || contact.consent_cause === 'staff',
        `the STOP of ${contact.mobile} was lifted by ${contact.consent_cause}`,
      );
    }
  }
}

/** When nothing is under way any more: both systems say the same, or the difference is shown. */
export async function checkRest(model: ConsentModel, world: ConsentWorld): Promise<void> {
  const changes = await world.lastChanges();
  const contacts = await world.contacts();
  const shown = await world.disagreements();
  assert.equal(contacts.length, world.people.length, 'everybody is in, once');
  for (const contact of contacts) {
    const person = world.people.find(({ record }) => record === contact.contact_id)!;
    const out = world.inCrm(person);
    if (model.words.get(contact.mobile) === 'STOP') {
      assert.equal(contact.opted_out, true, `${contact.mobile} said STOP and may be texted`);
      if (!model.emptied.has(person.record) && !model.handled.has(person.record)) {
        assert.equal(out, true, `the CRM does not know that ${contact.mobile} said STOP`);
      }
    }
    assert.equal(contact.opted_out, changes.get(contact.id) === 'opted_out', 'the ledger folds to the contact’s state');
    if (out !== contact.opted_out) {
      assert.ok(contact.opted_out, 'nobody may be texted whom the CRM has opted out');
      assert.ok(shown.has(contact.contact_id), `what the CRM says of ${contact.mobile} and was not applied is not shown`);
    }
  }
  assert.ok(await world.chainIsWhole(), 'the ledger’s chain is whole');
}
