import assert from 'node:assert/strict';
import { readOverview } from '../../../src/db/reads/overview.ts';
import { createTestBed, type TestBed } from '../../support/testBed.ts';

const END = new Date('2027-06-30T16:00:00Z');
const DAY_MS = 86_400_000;

describe('a certificate that ends', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 5, leads: 0 } });
    const facts = { subject: 'CN=Rollcall', expiresAt: END.toISOString(), fingerprint: 'AA' };
    await bed.sql(`update connection set certificate = $1`, [JSON.stringify(facts)]);
  });
  after(() => bed.close());

  const told = async (daysBefore: number): Promise<string[]> => {
    const at = new Date(END.getTime() - daysBefore * DAY_MS);
    const { needsPerson } = await readOverview(bed.ctx.dataSource.manager, bed.teamId, at);
    return needsPerson.filter(({ kind }) => kind === 'certificate_expiring').map(({ sentence }) => sentence);
  };
  const method = (name: string): Promise<unknown> =>
    bed.sql(`update connection set settings = settings || jsonb_build_object('method', $1::text)`, [name]);

  it('is told for thirty days before, while it is used to sign in', async () => {
    await method('jwt_bearer');
    assert.deepEqual(await told(30.01), []);
    assert.deepEqual(await told(30), [
      'Salesforce: the certificate it signs in with ends Jun 30, 2027, 12:00 PM ET. Imports and write-backs stop then.',
    ]);
    await method('web_server');
    assert.deepEqual(await told(1), []);
  });

  it('is told as a broken connection once that is what it is', async () => {
    await method('jwt_bearer');
    await bed.sql(`update connection set fault_code = 'CERTIFICATE_REFUSED', fault_message = 'x', fault_since = now()`);
    assert.deepEqual(await told(-1), []);
  });
});
