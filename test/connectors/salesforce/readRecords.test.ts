import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import {
  startSalesforceSandbox,
  type SalesforceSandbox,
  type SandboxRecord,
} from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, never } from './sandboxConnection.ts';

const FIELD = 'SMS_Opt_Out__c';
const MISSING = '003000000000001AAA';

describe('salesforce reading records back', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  const start = async (options: Parameters<typeof startSalesforceSandbox>[0] = {}): Promise<void> => {
    org = await startSalesforceSandbox({ contacts: 120, leads: 40, ...options });
    connection = connectTo(org).open();
  };
  const people = (type: RecordType, match: (record: SandboxRecord) => boolean = () => true): string[] =>
    org.find(type, match).map(({ Id }) => String(Id));
  const read = (recordType: RecordType, recordIds: readonly string[], field = FIELD) =>
    connection.readRecords!({ recordType, field, recordIds }, never());
  const calls = (): number => org.calls.byRoute['POST /composite/sobjects/Contact'] ?? 0;

  afterEach(async () => {
    await connection.close();
    await org.close();
  });

  it('gives value and modified time of each, in the order asked, and what is gone', async () => {
    await start();
    const [first = '', second = '', third = ''] = people('Contact');
    const at = new Date('2026-03-04T05:06:07Z');
    org.edit('Contact', first, { [FIELD]: true }, at);
    org.edit('Contact', second, { [FIELD]: false }, at);
    org.remove('Contact', third);
    assert.deepEqual(await read('Contact', [third, second, MISSING, first, second]), [
      { kind: 'gone' },
      { kind: 'found', value: false, modifiedAt: at },
      { kind: 'gone' },
      { kind: 'found', value: true, modifiedAt: at },
      { kind: 'found', value: false, modifiedAt: at },
    ]);
    assert.equal(calls(), 1);
  });

  it('asks for any set of IDs, long or short, in as few calls as allowed', async () => {
    await start({ contacts: 4100 });
    const all = people('Contact');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: all.length }), { maxLength: 60 }), fc.boolean(), async (picks, many) => {
        const ids = [...picks.map((pick) => all[pick] ?? MISSING), ...(many ? all : [])];
        const before = calls();
        const states = await read('Contact', ids.map((id, i) => (i % 2 === 0 ? id : id.slice(0, 15))));
        assert.deepEqual(states.map(({ kind }) => kind), ids.map((id) => (id === MISSING ? 'gone' : 'found')));
        assert.equal(calls() - before, Math.ceil(new Set(ids).size / 2000));
      }),
      { numRuns: 10 },
    );
  });

  it('takes a converted lead for gone, and asks no ID of another type', async () => {
    await start();
    const [converted = ''] = people('Lead', ({ IsConverted }) => IsConverted === true);
    const [open = ''] = people('Lead', ({ IsConverted }) => IsConverted === false);
    const [contact = ''] = people('Contact');
    const kinds = (await read('Lead', [converted, open, contact])).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['gone', 'found', 'gone']);
  });

  it('names the field that the API user can’t read', async () => {
    await start({ hiddenFields: { Contact: [FIELD] } });
    await assert.rejects(read('Contact', people('Contact').slice(0, 3)), { code: 'FIELD_GONE' });
    await assert.rejects(read('Contact', [MISSING]), { code: 'FIELD_GONE' });
  });

  for (const kind of ['unavailable_html', 'reset_mid_body', 'truncated_json'] as const) {
    it(`reads again after ${kind}`, async () => {
      await start();
      org.addFault({ route: 'POST /services/data/v62.0/composite/sobjects/Contact', kind });
      assert.equal((await read('Contact', people('Contact').slice(0, 3))).length, 3);
      assert.ok(calls() <= 2);
    });
  }

  it('makes no call for nothing', async () => {
    await start();
    assert.deepEqual(await read('Contact', []), []);
    assert.equal(org.calls.counted, 0);
  });
});
