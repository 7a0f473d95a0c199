import assert from 'node:assert/strict';
import { makeSalesforce } from '../../connectors/salesforce/index.ts';
import { TUNING } from '../../connectors/salesforce/tuning.ts';
import { optIn } from '../../src/sync/staffConsent.ts';
import { numberOf, SmallOrg } from './smallOrg.ts';

/** Production's connector with a bulk job already for a dozen people, and no waiting. */
const wait = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const inBulk = makeSalesforce({ ...TUNING, bulkAbove: 10, wait });

const PEOPLE = 12;
const READINGS = [
  { name: 'an incremental import', full: false, bulk: false },
  { name: 'a full import', full: true, bulk: false },
  { name: 'a bulk job', full: true, bulk: true },
] as const;

describe('our own write that comes back', () => {
  let org: SmallOrg;
  beforeEach(async () => {
    // Pages of one row, so that a job is worth its calls.
    org = await SmallOrg.open(PEOPLE, { view: 'AllContacts', pageSizeRows: 1 });
    await org.run();
  });
  afterEach(() => org.close());

  async function everything(): Promise<unknown> {
    const contacts = await Promise.all(org.people.map((_id, person) => org.contact(person)));
    const tables = ['consent_event', 'consent_conflict', 'outbox'] as const;
    return { contacts, counts: await Promise.all(tables.map((table) => org.count(table))) };
  }

  /** Reads it, twice, and expects that nothing was made of it. */
  async function readBack({ full, bulk }: (typeof READINGS)[number]): Promise<void> {
    if (bulk) Object.assign(org.bed.ctx, { connectors: new Map([[inBulk.id, inBulk]]) });
    const before = await everything();
    for (const again of [false, true]) {
      const counts = await org.run(full);
      assert.deepEqual([counts.created, counts.updated, counts.errors], [0, 0, 0]);
      assert.ok(full ? counts.unchanged === PEOPLE : again || counts.unchanged >= 1, 'it was read');
      assert.deepEqual(await everything(), before);
    }
    assert.equal(org.bed.sandbox.calls.byRoute['POST /jobs/query'] ?? 0, bulk ? 2 : 0);
  }

  for (const reading of READINGS) {
    it(`by ${reading.name} changes nothing and makes no history: an opt-out`, async () => {
      await org.text(numberOf(0), 'STOP');
      await org.send();
      assert.equal(org.inCrm(0), true);
      await readBack(reading);
    });

    it(`by ${reading.name} changes nothing and makes no history: an opt-in`, async () => {
      await org.text(numberOf(0), 'STOP');
      await org.send();
      await org.text(numberOf(0), 'START');
      await org.send();
      assert.equal(org.inCrm(0), false);
      await readBack(reading);
    });
  }

  it('does not opt out again who has said START meanwhile', async () => {
    await org.text(numberOf(0), 'STOP');
    await org.send();
    await org.text(numberOf(0), 'START');
    const before = await everything();
    await org.run();
    assert.deepEqual(await everything(), before);
    await org.send();
    assert.deepEqual([(await org.contact(0)).opted_out, org.inCrm(0)], [false, false]);
  });

  it('is no conflict when the person has said STOP again meanwhile', async () => {
    const { id } = await org.contact(0);
    await org.text(numberOf(0), 'STOP');
    await org.send();
    const by = { teamId: org.bed.teamId, contactId: id, actor: 'Dana Cole', cause: 'staff' } as const;
    await optIn(org.bed.ctx, { ...by, reason: 'Asked again by phone.', consentGiven: 'On the phone.' });
    await org.send();
    await org.text(numberOf(0), 'STOP');
    const before = await everything();
    await org.run();
    assert.deepEqual(await everything(), before);
  });

  it('brings what else was edited in the record, and nothing of consent', async () => {
    await org.text(numberOf(0), 'STOP');
    await org.send();
    org.edit(0, { FirstName: 'Sam' });
    const events = await org.count('consent_event');
    const counts = await org.run();
    assert.equal(counts.updated, 1);
    const { first_name: name, opted_out: optedOut, consent_cause: cause } = await org.contact(0);
    assert.deepEqual([name, optedOut, cause], ['Sam', true, 'stop_message']);
    assert.equal(await org.count('consent_event'), events);
  });
});
