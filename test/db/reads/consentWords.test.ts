import assert from 'node:assert/strict';
import { conflictSentence, consentBand, consentLift, eventSentence } from '../../../src/db/reads/consentWords.ts';

const AT = new Date('2026-11-03T19:14:09Z');
const MARIA = { name: 'Maria Lopez', optedOut: true, mobile: '+17165550188', createdAt: AT };
type Event = Parameters<typeof eventSentence>[0];
const event = (part: Partial<Event>): Event => ({
  change: 'opted_out',
  cause: 'stop_message',
  actor: 'The contact',
  occurred_at: AT,
  evidence: {},
  ...part,
});

describe('consent in words', () => {
  it('says what happened in one sentence for every cause', () => {
    const said: [Event, string][] = [
      [event({ evidence: { message: 'Stop pls' } }), 'Opted out by text “Stop pls”, read as STOP'],
      [event({ evidence: { message: 'STOP' } }), 'Opted out by text “STOP”'],
      [event({ evidence: {} }), 'Opted out by text, read as STOP'],
      [
        event({ change: 'opted_in', cause: 'start_message', evidence: { message: 'yes!' } }),
        'Opted in by text “yes!”, read as START',
      ],
      [event({ evidence: { rule: 'number_stopped', runId: 'r' } }), 'Opted out: this number had texted STOP before'],
      [
        event({ cause: 'staff', actor: 'Dana Cole', evidence: { reason: 'Asked at the desk' } }),
        'Opted out by Dana Cole: “Asked at the desk”',
      ],
      [
        event({
          change: 'opted_in',
          cause: 'api',
          actor: 'API (SIS)',
          evidence: { reason: 'Signed again', consentGiven: 'Form 12' },
        }),
        'Opted in by API (SIS): “Signed again”. Consent was given: “Form 12”',
      ],
      [
        event({ cause: 'import', actor: 'Salesforce', evidence: { field: 'SMS_Opt_Out__c', row: 14, runId: 'r' } }),
        'Opted out by an import: Salesforce said so in SMS_Opt_Out__c, row 14 of its run',
      ],
      [
        event({ cause: 'import', actor: 'Salesforce', evidence: { field: null } }),
        'Opted out by an import: Salesforce said so',
      ],
    ];
    for (const [one, sentence] of said) assert.equal(eventSentence(one), sentence);
  });

  it('answers in one sentence whether this person may be texted', () => {
    const stop = event({ evidence: { message: 'Stop pls', toNumber: '+17165550100' } });
    assert.equal(
      consentBand(MARIA, stop),
      'Opted out. Maria Lopez texted “Stop pls” to 1-716-555-0100 on Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14 UTC).',
    );
    assert.match(
      consentBand({ ...MARIA, optedOut: false }, null),
      /^May be texted\. No change of texting preference since .+ ET \(.+ UTC\)\.$/,
    );
    assert.match(
      consentBand({ ...MARIA, optedOut: false, mobile: null }, null),
      /^Can’t be texted: there is no mobile number/,
    );
    assert.match(
      consentBand(MARIA, event({ evidence: { rule: 'number_stopped' } })),
      /^Opted out\. Opted out: this number had texted STOP before, on Nov 3, 2026/,
    );
    assert.equal(consentBand(MARIA, null), 'Opted out.');
  });

  it('says what would lift an opt-out, and nothing when there is none', () => {
    assert.equal(consentLift({ ...MARIA, optedOut: false }, null), '');
    assert.equal(
      consentLift(MARIA, event({})),
      'Only a START from 1-716-555-0188 lifts this, or an admin’s written reason.',
    );
    assert.match(
      consentLift(MARIA, event({ cause: 'import' })),
      /^An import that says opted in lifts this, a START from 1-716-555-0188/,
    );
    assert.match(
      consentLift({ ...MARIA, mobile: null }, event({ cause: 'staff' })),
      /^A START from the contact lifts this/,
    );
  });

  it('names the rule for which a CRM value was not applied', () => {
    const conflict = { connection_name: 'Salesforce', crm_value: 'opted in' };
    for (const rule of ['stop_stands', 'write_back_waiting', 'staff_opt_out_stands']) {
      assert.match(
        conflictSentence({ ...conflict, rule }),
        /^Salesforce said opted in; kept opted out, because .+ \(consent rule 3\)$/,
      );
    }
  });
});
