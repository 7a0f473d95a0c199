import assert from 'node:assert/strict';
import { createOrg } from './org.ts';
import { createListViews } from './listViews.ts';
import { wholeRecord } from './recordReads.ts';

const NOW = new Date('2027-03-10T17:00:00Z');
const make = (contacts: number, seed = 1): ReturnType<typeof createOrg> =>
  createOrg({ contacts, leads: 300, seed, now: () => NOW });
const digits = (value: unknown): string => String(value ?? '').replace(/\D/g, '');

describe('the sandbox org’s people', () => {
  const org = make(5000);
  const people = Array.from({ length: 5000 }, (_none, row) => wholeRecord(org, 'Contact', row));
  const leads = Array.from({ length: 300 }, (_none, row) => wholeRecord(org, 'Lead', row));
  const view = people.filter((person) => person['Stage__c'] === 'Admitted' && person['Entry_Term__c'] === 'Fall 2027');

  it('hold 4,210 fall admits of 5,000, with the promised odd numbers and opt-outs', () => {
    assert.equal(view.length, 4210);
    assert.equal(view.filter((person) => digits(person['MobilePhone']).length === 9).length, 9);
    assert.equal(view.filter((person) => person['MobilePhone'] === null).length, 3);
    const textable = view.filter((person) => /^1?[2-9]\d\d555\d{4}$/.test(digits(person['MobilePhone'])));
    assert.equal(textable.length, 4198);
    assert.equal(textable.filter((person) => person['SMS_Opt_Out__c'] === true).length, 96);
    assert.equal(view.filter((person) => person['SMS_Opt_Out__c'] === true).length, 96);
  });

  it('keep the same shares in orgs of other sizes', () => {
    for (const size of [0, 1, 1000, 20_000]) {
      const other = make(size);
      assert.equal(
        createListViews(other, 0).select('Contact', 'Texting_Fall_admits').totalSize,
        Math.floor(size * 0.842),
      );
    }
  });

  it('are the same for the same seed and others for another', () => {
    const again = make(5000);
    assert.deepEqual(wholeRecord(again, 'Contact', 4321), people[4321]);
    assert.notDeepEqual(wholeRecord(make(5000, 2), 'Contact', 4321), people[4321]);
  });

  it('share no number, and have only ones that nobody answers', () => {
    const numbers = [...people, ...leads]
      .flatMap((person) => [person['MobilePhone'], person['Phone']])
      .filter((number) => number !== null)
      .map(digits)
      .filter((number) => number.length > 9)
      .map((number) => number.slice(-10));
    assert.ok(numbers.length > 7000);
    assert.equal(new Set(numbers).size, numbers.length);
    assert.ok(numbers.every((number) => /^[2-9]\d\d555(?!1212)\d{4}$/.test(number)));
    assert.ok(
      new Set(people.map((person) => String(person['MobilePhone']).replace(/\d/g, '#'))).size >= 8,
      'in many spellings',
    );
  });

  it('have ids in org order', () => {
    const ids = people.map((person) => String(person['Id']).slice(0, 15));
    assert.deepEqual(
      ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      ids,
    );
    assert.ok(ids.every((id) => id.startsWith('003')));
  });

  it('were changed over the past year in whole seconds, many in the same one', () => {
    const counts = new Map<string, number>();
    for (const person of people) {
      const stamp = String(person['SystemModstamp']);
      const at = Date.parse(stamp);
      assert.ok(at <= NOW.getTime() - 86_400_000 && at > NOW.getTime() - 367 * 86_400_000, stamp);
      assert.ok(
        Date.parse(String(person['LastModifiedDate'])) <= at && Date.parse(String(person['CreatedDate'])) <= at,
      );
      counts.set(stamp, (counts.get(stamp) ?? 0) + 1);
    }
    const most = [...counts.values()].sort((a, b) => b - a);
    assert.ok(most[0]! > 200 && most[1]! >= 30 && most[1]! < 80, `${most[0]} and ${most[1]} in one second`);
  });

  it('have names that break careless readers', () => {
    const names = people.map((person) => String(person['Name']));
    assert.ok(names.some((name) => name.startsWith('=HYPERLINK(')));
    assert.ok(names.some((name) => /[’']/.test(name)) && names.some((name) => /ễ/.test(name)));
  });

  it('include a few converted leads that name their contact', () => {
    const converted = leads.filter((lead) => lead['IsConverted'] === true);
    assert.ok(converted.length > 0 && converted.length < 20);
    for (const lead of converted) assert.ok(org.tables.Contact.rowOf(String(lead['ConvertedContactId'])) >= 0);
  });

  it('fit by the hundred thousand into little memory', () => {
    const before = process.memoryUsage();
    const big = make(500_000);
    const after = process.memoryUsage();
    const used = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    assert.ok(used < 256 * 1024 * 1024, `${Math.round(used / 1024 / 1024)} MiB`);
    const bulk = big.tables.Contact.stampIndex;
    const mass = Math.floor(NOW.getTime() / 1000) - 91 * 86_400;
    assert.ok(bulk.positionOf(mass + 1) - bulk.positionOf(mass) > 2000, 'more people than a page share one second');
  });
});
