import assert from 'node:assert/strict';
import { describePart } from '../describePart.ts';

describePart('ConsentTimeline', {
  'writes sentence, evidence, both zones, rule and what the CRM was told': async (page) => {
    const entry = page.getByRole('listitem').filter({ hasText: 'read as STOP' }).first();
    const words = await entry.innerText();
    for (const part of ['“Stop pls”', 'Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14:09 UTC)', 'Consent rule 1', 'Confirmed', 'Waiting', 'Phone is required.']) {
      assert.ok(words.includes(part), part);
    }
  },
  'keeps conflicts in their place': async (page) => {
    const first = page.getByRole('list', { name: 'Texting preference, newest first' }).locator('> li').first();
    assert.match(await first.innerText(), /Salesforce said opted in; kept opted out/);
  },
});
