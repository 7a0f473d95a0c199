import assert from 'node:assert/strict';
import { correctMobile } from '../../src/sync/correctMobile.ts';
import { RequestError } from '../../src/sync/errors.ts';
import { numberOf, SmallOrg } from './smallOrg.ts';

const NEW = '+17165559000';

describe('correcting a number', () => {
  let org: SmallOrg;
  beforeEach(async () => {
    org = await SmallOrg.open(3);
    await org.run();
  });
  afterEach(() => org.close());

  async function correct(person: number, mobile: string): Promise<void> {
    org.pass(2);
    const { id } = await org.contact(person);
    await correctMobile(org.bed.ctx, { teamId: org.bed.teamId, contactId: id, mobile, actor: 'Dana Cole' });
  }
  const marker = async (person: number): Promise<unknown> =>
    (
      await org.bed.sql(
        `select mobile, mobile_corrected_by as by, mobile_corrected_at is not null as corrected, mobile_replaced as replaced
         from contact where contact_id = $1`,
        [org.people[person]],
      )
    )[0];
  const refusal = (code: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof RequestError);
    assert.equal(error.code, code);
    assert.match(error.message, words);
    return true;
  };

  it('keeps who corrected it and what it replaced, moves the contact’s date, and is no consent event', async () => {
    const before = await org.contact(0);
    const events = await org.count('consent_event');
    await correct(0, '(716) 555-9000');
    const after = await org.contact(0);
    assert.deepEqual(await marker(0), { mobile: NEW, by: 'Dana Cole', corrected: true, replaced: numberOf(0) });
    assert.deepEqual([after.changed_at > before.changed_at, after.changed_by_run], [true, null]);
    assert.equal(await org.count('consent_event'), events);
    assert.equal(org.inCrm(0, 'MobilePhone'), numberOf(0), 'numbers are never written to the CRM');
  });

  it('is not undone by imports, which take the rest of the row and say so each time, writing nothing more', async () => {
    await correct(0, NEW);
    org.edit(0, { FirstName: 'Sam' });
    const first = await org.run();
    assert.deepEqual([first.updated, first.warnings], [1, 1]);
    const taken = await org.contact(0);
    assert.deepEqual([taken.mobile, taken.first_name], [NEW, 'Sam']);
    const written = await org.bed.sql('select xmin::text from contact where id = $1', [taken.id]);
    for (let run = 0; run < 2; run += 1) {
      const again = await org.run(true);
      assert.deepEqual([again.updated, again.unchanged, again.warnings], [0, 3, 1]);
    }
    assert.deepEqual(await org.bed.sql('select xmin::text from contact where id = $1', [taken.id]), written);
    const issues = await org.bed.sql<{ code: string; value: string; message: string }>(
      'select code, value, message from row_issue',
    );
    assert.equal(issues.length, 3);
    assert.deepEqual(issues[0], {
      code: 'stale_mobile',
      value: numberOf(0),
      message:
        'The old number was not put back: it was corrected here on Nov 20. The rest of the row is in. ' +
        'Correct it in Salesforce to end this note.',
    });
  });

  it('ends when the source has caught up, and when it says another number', async () => {
    await correct(0, NEW);
    await correct(1, '+17165559001');
    org.edit(0, { MobilePhone: NEW });
    org.edit(1, { MobilePhone: '+17165559002' });
    const counts = await org.run();
    assert.deepEqual([counts.updated, counts.warnings], [1, 0]);
    const none = { by: null, corrected: false, replaced: null };
    assert.deepEqual(await marker(0), { mobile: NEW, ...none });
    assert.deepEqual(await marker(1), { mobile: '+17165559002', ...none });
  });

  it('made twice, still knows what the source says', async () => {
    await correct(0, '+17165559001');
    await correct(0, NEW);
    assert.deepEqual(await marker(0), { mobile: NEW, by: 'Dana Cole', corrected: true, replaced: numberOf(0) });
    org.edit(0, { FirstName: 'Sam' });
    await org.run();
    assert.equal((await org.contact(0)).mobile, NEW);
  });

  it('to a number that texted STOP opts out at once, and the CRM hears of it', async () => {
    await org.text(NEW, 'STOP');
    await correct(0, NEW);
    const contact = await org.contact(0);
    assert.deepEqual([contact.opted_out, contact.consent_cause], [true, 'stop_message']);
    const [event] = await org.bed.sql(
      'select change, cause, actor, mobile, evidence from consent_event where contact_id = $1',
      [contact.id],
    );
    assert.deepEqual(event, {
      change: 'opted_out',
      cause: 'stop_message',
      actor: 'Dana Cole',
      mobile: NEW,
      evidence: { rule: 'number_stopped' },
    });
    await org.send();
    assert.equal(org.inCrm(0), true);
  });

  it('leaves the contact’s own opt-out with the contact, and its old number to whom it belongs', async () => {
    await org.text(numberOf(0), 'STOP');
    await correct(0, NEW);
    assert.equal((await org.contact(0)).opted_out, true);
    await correct(1, numberOf(0));
    const other = await org.contact(1);
    assert.deepEqual([other.opted_out, other.consent_cause], [true, 'stop_message'], 'the number said STOP');
    await org.text(NEW, 'START');
    assert.deepEqual([(await org.contact(0)).opted_out, (await org.contact(1)).opted_out], [false, true]);
  });

  it('gives nobody the START of who had the number before', async () => {
    await org.text(numberOf(0), 'STOP');
    await org.text(numberOf(0), 'START');
    await org.text(numberOf(1), 'STOP');
    await correct(0, NEW);
    await correct(1, numberOf(0));
    assert.equal((await org.contact(1)).opted_out, true);
  });

  it('keeps the number from others: in later imports, and before the source has caught up', async () => {
    await correct(0, NEW);
    org.edit(1, { MobilePhone: NEW });
    org.edit(2, { MobilePhone: numberOf(0) });
    const counts = await org.run();
    assert.deepEqual([counts.errors, counts.updated], [1, 1]);
    assert.deepEqual(
      await Promise.all([0, 1, 2].map(async (person) => (await org.contact(person)).mobile)),
      [NEW, numberOf(1), numberOf(0)],
    );
  });

  it('is refused for what is no number, the same one, somebody else’s, and nobody', async () => {
    await assert.rejects(correct(0, '555-9000'), refusal('number_refused', /^The number was not corrected\. Type it with ten digits/));
    await assert.rejects(correct(0, numberOf(0)), refusal('number_same', /^Pat Number 0 has 1-716-555-2000 already/));
    await assert.rejects(
      correct(0, numberOf(1)),
      refusal('number_taken', new RegExp(`^1-716-555-2001 already belongs to Pat Number 1 \\(${org.people[1]}\\)`)),
    );
    const nobody = { teamId: org.bed.teamId, mobile: NEW, actor: 'Dana Cole' };
    for (const contactId of ['999', 'x']) {
      await assert.rejects(correctMobile(org.bed.ctx, { ...nobody, contactId }), refusal('contact_missing', /can’t be found/));
    }
  });

  it('to the same number by two people at once goes to one of them', async () => {
    const results = await Promise.allSettled([correct(0, NEW), correct(1, NEW), correct(2, NEW)]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected']);
    for (const result of results) {
      if (result.status === 'rejected') assert.equal((result.reason as RequestError).code, 'number_taken');
    }
  });
});
