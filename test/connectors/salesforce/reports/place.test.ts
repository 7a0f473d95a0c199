import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { firstPlace, readPlace, writePlace } from '../../../../connectors/salesforce/reports/place.ts';

const MAX_BYTES = 70 * 1024;

describe('salesforce report places', () => {
  const atKey = (seen: readonly string[]) => ({ ...firstPlace(null, '2024-05-01T12:45:00Z'), key: '2024-05-01T13:00:00Z', seen });

  it('keeps the IDs of a mass update, and stays small', () => {
    const ids = Array.from({ length: 10_000 }, (_none, i) => `003RC00000${i.toString(36).padStart(5, '0')}`);
    const cursor = writePlace(atKey(ids));
    assert.ok(JSON.stringify(cursor).length < MAX_BYTES, `${JSON.stringify(cursor).length} bytes`);
    const { seen, ...rest } = readPlace(cursor);
    assert.deepEqual([...seen].sort(), [...ids].sort());
    assert.deepEqual(rest, (({ seen: _seen, ...others }) => others)(atKey(ids)));
  });

  it('drops some IDs rather than grow without end; those rows come again', () => {
    const ids = Array.from({ length: 50_000 }, (_none, i) => {
      return `003${createHash('sha256').update(String(i)).digest('hex').slice(0, 12)}`;
    });
    const cursor = writePlace(atKey(ids));
    assert.ok(JSON.stringify(cursor).length < MAX_BYTES);
    const { seen } = readPlace(cursor);
    const known = new Set(ids);
    assert.ok(seen.length > 3_000 && seen.every((id) => known.has(id)));
  });

  it('begins with nothing, and refuses a cursor that is not its own', () => {
    const start = firstPlace('2024-05-01', null);
    assert.deepEqual(readPlace(writePlace(start)), start);
    assert.throws(() => readPlace({ modifiedAt: '2024-05-01T13:00:00Z', recordId: null }), RangeError);
  });
});
