import assert from 'node:assert/strict';
import type { OpenConnection } from '../../src/contract/connector.ts';
import type { ContractVendor, VendorOptions } from './conformance.ts';

/**
 * What every connector that writes opt-outs must do with single records: one outcome for each item, one state for each
 * record, in few calls.
 *
 * @param start - starts the vendor of a test and connects to it
 * @param vendor - the one that was started last
 */
export function describeRecords(
  start: (options: VendorOptions) => Promise<OpenConnection>,
  vendor: () => ContractVendor,
): void {
  it('answers one outcome per item, in order, whatever becomes of each', async function () {
    const connection = await start({ people: 8, pageRows: 10, tied: 0 });
    const { write } = vendor();
    if (!write) return this.skip();
    const [first = '', second = '', third = ''] = vendor().ids();
    const items = [first, write.missingId, second, first, third].map((recordId) => write.item(recordId));
    const outcomes = await connection.writeBack!(items, never());
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['accepted', 'refused', 'accepted', 'accepted', 'accepted'],
    );
    for (const id of [first, second, third]) assert.ok(write.isWritten(id));
    for (const outcome of outcomes) {
      if (outcome.kind === 'refused') assert.ok(outcome.code && outcome.reason && outcome.remedy);
    }
    assert.deepEqual(await connection.writeBack!([], never()), []);
  });

  it('writes a batch larger than one call takes in as few calls as possible', async function () {
    const connection = await start({ people: 450, pageRows: 2000, tied: 0 });
    const { write } = vendor();
    if (!write) return this.skip();
    const before = connection.callsUsed();
    const outcomes = await connection.writeBack!(
      vendor().ids().map((id) => write.item(id)),
      never(),
    );
    assert.equal(outcomes.length, 450);
    assert.ok(outcomes.every(({ kind }) => kind === 'accepted'));
    assert.ok(vendor().ids().every((id) => write.isWritten(id)));
    assert.equal(connection.callsUsed() - before, Math.ceil(450 / write.recordsPerCall));
  });

  it('reads one state per record, in order, of those that are there and those that are not', async function () {
    const connection = await start({ people: 5, pageRows: 10, tied: 0 });
    const { write, recordType } = vendor();
    if (!write) return this.skip();
    const [first = '', second = ''] = vendor().ids();
    const { field, value } = write.item(first);
    await connection.writeBack!([write.item(first)], never());
    const recordIds = [write.missingId, first, second, first];
    const states = await connection.readRecords!({ recordType, field, recordIds }, never());
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ['gone', 'found', 'found', 'found'],
    );
    const values = states.map((state) => (state.kind === 'found' ? state.value : null));
    assert.equal(values[1], value);
    assert.notEqual(values[2], value);
    assert.deepEqual(states[3], states[1]);
    for (const state of states) assert.ok(state.kind === 'gone' || state.modifiedAt instanceof Date);
    assert.deepEqual(await connection.readRecords!({ recordType, field, recordIds: [] }, never()), []);
  });

  it('reads more records than one call takes in as few calls as possible', async function () {
    const people = 2050;
    const connection = await start({ people, pageRows: 2000, tied: 0 });
    const { write, recordType, connector } = vendor();
    if (!write) return this.skip();
    const before = connection.callsUsed();
    const recordIds = vendor().ids();
    const { field } = write.item(recordIds[0]!);
    const states = await connection.readRecords!({ recordType, field, recordIds }, never());
    assert.ok(states.length === people && states.every(({ kind }) => kind === 'found'));
    assert.equal(connection.callsUsed() - before, Math.ceil(people / connector.recordsPerRead));
  });
}

function never(): AbortSignal {
  return new AbortController().signal;
}
