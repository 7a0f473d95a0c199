import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import fc from 'fast-check';
import { csvRecords } from '../../../../connectors/salesforce/bulk/csvRecords.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** Bytes cut at any places, also inside a character or a line break. */
function chunksOf(text: string, cuts: readonly number[]): Readable {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return Readable.from([...places, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : places[i - 1], end)));
}

async function read(source: Readable): Promise<string[][]> {
  const found: string[][] = [];
  for await (const record of csvRecords(source)) found.push(record);
  return found;
}

describe('salesforce bulk results as CSV', () => {
  it('gives every record as it was, wherever the bytes are cut', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('', 'a\nb', 'a\r\nb', '\r', '"', '""', ',', '"\n"', 'ä€😀', ' ', '\ufeff'),
    );
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat(5000), { maxLength: 20 }), async (rows, cuts) => {
        const records = [rows[0]?.map((_cell, i) => `Column${i}`) ?? ['Id'], ...rows];
        const text = records.map((record) => `${record.map(quoted).join(',')}\n`).join('');
        assert.deepEqual(await read(chunksOf(text, cuts)), records);
      }),
    );
  });

  it('reads what stands without quotes', async () => {
    assert.deepEqual(await read(Readable.from(['Id,Name\n003,\n', '004,a b'])), [
      ['Id', 'Name'],
      ['003', ''],
      ['004', 'a b'],
    ]);
  });

  for (const [name, text] of [
    ['a quote that never closes', '"Id","Name"\n"003","a\n"004","b"\n'],
    ['a record with a cell too few', '"Id","Name"\n"003"\n'],
    ['a record with a cell too many', '"Id","Name"\n"003","a","b"\n'],
  ] as const) {
    it(`fails at ${name}`, async () => {
      await assert.rejects(read(Readable.from([Buffer.from(text)])), { name: 'Error' });
    });
  }

  it('fails with what its source fails with', async () => {
    const reason = new Error('broke off');
    const source = Readable.from(
      (function* () {
        yield Buffer.from('"Id"\n"003"\n');
        throw reason;
      })(),
    );
    await assert.rejects(read(source), (error) => error === reason);
  });

  it('reads no further than it is asked to, and ends its source when it is left', async () => {
    let made = 0;
    const source = Readable.from(
      (function* () {
        for (;;) {
          made += 1;
          yield Buffer.from(`"${String(made).padStart(1000, '0')}"\n`.repeat(16));
        }
      })(),
    );
    let seen = 0;
    for await (const record of csvRecords(source)) {
      assert.equal(record.length, 1);
      seen += 1;
      if (seen === 100) break;
    }
    assert.ok(made < 40, `${made} chunks for 100 records`);
    await finished(source, { error: false }).catch(() => undefined);
    assert.equal(source.destroyed, true);
  });
});
