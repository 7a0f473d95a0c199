import assert from 'node:assert/strict';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { createDecoder } from '../../../src/contract/delimited/decode.ts';
import { EncodingJudge, type EncodingVerdict } from '../../../src/contract/delimited/findEncoding.ts';
import type { FileEncoding } from '../../../src/domain/sourceFile.ts';

function judge(bytes: Uint8Array, set: 'detect' | FileEncoding = 'detect', cuts: readonly number[] = []): EncodingVerdict {
  const one = new EncodingJudge(set);
  for (const piece of pieces(bytes, cuts)) one.push(piece);
  return one.end();
}

function decoded(bytes: Uint8Array, encoding: FileEncoding, cuts: readonly number[]): string {
  const decoder = createDecoder(encoding);
  return pieces(bytes, cuts).map((piece) => decoder.write(piece)).join('') + decoder.end();
}

/** Buffers, as sockets give them: changed as soon as the next one is there. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, at) => Buffer.from(bytes.subarray(places[at], end)));
}

const TEXT = 'StudentId,LastName\r\n10023,Müller\r\n10024,O’Brien\r\n';
const cuts = fc.array(fc.nat(300), { maxLength: 8 });

describe('finding a file’s encoding', () => {
  const GOOD: readonly (readonly [string, Buffer, FileEncoding, boolean])[] = [
    ['ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8', false],
    ['UTF-8', Buffer.from(TEXT), 'utf-8', false],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8', false],
    ['UTF-16 LE with a mark', iconv.encode(TEXT, 'utf-16le', { addBOM: true }), 'utf-16le', false],
    ['UTF-16 BE with a mark', iconv.encode(TEXT, 'utf-16be', { addBOM: true }), 'utf-16be', false],
    ['UTF-16 LE without', iconv.encode(TEXT, 'utf-16le'), 'utf-16le', false],
    ['UTF-16 BE without', iconv.encode(TEXT, 'utf-16be'), 'utf-16be', false],
    ['UTF-16 LE of another script', iconv.encode('学号,姓名\r\n一,丁七\r\n', 'utf-16le'), 'utf-16le', false],
    ['Windows-1252', iconv.encode(TEXT, 'win1252'), 'windows-1252', true],
    ['one accent', Buffer.from([0x4a, 0x6f, 0x73, 0xe9]), 'windows-1252', true],
    ['a NUL among much else', Buffer.from(`${'a,b\n'.repeat(20_000)}\0`), 'utf-8', false],
  ];
  for (const [name, bytes, encoding, isGuess] of GOOD) {
    it(`takes ${name} for ${encoding}${isGuess ? ', as a guess' : ''}`, () => {
      for (const at of [[], [1, 2, 3], [19, 20, 28, 29, 30, 31]]) {
        assert.deepEqual(judge(bytes, 'detect', at), { kind: 'text', encoding, isGuess });
      }
      assert.deepEqual(judge(bytes, encoding), { kind: 'text', encoding, isGuess: false });
    });
  }

  const BAD: readonly (readonly [string, readonly number[], EncodingVerdict])[] = [
    ['a workbook', [0x50, 0x4b, 3, 4, 20, 0], { kind: 'workbook' }],
    ['an old workbook', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], { kind: 'workbook' }],
    ['UTF-32 LE', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0], { kind: 'utf32' }],
    ['UTF-32 BE', [0, 0, 0xfe, 0xff, 0, 0, 0, 0x61], { kind: 'utf32' }],
    ['bytes without a pattern', [0x61, 0, 0, 0x62, 0, 0, 0x63, 1, 2], { kind: 'binary' }],
    ['UTF-16 cut off', [0xff, 0xfe, 0x61, 0, 0x62], { kind: 'half_characters' }],
    ['neither UTF-8 nor Windows-1252', [0x61, 0xe9, 0x62, 0x81], { kind: 'none', offset: 3 }],
    ['UTF-8 that is damaged', [0x61, 0xc3, 0xbc, 0x62, 0xfc, 0x62], { kind: 'mixed', offset: 4 }],
    ['UTF-8 that is cut off', [0x61, 0xc3, 0xbc, 0x62, 0xc3], { kind: 'mixed', offset: 4 }],
    ['one character cut off, as a guess', [0x61, 0xc3], { kind: 'text', encoding: 'windows-1252', isGuess: true }],
  ];
  for (const [name, bytes, expected] of BAD) {
    it(`knows ${name}`, () => {
      for (const at of [[], [1], [2, 3]]) assert.deepEqual(judge(Uint8Array.from(bytes), 'detect', at), expected);
    });
  }

  it('holds a file to the encoding that is set', () => {
    const windows = iconv.encode(TEXT, 'win1252');
    const at = windows.indexOf(0xfc);
    assert.deepEqual(judge(windows, 'utf-8'), { kind: 'not_as_set', set: 'utf-8', offset: at });
    assert.deepEqual(judge(windows, 'utf-8', [at, at + 1]), { kind: 'not_as_set', set: 'utf-8', offset: at });
    assert.deepEqual(judge(Buffer.from(TEXT), 'utf-16le'), { kind: 'not_as_set', set: 'utf-16le', offset: null });
    assert.deepEqual(
      judge(Buffer.from(`\ufeff${TEXT}`), 'windows-1252'),
      { kind: 'not_as_set', set: 'windows-1252', offset: null },
    );
    assert.deepEqual(
      judge(Buffer.from([0x61, 0x9d]), 'windows-1252'),
      { kind: 'not_as_set', set: 'windows-1252', offset: 1 },
    );
    assert.deepEqual(judge(Buffer.from([0x61, 0xe2, 0x82]), 'utf-8'), { kind: 'not_as_set', set: 'utf-8', offset: 1 });
  });

  it('tells UTF-8 and its first bad byte at any chunk boundaries', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(), cuts, (text, place, cuts) => {
        const good = Buffer.from(`a${text.replaceAll('\0', '')}`);
        assert.equal(judge(good, 'utf-8', cuts).kind, 'text');
        const start = [...good.keys(), good.length].filter((at) => at > 0 && ((good[at] ?? 0) & 0xc0) !== 0x80);
        const at = start[place % start.length]!;
        // Not at the beginning, where it may look like a mark of another encoding.
        const bad = Buffer.concat([good.subarray(0, at), Buffer.from([0xff]), good.subarray(at)]);
        assert.deepEqual(judge(bad, 'utf-8', cuts), { kind: 'not_as_set', set: 'utf-8', offset: at });
      }),
      { numRuns: 400 },
    );
  });

  it('decodes what was encoded, at any chunk boundaries, without the mark', () => {
    const windows = fc.string({ unit: fc.constantFrom(...'abÄßéÿ€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ,\n') });
    const one = fc.oneof(
      fc.record({ encoding: fc.constant<FileEncoding>('windows-1252'), text: windows, mark: fc.constant(false) }),
      fc.record({
        encoding: fc.constantFrom<FileEncoding>('utf-8', 'utf-16le', 'utf-16be'),
        text: fc.string({ unit: 'binary' }).map((text) => text.replace(/[\0\ufeff]/g, '')),
        mark: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(one, cuts, ({ encoding, text, mark }, cuts) => {
        assert.equal(decoded(iconv.encode(text, encoding, { addBOM: mark }), encoding, cuts), text);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves NULs out, and tells halves of characters', () => {
    const decoder = createDecoder('utf-8');
    assert.equal(decoder.write(Buffer.from('a\0b\0')), 'ab');
    assert.equal(decoder.nulsLeftOut, 2);
    const halves = createDecoder('utf-16le');
    halves.write(Buffer.from('a\ud83d', 'utf16le'));
    assert.equal(halves.isDamaged, false);
    halves.write(Buffer.from('b', 'utf16le'));
    halves.end();
    assert.equal(halves.isDamaged, true);
  });
});
