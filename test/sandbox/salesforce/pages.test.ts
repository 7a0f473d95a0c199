import assert from 'node:assert/strict';
import { startSalesforceSandbox, type SalesforceSandbox } from './startSalesforceSandbox.ts';

describe('the sandbox org’s pages', () => {
  let sandbox: SalesforceSandbox;

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 300, leads: 20 });
  });
  after(() => sandbox.close());

  const text = async (path: string): Promise<string> => (await fetch(sandbox.url + path)).text();

  it('lists the reports with their folders and sizes', async () => {
    const page = await text('/reports');
    assert.equal(page.match(/<tr>/g)!.length, sandbox.reports().length + 1);
    assert.match(page, new RegExp(`<td>Everybody with time</td>.*<td>${sandbox.count('Contact')}</td>`));
    assert.match(page, /not shared with the API user/);
  });

  it('say that this is not a real Salesforce, and find people by name, number and id', async () => {
    assert.match(await text('/'), /Sandbox org – not a real Salesforce/);
    const [person] = sandbox.find('Contact', (one) => one['MobilePhone'] !== null, 1);
    const digits = String(person!['MobilePhone']).replace(/\D/g, '');
    for (const words of [person!['Name'], digits, person!['Id']]) {
      assert.ok(
        (await text(`/?q=${encodeURIComponent(String(words))}`)).includes(`/Contact/${String(person!['Id'])}`),
        String(words),
      );
    }
    assert.match(await text('/?type=Lead'), /href="\/Lead\/00Q/);
    assert.equal((await fetch(`${sandbox.url}/nothing`)).status, 404);
  });

  it('escape what people typed', async () => {
    const id = sandbox.insert('Contact', { LastName: '<img src=x onerror=alert(1)>' });
    const page = await text(`/Contact/${id}`);
    assert.equal(page.includes('<img'), false);
    assert.match(page, /&#60;img/);
  });

  it('edit a record as the org’s staff would: the changed fields alone, and its stamps move', async () => {
    const [person] = sandbox.find('Contact', (one) => one['SMS_Opt_Out__c'] === false, 1);
    const path = `/Contact/${String(person!['Id'])}`;
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(person!))
      if (value !== null && typeof value !== 'boolean') form.set(name, String(value));
    form.set('SMS_Opt_Out__c', 'on');
    form.set('Stage__c', 'Enrolled');
    const response = await fetch(sandbox.url + path, { method: 'POST', body: form });
    assert.match(await response.text(), /Saved\./);
    const after = sandbox.record('Contact', String(person!['Id']))!;
    assert.deepEqual(
      [after['SMS_Opt_Out__c'], after['Stage__c'], after['FirstName']],
      [true, 'Enrolled', person!['FirstName']],
    );
    assert.ok(String(after['SystemModstamp']) > String(person!['SystemModstamp']));
    assert.equal(sandbox.writes.length, 0, 'not a write of the API');
  });
});
