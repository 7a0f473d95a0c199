import assert from 'node:assert/strict';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import type { WriteBackItem } from '../../../src/contract/records.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import {
  startSalesforceSandbox,
  type SalesforceSandbox,
  type SandboxRecord,
} from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, never } from './sandboxConnection.ts';

const WRITE = 'PATCH /services/data/v62.0/composite/sobjects';
const FIELD = 'SMS_Opt_Out__c';

describe('salesforce write-back', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  const start = async (options: Parameters<typeof startSalesforceSandbox>[0] = {}): Promise<void> => {
    org = await startSalesforceSandbox({ contacts: 450, leads: 60, ...options });
    connection = connectTo(org).open();
  };
  const people = (type: RecordType, limit: number, match: (record: SandboxRecord) => boolean = () => true): string[] =>
    org.find(type, match, limit).map(({ Id }) => String(Id));
  const item = (
    recordType: RecordType,
    recordId: string,
    field = FIELD,
    value: WriteBackItem['value'] = true,
  ): WriteBackItem => ({ recordType, recordId, field, value });
  const write = (items: readonly WriteBackItem[]) => connection.writeBack!(items, never());
  const isOut = (type: RecordType, id: string): boolean => org.record(type, id)?.[FIELD] === true;
  const calls = (): number => org.calls.byRoute['PATCH /composite/sobjects'] ?? 0;

  afterEach(async () => {
    await connection.close();
    await org.close();
  });

  it('writes contacts and leads of one batch in one call, at the vendor’s time', async () => {
    await start({ now: () => new Date('2030-01-02T03:04:05Z') });
    const open = ({ IsConverted }: SandboxRecord): boolean => IsConverted === false;
    const [contacts, leads] = [people('Contact', 30), people('Lead', 20, open)];
    const items = contacts.flatMap((id, i) =>
      leads[i] ? [item('Contact', id), item('Lead', leads[i])] : [item('Contact', id)],
    );
    const outcomes = await write(items);
    assert.deepEqual(
      new Set(outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.at.toISOString())),
      new Set(['2030-01-02T03:04:05.000Z']),
    );
    assert.ok(contacts.every((id) => isOut('Contact', id)) && leads.every((id) => isOut('Lead', id)));
    assert.equal(calls(), 1);
  });

  it('matches outcomes by position, not by ID', async () => {
    await start();
    const ids = people('Contact', 6);
    org.remove('Contact', ids[2]!);
    const converted = people('Lead', 1, ({ IsConverted }) => IsConverted === true)[0]!;
    const outcomes = await write([
      item('Lead', converted),
      item('Contact', ids[0]!),
      item('Contact', ids[2]!),
      item('Contact', '00Q000000000001AAA'),
      item('Contact', ids[5]!),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.kind === 'accepted' ? 'accepted' : outcome.code)),
      ['CANNOT_UPDATE_CONVERTED_LEAD', 'accepted', 'ENTITY_IS_DELETED', 'MALFORMED_ID', 'accepted'],
    );
    assert.match((outcomes[0] as { remedy: string }).remedy, /contact it became/);
  });

  it('sends a record that comes twice once, with both fields, under either length of its ID', async () => {
    await start();
    const [id = ''] = people('Contact', 1);
    const outcomes = await write([
      item('Contact', id, FIELD, false),
      item('Contact', id.slice(0, 15), 'Title', 'x'),
      item('Contact', id),
    ]);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['accepted', 'accepted', 'accepted'],
    );
    assert.ok(isOut('Contact', id), 'the last value of a field counts');
    assert.equal(org.record('Contact', id)!['Title'], 'x');
    assert.equal(org.writes.length, 1);
  });

  it('leaves a locked row for later and writes the others', async () => {
    await start();
    const ids = people('Contact', 3);
    org.addFault({ route: WRITE, kind: 'lock_row' });
    const outcomes = await write(ids.map((id) => item('Contact', id)));
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['retry', 'accepted', 'accepted'],
    );
    const [locked] = outcomes;
    assert.ok(locked?.kind === 'retry' && locked.code === 'UNABLE_TO_LOCK_ROW' && locked.delayMs > 0);
  });

  it('shows a validation rule’s own words', async () => {
    await start();
    org.addFault({ route: WRITE, kind: 'validation_rule' });
    const [outcome] = await write([item('Contact', people('Contact', 1)[0]!)]);
    assert.ok(outcome?.kind === 'refused');
    assert.equal(outcome.code, 'FIELD_CUSTOM_VALIDATION_EXCEPTION');
    assert.equal(outcome.reason, 'Texting preference can only be changed by the registrar.');
  });

  it('refuses a field the API user may not edit, each item with what to do', async () => {
    await start({ readOnlyFields: { Contact: [FIELD] } });
    const outcomes = await write(people('Contact', 2).map((id) => item('Contact', id)));
    for (const outcome of outcomes) {
      assert.ok(
        outcome.kind === 'refused' &&
          outcome.code === 'INVALID_FIELD_FOR_INSERT_UPDATE' &&
          /edit access/.test(outcome.remedy),
      );
    }
  });

  it('tells the items of an unknown field from the others in one more call, when it fails the whole call', async () => {
    await start({ hiddenFields: { Lead: [FIELD] } });
    const leads = people('Lead', 20, ({ IsConverted }) => IsConverted === false);
    const contacts = people('Contact', 150);
    const outcomes = await write([
      ...leads.map((id) => item('Lead', id)),
      ...contacts.map((id) => item('Contact', id)),
    ]);
    assert.ok(
      outcomes
        .slice(0, leads.length)
        .every((outcome) => outcome.kind === 'refused' && outcome.code === 'INVALID_FIELD'),
    );
    assert.ok(outcomes.slice(leads.length).every(({ kind }) => kind === 'accepted'));
    assert.ok(calls() <= 2, `${calls()} calls`);
  });

  it('refuses all items of an object that is hidden', async () => {
    await start({ permissions: { leadRead: false } });
    const outcomes = await write([item('Lead', '00Q000000000001AAA'), item('Contact', people('Contact', 1)[0]!)]);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['refused', 'accepted'],
    );
  });

  for (const kind of ['hang', 'reset_mid_body', 'truncated_json', 'slow_drip'] as const) {
    it(`throws, to be sent again, when ${kind} leaves the end unclear, and sending again does no harm`, async () => {
      await start();
      const items = people('Contact', 3).map((id) => item('Contact', id));
      org.addFault({ route: WRITE, kind, delayMs: kind === 'slow_drip' ? 60_000 : 0 });
      await assert.rejects(
        write(items),
        (error) => error instanceof ConnectorError && error.retry.kind === 'after' && error.code !== 'AUTH_REFUSED',
      );
      assert.equal(calls(), kind === 'hang' ? 0 : 1, 'not repeated by itself');
      assert.deepEqual(
        (await write(items)).map(({ kind: end }) => end),
        ['accepted', 'accepted', 'accepted'],
      );
    });
  }

  for (const [kind, code] of [
    ['daily_limit', 'DAILY_LIMIT'],
    ['concurrent_limit', 'CONCURRENT_LIMIT'],
    ['unavailable_html', 'OUTAGE'],
    ['server_error', 'OUTAGE'],
  ] as const) {
    it(`throws ${code} when ${kind} meets the first call, so that every item is sent again`, async () => {
      await start();
      org.addFault({ route: WRITE, kind });
      await assert.rejects(write([item('Contact', people('Contact', 1)[0]!)]), { code });
      assert.equal(org.writes.length, 0);
    });
  }

  it('keeps what was written when a limit meets a later call', async () => {
    await start();
    const ids = people('Contact', 450);
    org.addFault({ route: WRITE, kind: 'daily_limit', skip: 1, times: 9 });
    const outcomes = await write(ids.map((id) => item('Contact', id)));
    assert.ok(outcomes.slice(0, 200).every(({ kind }) => kind === 'accepted'));
    assert.ok(
      outcomes
        .slice(200)
        .every((outcome) => outcome.kind === 'retry' && outcome.code === 'DAILY_LIMIT' && outcome.delayMs >= 3_600_000),
    );
    assert.equal(outcomes.length, 450);
  });

  it('renews an ended session and goes on', async () => {
    await start();
    org.expireAccessTokens();
    const [id = ''] = people('Contact', 1);
    assert.equal((await write([item('Contact', id)]))[0]!.kind, 'accepted');
  });

  it('stops at once when aborted while an answer hangs', async () => {
    await start();
    org.addFault({ route: WRITE, kind: 'hang' });
    const stopping = new AbortController();
    const reason = new Error('stop');
    const ended = assert.rejects(
      connection.writeBack!([item('Contact', people('Contact', 1)[0]!)], stopping.signal),
      (error) => error === reason,
    );
    while (org.calls.total === 0) await new Promise((resolve) => setImmediate(resolve));
    stopping.abort(reason);
    await ended;
  });
});
