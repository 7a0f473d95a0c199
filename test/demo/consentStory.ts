import assert from 'node:assert/strict';
import type {
  ContactDetails,
  ContactList,
  DeadLetterGroups,
  DriftAuditList,
  DriftReport,
  OptOutCounts,
  ReviewQueue,
} from '../../src/http/schemas/index.ts';
import { until } from '../support/until.ts';
import { deliverText } from './apiClient.ts';
import { runImport, TEXTING_NUMBER, TEXTING_TOKEN, type ConnectedTeam } from './connectSandbox.ts';
import type { DemoParts } from './story.ts';

type Person = ContactList['contacts'][number];

/** What is left for a person at the end, as the Opt-outs pages show it. */
export type LeftForPerson = Pick<OptOutCounts, 'review' | 'conflicts' | 'deadLetters'>;

/**
 * People answer in their own words; Salesforce refuses an opt-out, and somebody there empties the box of a person who
 * said STOP; an audit compares everybody. What needs a person is left for one.
 */
export async function consentSteps(parts: DemoParts, team: ConnectedTeam): Promise<LeftForPerson> {
  const { api, sandbox, say } = parts;
  const [asks, mayAsk, comes, refused] = await textable(parts, team, 4);
  await text(parts, asks!, 'Please stop texting me');
  await text(parts, mayAsk!, 'Leave me alone');
  await text(parts, comes!, 'I can’t stop by today, sorry!');
  const states = await Promise.all([asks!, mayAsk!, comes!].map((one) => contact(parts, team, one)));
  assert.deepEqual(states.map(({ texting }) => texting), ['opted_out', 'paused', 'opted_in']);
  say('“Please stop texting me” opted out at once, “Leave me alone” paused and waits for review, “I can’t stop by today” did neither.');
  await until(async () => (await contact(parts, team, asks!)).writeBacks[0]?.state === 'verified', {
    what: 'the opt-out being read back from Salesforce',
  });

  sandbox.addFault({ route: /^PATCH /, kind: 'validation_rule' });
  await text(parts, refused!, 'STOP');
  const dead = await until(
    async () => {
      const { groups } = await api.get<DeadLetterGroups>(`${team.path}/opt-outs/dead-letters`);
      return groups[0] ?? null;
    },
    { what: 'the refused write-back' },
  );
  say(`Salesforce refused an opt-out: “${dead.reason}” It is a dead letter now, and ${nameOf(refused!)} stays opted out here.`);

  sandbox.edit('Contact', asks!.contactId, { SMS_Opt_Out__c: false });
  await runImport(api, team, {});
  const after = await contact(parts, team, asks!);
  assert.equal(after.texting, 'opted_out', 'the CRM can’t lift a STOP');
  say(`Somebody emptied the box of ${nameOf(asks!)} in Salesforce; the import kept the STOP and shows a conflict.`);

  await audit(parts, team);
  const { items } = await api.get<ReviewQueue>(`${team.path}/opt-outs/review`);
  assert.equal(items[0]?.message, 'Leave me alone');
  const { review, conflicts, deadLetters } = await api.get<OptOutCounts>(`${team.path}/opt-outs`);
  assert.deepEqual({ review, conflicts, deadLetters }, { review: 1, conflicts: 1, deadLetters: 1 });
  return { review, conflicts, deadLetters };
}

async function audit({ api, say }: DemoParts, team: ConnectedTeam): Promise<void> {
  await api.send('POST', `${team.path}/opt-outs/drift`, { connectionId: team.connectionId });
  const finished = await until(
    async () => {
      const { audits } = await api.get<DriftAuditList>(`${team.path}/opt-outs/drift`);
      return audits[0]?.state === 'finished' ? audits[0] : null;
    },
    { what: 'the drift audit' },
  );
  const { audit: report } = await api.get<DriftReport>(`${team.path}/opt-outs/drift/${finished.id}`);
  assert.equal(report.outHereOnly, 2, 'the emptied box and the refused opt-out are found');
  say(
    `Drift audit: ${report.compared.toLocaleString('en-US')} people compared in ${report.callsSpent} calls, ` +
      `${report.agree.toLocaleString('en-US')} agree, ${report.outHereOnly} opted out here only.`,
  );
}

let messages = 0;

async function text({ serviceUrl }: DemoParts, person: Person, body: string): Promise<void> {
  messages += 1;
  const sid = `SM${String(messages).padStart(32, 'e')}`;
  const answer = await deliverText(serviceUrl, TEXTING_TOKEN, { sid, from: person.mobile!, to: TEXTING_NUMBER, body });
  assert.equal(answer.status, 200, 'the webhook takes the message');
}

async function textable({ api }: DemoParts, team: ConnectedTeam, count: number): Promise<Person[]> {
  const { contacts } = await api.get<ContactList>(`${team.path}/contacts?texting=opted_in&limit=${count}`);
  assert.equal(contacts.length, count);
  return contacts;
}

const contact = ({ api }: DemoParts, team: ConnectedTeam, person: Person): Promise<ContactDetails> =>
  api.get<ContactDetails>(`${team.path}/contacts/${person.id}`);

const nameOf = (person: Person): string => `${person.firstName} ${person.lastName}`;
