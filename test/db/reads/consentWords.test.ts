import assert from 'node:assert/strict';
import { consentBand, consentLift } from '../../../src/db/reads/bandWords.ts';
import { conflictSentence, settledWords } from '../../../src/db/reads/conflictWords.ts';
import { eventSentence } from '../../../src/db/reads/eventWords.ts';

const AT = new Date('2026-11-03T19:14:09Z');
const MARIA = { name: 'Maria Lopez', optedOut: true, mobile: '+17165550188', createdAt: AT, review: null };
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
      [
        event({ evidence: { message: 'quit sending me stuff pls', reading: 'quit sending me' } }),
        'Opted out by text “quit sending me stuff pls”, read as STOP because of “quit sending me”',
      ],
      [
        event({ evidence: { message: 'Basta', reading: 'provider' } }),
        'Opted out by text “Basta”, read as STOP by the provider',
      ],
      [
        event({ actor: 'Dana Cole', evidence: { message: 'leave me', reading: 'review', decidedBy: 'Dana Cole' } }),
        'Opted out by text “leave me”; Dana Cole decided that it means STOP',
      ],
      [
        event({ evidence: { message: 'who?', reading: 'review', decidedBy: 'Dana Cole', wrongNumber: true } }),
        'Opted out by text “who?”; Dana Cole decided that it came from a wrong number',
      ],
      [
        event({ evidence: { message: 'STOP', reading: 'keyword', scope: 'organisation' }, to_team: 'Admissions' }),
        'Opted out by text “STOP”, to a number of Admissions, whose STOP counts in every team',
      ],
      [
        event({ evidence: { message: 'STOP', reading: 'keyword', scope: 'shared' } }),
        'Opted out by text “STOP”, to a number whose inbox several teams share',
      ],
      [
        event({ change: 'paused', cause: 'reply', evidence: { message: 'leave me alone' } }),
        'Texting paused: “leave me alone” may mean STOP',
      ],
      [
        event({
          change: 'resumed',
          cause: 'staff',
          actor: 'Dana Cole',
          evidence: { message: 'stop by at 5?', decidedBy: 'Dana Cole' },
        }),
        'Texting resumed: Dana Cole decided that “stop by at 5?” does not mean STOP',
      ],
      [
        event({ change: 'resumed', cause: 'start_message', evidence: { message: 'START', reading: 'keyword' } }),
        'Texting resumed by text “START”',
      ],
      [
        event({ cause: 'import', actor: 'Dana Cole', evidence: { auditId: 'a', field: 'SMS_Opt_Out__c' } }),
        'Opted out by a drift audit: the CRM said so in SMS_Opt_Out__c, and Dana Cole recorded it',
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
    assert.equal(
      consentBand(
        MARIA,
        event({
          evidence: { message: 'go', reading: 'review', decidedBy: 'Dana Cole', toNumber: '+17165550100', scope: 'shared' },
          to_team: 'Admissions',
        }),
      ),
      'Opted out. Maria Lopez texted “go” to 1-716-555-0100, a number of Admissions, whose inbox several teams share, ' +
        'on Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14 UTC); Dana Cole decided that it means STOP.',
    );
    assert.match(
      consentBand(MARIA, event({ evidence: { message: 'who?', decidedBy: 'Dana Cole', wrongNumber: true } })),
      /^Opted out\. Somebody with this number texted “who\?” on .+; Dana Cole decided that it came from a wrong number\.$/,
    );
  });

  it('says that texting is paused, and what ends it; an opt-out is told before a pause', () => {
    const review = { message: 'leave me alone', receivedAt: AT };
    const paused = { ...MARIA, optedOut: false, review };
    assert.equal(
      consentBand(paused, null),
      'Texting is paused: Maria Lopez texted “leave me alone” on Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14 UTC). ' +
        'Decide in the review queue.',
    );
    assert.equal(
      consentLift(paused, null),
      'Texting goes on when somebody decides that this was no STOP, or with a START from 1-716-555-0188.',
    );
    assert.equal(consentBand({ ...paused, optedOut: true }, null), 'Opted out.');
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
    const rules = [
      'stop_stands',
      'write_back_waiting',
      'staff_opt_out_stands',
      'other_source',
      'row_not_taken',
      'read_back_differs',
    ];
    for (const rule of rules) {
      assert.match(
        conflictSentence({ ...conflict, rule }),
        /^Salesforce said opted in; kept opted out, because .+ \(consent rule 3\)$/,
      );
    }
  });

  it('says how a conflict ended', () => {
    const conflict = { connection_name: 'Salesforce', resolved_at: AT };
    assert.equal(settledWords({ ...conflict, resolved_at: null, resolved_by: null }), '');
    assert.equal(
      settledWords({ ...conflict, resolved_by: 'Salesforce' }),
      'Settled on Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14 UTC): Salesforce says the same since.',
    );
    assert.equal(
      settledWords({ ...conflict, resolved_by: 'Dana Cole' }),
      'Dana Cole sent our state to Salesforce again on Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14 UTC).',
    );
  });
});
