import assert from 'node:assert/strict';
import type { ContactDetails, ContactList } from '../../src/http/schemas/contacts.ts';
import type { Evidence } from '../../src/http/schemas/evidence.ts';
import type { Overview } from '../../src/http/schemas/overview.ts';
import type { RowIssueList, RunDetails } from '../../src/http/schemas/runs.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { runImport } from '../../src/sync/runImport.ts';
import { startConnectedServer, team, type ConnectedServer } from '../support/connectedServer.ts';
import { MAPPING } from '../support/testBed.ts';

describe('contacts over HTTP', () => {
  let server: ConnectedServer;
  let runId = '';
  before(async () => {
    server = await startConnectedServer({ sandbox: { contacts: 400, leads: 0 } });
    const { sources } = await get<{ sources: { id: string }[] }>(
      `/connections/${server.connectionId}/sources?recordType=Contact&q=all+contacts`,
    );
    const { version } = await get<{ version: number }>(`/connections/${server.connectionId}/imports/Contact`);
    const saved = await server.owner.call('PUT', team(`/connections/${server.connectionId}/imports/Contact`), {
      version,
      state: 'on',
      source: { id: sources[0]?.id },
      fields: MAPPING.fields,
      optOut: MAPPING.optOut,
    });
    assert.equal(saved.status, 200, saved.text);
    const started = await server.owner.call<{ id: string }>('POST', team(`/connections/${server.connectionId}/runs`), {
      recordType: 'Contact',
    });
    runId = started.body.id;
    const end = await runImport(server.ctx, runId, {
      owner: 'test',
      leaseMs: 30_000,
      stopping: new AbortController().signal,
    });
    assert.equal(end, 'ended');
  });
  after(() => server.close());

  async function get<T>(path: string): Promise<T> {
    const answer = await server.owner.call<T>('GET', team(path));
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  }

  const anybody = async (texting: string): Promise<ContactList['contacts'][number]> => {
    const { contacts } = await get<ContactList>(`/contacts?texting=${texting}&limit=1`);
    assert.ok(contacts[0]);
    return contacts[0];
  };

  it('corrects a number, in any spelling, and says who did and what it replaced', async () => {
    const one = await anybody('opted_in');
    const put = (mobile: string) => server.owner.call<ContactDetails>('PUT', team(`/contacts/${one.id}/mobile`), { mobile });
    const { status, body } = await put('(716) 555-0999');
    assert.deepEqual([status, body.mobile, body.texting], [200, '+17165550999', 'opted_in']);
    assert.equal(body.mobileCorrected?.replacedShown, one.mobileShown);
    assert.ok(body.mobileCorrected.by);
    const refused = await Promise.all(['716', '716-555-0999'].map(async (mobile) => (await put(mobile)).status));
    assert.deepEqual(refused, [422, 409]);
  });

  it('lists everybody once, page by page, in the order of names', async () => {
    const seen: ContactList['contacts'] = [];
    let after: string | null = '';
    let page: ContactList;
    do {
      page = await get<ContactList>(`/contacts?limit=37${after ? `&after=${after}` : ''}`);
      seen.push(...page.contacts);
      after = page.next;
    } while (after !== null);
    assert.equal(seen.length, page.total);
    assert.equal(new Set(seen.map(({ id }) => id)).size, page.sums.all);
    const names = seen.map(({ lastName, firstName }) => `${lastName.toLowerCase()}\0${firstName.toLowerCase()}`);
    assert.deepEqual(
      names,
      names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
  });

  it('finds people who left their source, and people with a tag, each with what else was asked', async () => {
    const out = (await anybody('opted_out')).id;
    const { contacts } = await get<ContactList>('/contacts?texting=opted_in&limit=7');
    const ids = [...contacts.map(({ id }) => id), out];
    const [{ at } = { at: new Date() }] = await server.database.dataSource.query<{ at: Date }[]>(
      `update run set finished_at = date_trunc('second', finished_at) where id = $1 returning finished_at as at`,
      [runId],
    ).then(([rows]) => rows as unknown as { at: Date }[]);
    await server.database.dataSource.query(
      `update contact set left_source_at = $2, tags = '{Left,VIP}' where id = any($1::bigint[])`,
      [ids, at],
    );
    await server.database.dataSource.query(`update contact set tags = '{VIP}' where id = $1`, [ids[0]]);
    const found = async (query: string): Promise<string[]> => {
      const seen: string[] = [];
      let total = 0;
      let after: string | null = '';
      do {
        const page: ContactList = await get<ContactList>(`/contacts?limit=3&${query}${after ? `&after=${after}` : ''}`);
        seen.push(...page.contacts.map(({ id }) => id));
        ({ next: after, total } = page);
      } while (after !== null);
      assert.equal(total, seen.length, query);
      return seen.sort();
    };
    assert.deepEqual(await found('left=true'), ids.toSorted());
    assert.deepEqual(await found('left=true&texting=opted_out'), [out]);
    assert.deepEqual(await found('tag=VIP'), ids.toSorted());
    assert.deepEqual(await found('tag=Left'), ids.slice(1).sort());
    assert.deepEqual(await found('tag=left'), [], 'tags are told apart by case');
    assert.deepEqual(await found(`tag=Left&q=${contacts[1]!.contactId}`), [contacts[1]!.id]);
    assert.equal((await found('left=false&texting=opted_out')).length, (await found('texting=opted_out')).length);

    const shown = await get<ContactDetails>(`/contacts/${ids[0]}`);
    assert.deepEqual([shown.leftSourceAt, shown.tags], [at.toISOString(), ['VIP']]);
    assert.ok(shown.runs.some((run) => run.runId === runId && /^left: /.test(run.outcome)));
    await server.database.dataSource.query(`update contact set left_source_at = null, tags = '{}'`);
    assert.deepEqual(await found('left=true'), []);
  });

  it('starts at the beginning when the cursor is none of ours', async () => {
    assert.deepEqual(await get('/contacts?limit=3&after=nonsense'), await get('/contacts?limit=3'));
  });

  it('finds a person by name, by number in any spelling and by contact ID', async () => {
    const person = await anybody('opted_in');
    const digits = person.mobile!.slice(2);
    const spellings = [
      person.lastName,
      person.firstName.toUpperCase(),
      `${person.firstName} ${person.lastName.slice(0, 3)}`,
      `${person.lastName}, ${person.firstName}`,
      person.contactId.slice(0, 16),
      `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`,
      person.mobileShown!,
      digits.slice(0, 8),
    ];
    for (const q of spellings) {
      const found = await get<ContactList>(`/contacts?limit=200&q=${encodeURIComponent(q)}`);
      assert.ok(
        found.contacts.some(({ id }) => id === person.id),
        q,
      );
      assert.ok(found.total >= found.contacts.length || found.next === null, q);
    }
  });

  it('goes straight to the one whose whole number or ID was typed', async () => {
    const person = await anybody('opted_in');
    for (const q of [person.mobileShown!, person.mobile!.slice(2), person.contactId, person.contactId.slice(0, 15)]) {
      assert.equal((await get<ContactList>(`/contacts?q=${encodeURIComponent(q)}`)).exact, person.id, q);
    }
    assert.equal((await get<ContactList>(`/contacts?q=${encodeURIComponent(person.lastName)}`)).exact, null);
  });

  it('takes percent signs, quotes and backslashes for what they are', async () => {
    for (const q of ['%', '_', "'; drop table contact; --", '\\', '"', '\u0000%', '😀']) {
      assert.deepEqual((await get<ContactList>(`/contacts?q=${encodeURIComponent(q)}`)).contacts, [], q);
    }
  });

  it('counts by texting state, and the counts add up', async () => {
    const { sums, total } = await get<ContactList>('/contacts?texting=opted_out');
    assert.equal(total, sums.optedOut);
    assert.ok(sums.optedOut > 0);
    assert.equal(sums.all, sums.optedIn + sums.optedOut);
  });

  it('tells the whole story of a STOP in words, with what the CRM was told', async () => {
    const person = await anybody('opted_in');
    await receiveMessage(server.ctx, {
      provider: 'twilio',
      providerId: 'SM00000000000000000000000000000001',
      teamId: server.teamId,
      from: person.mobile!,
      to: '+17165550100',
      body: 'Stop pls <b>',
      verdict: 'stop',
    });
    const contact = await get<ContactDetails>(`/contacts/${person.id}`);
    assert.equal(contact.texting, 'opted_out');
    assert.match(contact.band, /^Opted out\. .+ texted “Stop pls <b>” to 1-716-555-0100 on .+ ET \(.+ UTC\)\.$/);
    assert.equal(contact.lift, `Only a START from ${person.mobileShown} lifts this, or an admin’s written reason.`);
    const [entry] = contact.timeline;
    assert.equal(entry?.sentence, 'Opted out by text “Stop pls <b>”, read as STOP by the provider');
    assert.equal(entry?.providerId, 'SM00000000000000000000000000000001');
    assert.deepEqual(
      entry?.writeBacks.map(({ state, change }) => [state, change]),
      [['waiting', 'opted_out']],
    );
    assert.equal(contact.writeBackPending, true);
    assert.match(contact.recordUrl ?? '', new RegExp(`^${server.sandbox.url}.*${person.contactId}`));
    const lifted = await server.owner.call<ContactDetails>('POST', team(`/contacts/${person.id}/opt-in`), {
      reason: 'She asked to be texted again',
      consentGiven: 'By phone, Nov 20',
    });
    assert.equal(lifted.status, 200, lifted.text);
    assert.equal(lifted.body.texting, 'opted_in');
    assert.match(
      lifted.body.band,
      /^May be texted\. Opted in by dana\.cole: “She asked to be texted again”\. Consent was given: “By phone, Nov 20”, on /,
    );
    assert.deepEqual(
      lifted.body.writeBacks.map(({ state, change }) => [state, change]),
      [
        ['waiting', 'opted_in'],
        ['superseded', 'opted_out'],
      ],
    );
  });

  it('opts out with a reason, once', async () => {
    const person = await anybody('opted_in');
    const done = await server.owner.call<ContactDetails>('POST', team(`/contacts/${person.id}/opt-out`), {
      reason: 'Asked at the desk',
    });
    assert.equal(done.status, 200, done.text);
    assert.match(done.body.band, /^Opted out\. Opted out by dana\.cole: “Asked at the desk”, on /);
    assert.match(done.body.lift, /^A START from .+ lifts this, an admin’s written reason, or the source/);
    assert.equal(
      (await server.owner.call('POST', team(`/contacts/${person.id}/opt-out`), { reason: 'Again' })).body['code'],
      'already_opted_out',
    );
    assert.equal(
      (await server.owner.call('POST', team(`/contacts/${person.id}/opt-in`), { reason: 'short', consentGiven: 'x' }))
        .status,
      400,
    );
    const again = await server.owner.call(
      'POST',
      team(`/contacts/${person.id}/write-backs/${done.body.writeBacks[0]?.id ?? ''}/retry`),
      {},
    );
    assert.equal(again.status, 200, again.text);
    assert.equal(
      (await server.owner.call('POST', team(`/contacts/${person.id}/write-backs/9999999/retry`), {})).body['code'],
      'write_back_missing',
    );
  });

  it('explains an opt-out that an import brought', async () => {
    const { contacts } = await get<ContactList>('/contacts?texting=opted_out&limit=200');
    const details = await Promise.all(contacts.slice(0, 20).map(({ id }) => get<ContactDetails>(`/contacts/${id}`)));
    const imported = details.find(({ timeline }) => timeline[0]?.cause === 'import');
    assert.match(
      imported?.timeline[0]?.sentence ?? '',
      /^Opted out by an import: Salesforce said so in SMS_Opt_Out__c, row \d+ of its run$/,
    );
    assert.equal(imported?.timeline[0]?.runId, runId);
    assert.match(imported?.lift ?? '', /^An import that says opted in lifts this/);
    assert.deepEqual(
      imported?.runs.map((run) => [run.runId, run.outcome]),
      [[runId, 'created']],
    );
    assert.ok(
      imported?.fields.some(({ key, source }) => key === 'first_name' && source === 'Preferred_Name__c or FirstName'),
    );
  });

  it('proves consent in a file of its own, escaped, with both time zones and the chain checked', async () => {
    const { contacts } = await get<ContactList>('/contacts?limit=200');
    const texted = (await Promise.all(contacts.map(({ id }) => get<ContactDetails>(`/contacts/${id}`)))).find(
      ({ timeline }) => timeline.some(({ message }) => message === 'Stop pls <b>'),
    );
    const html = await server.owner.call('GET', team(`/contacts/${texted?.id ?? ''}/evidence`));
    assert.equal(html.status, 200);
    assert.match(html.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(
      html.headers.get('content-disposition') ?? '',
      /^attachment; filename="consent-003\w+-\d{4}-\d\d-\d\d\.html"$/,
    );
    assert.match(html.headers.get('content-security-policy') ?? '', /default-src 'none'; style-src 'sha256-/);
    assert.match(html.text, /Stop pls &lt;b&gt;/);
    assert.doesNotMatch(html.text, /<b>|<script/);
    assert.match(html.text, /The chain is whole/);
    assert.match(html.text, /\d\d:\d\d UTC/);
    const json = await get<Evidence>(`/contacts/${texted?.id ?? ''}/evidence?format=json`);
    assert.equal(json.chain.whole, true);
    assert.deepEqual(json.events.map(({ cause }) => cause).slice(0, 2), ['stop_message', 'staff']);
    assert.equal(json.events[0]?.evidence.message, 'Stop pls <b>');
    assert.equal(json.events[1]?.evidence.consentGiven, 'By phone, Nov 20');
    assert.equal(json.events[0]?.writeBacks.length, 1);
  });

  it('tells a run with its causes, its rows and a CSV that a spreadsheet opens safely', async () => {
    const run = await get<RunDetails>(`/runs/${runId}`);
    const { read, created, updated, unchanged, skipped, errors } = run.outcomes;
    assert.equal(read, created + updated + unchanged + skipped + errors);
    assert.ok(errors > 0 && run.log.length > 0);
    assert.ok(run.causes.every(({ title, remedy }) => title !== '' && remedy !== ''));
    const wanted = run.causes.filter(({ kind }) => kind === 'error').reduce((sum, { count }) => sum + count, 0);
    const rows: RowIssueList['rows'] = [];
    let after: string | null = null;
    do {
      const page: RowIssueList = await get(
        `/runs/${runId}/rows?kind=error&limit=2${after === null ? '' : `&after=${after}`}`,
      );
      rows.push(...page.rows);
      assert.equal(page.total, wanted);
      after = page.next;
    } while (after !== null);
    assert.equal(rows.length, wanted);
    const one = rows[0]!;
    assert.ok(
      (await get<RowIssueList>(`/runs/${runId}/rows?q=${one.recordId}`)).rows.every(
        ({ recordId }) => recordId === one.recordId,
      ),
    );

    await server.database.dataSource.query(
      `update row_issue set name = '=HYPERLINK("x")' where run_id = $1 and row_no = $2`,
      [runId, one.row],
    );
    const csv = await server.owner.call('GET', team(`/runs/${runId}/rows.csv?kind=error`));
    assert.equal(csv.status, 200);
    assert.match(csv.headers.get('content-disposition') ?? '', /attachment; filename="rollcall-error-.+\.csv"/);
    const lines = csv.text.trimEnd().split('\r\n');
    assert.equal(lines.length, wanted + 1);
    assert.match(lines[0] ?? '', /"Row","Contact ID","Name"/);
    assert.ok(lines.some((line) => line.includes(`"'=HYPERLINK(""x"")"`)));
  });

  it('sums the day up and counts what needs a person', async () => {
    const overview = await get<Overview>('/overview');
    assert.equal(overview.checklist, null);
    assert.equal(overview.last24Hours.runs, 1);
    assert.ok(overview.last24Hours.optedOut >= 2);
    assert.equal(overview.connections[0]?.lastRun?.id, runId);
    assert.equal(overview.connections[0]?.health.state, 'needs_attention');
    assert.deepEqual(
      overview.needsPerson.map(({ kind, link }) => [kind, link]),
      [['row_errors', `/runs/${runId}?tab=errors`]],
    );
  });

  it('answers for another team’s contact and run as for one that does not exist', async () => {
    await server.owner.call('POST', '/api/teams', { name: 'Athletics' });
    const person = await anybody('opted_in');
    for (const path of [
      `/contacts/${person.id}`,
      `/contacts/${person.id}/evidence`,
      '/contacts/x',
      `/runs/${runId}`,
      `/runs/${runId}/rows`,
      `/runs/${runId}/rows.csv`,
      '/runs/x',
    ]) {
      assert.equal((await server.owner.call('GET', `/api/teams/athletics${path}`)).status, 404, path);
    }
    assert.equal(
      (await server.owner.call('POST', `/api/teams/athletics/contacts/${person.id}/opt-out`, { reason: 'x' })).status,
      404,
    );
    assert.equal((await server.owner.call('POST', `/api/teams/athletics/runs/${runId}/cancel`, {})).status, 404);
    assert.deepEqual((await server.owner.call<ContactList>('GET', '/api/teams/athletics/contacts')).body.contacts, []);
    assert.deepEqual(
      (await server.owner.call<{ runs: unknown[] }>('GET', `/api/teams/athletics/runs?before=${runId}`)).body.runs,
      [],
    );
  });
});

describe('team fields over HTTP', () => {
  let server: ConnectedServer;
  before(async () => {
    server = await startConnectedServer({ connect: false });
  });
  after(() => server.close());

  it('adds up to 25 fields with keys of their own', async () => {
    const add = (label: string) =>
      server.owner.call<{ key: string; code: string }>('POST', team('/fields'), { label, type: 'text' });
    assert.equal((await add('Entry term')).body.key, 'entry_term');
    assert.equal((await add('Entry-Term')).body.key, 'entry_term_2');
    assert.equal((await add('2nd choice')).body.key, 'field_2nd_choice');
    assert.equal((await add('entry TERM')).body.code, 'field_exists');
    assert.equal((await add('First name')).body.code, 'field_exists');
    for (let count = 4; count <= 25; count++) assert.equal((await add(`Field ${count}`)).status, 201);
    assert.equal((await add('One more')).body.code, 'fields_full');
    const { fields } = (await server.owner.call<{ fields: unknown[] }>('GET', team('/fields'))).body;
    assert.equal(fields.length, 25);
  });
});
