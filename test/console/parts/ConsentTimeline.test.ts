import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('ConsentTimeline', {
  'writes sentence, evidence, both zones, rule and what the CRM was told': async (page) => {
    const entry = page.getByRole('listitem').filter({ hasText: 'read as STOP' }).first();
    const words = await entry.innerText();
    for (const part of ['“Stop pls”', 'Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14:09 UTC)', 'consent rule 1', 'Confirmed', 'Waiting', 'Phone is required.']) {
      assert.ok(words.includes(part), part);
    }
  },
  'tells what reading a write-back back found, and who handled one': async (page) => {
    const entry = page.getByRole('listitem').filter({ hasText: 'read as STOP' }).first();
    for (const part of [
      'Read back Nov 3, 2:14 PM ET: it stands there',
      'Differs',
      'Salesforce holds another value',
      'Record gone',
      'By Dana Cole: “Ticked by hand in Salesforce”',
    ]) {
      assert.ok((await entry.innerText()).includes(part), part);
    }
  },
  'offers to send our state where a conflict stands, and nowhere else': async (page) => {
    const open = page.locator('[data-state="an open conflict"]');
    const send = open.getByRole('button', { name: 'Send our state' });
    assert.equal(await send.count(), 1);
    await send.click();
    await open.getByText('sent k7').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Send our state' }).count(), 1);
  },
  'shows no rule by its code': async (page) => {
    assert.equal(await page.getByText('stop_stands').count(), 0);
  },
  'keeps conflicts in their place': async (page) => {
    const first = page.locator('[data-state="a whole history"] ol > li').first();
    assert.match(await first.innerText(), /Salesforce said opted in; kept opted out/);
  },
});
