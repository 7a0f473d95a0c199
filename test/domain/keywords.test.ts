import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readKeyword } from '../../src/domain/keywords.ts';

const words = {
  stop: [
    'STOP',
    'STOPALL',
    'STOP ALL',
    'UNSUBSCRIBE',
    'CANCEL',
    'END',
    'QUIT',
    'REVOKE',
    'OPTOUT',
    'OPT OUT',
    'OPT-OUT',
  ],
  start: ['START', 'UNSTOP', 'YES'],
  help: ['HELP', 'INFO'],
} as const;

const everyWord = Object.entries(words).flatMap(([keyword, spellings]) =>
  spellings.map((word) => [keyword, word] as const),
);
const padding = fc.string({
  unit: fc.constantFrom(
    ' ',
    '\n',
    '\t',
    '\u00a0',
    '.',
    '!',
    '"',
    '“',
    '”',
    "'",
    '*',
    '(',
    ')',
    '🛑',
    '🙏🏽',
    '❤️',
    '\u200b',
    '-',
    '…',
  ),
});

describe('readKeyword', () => {
  for (const [keyword, word] of everyWord) {
    it(`reads ${word} as ${keyword}`, () => assert.equal(readKeyword(word), keyword));
  }

  it('reads a keyword in any case, width and padding', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyWord),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        padding,
        padding,
        fc.constantFrom(' ', '  ', '\n', '\u00a0'),
        ([keyword, word], cases, wide, before, after, space) => {
          const spelled = [...word]
            .map((letter) => {
              const cased = cases.next().value === true ? letter.toLowerCase() : letter;
              if (cased === ' ') return space;
              return wide && /[A-Za-z]/.test(cased) ? String.fromCharCode(cased.charCodeAt(0) + 0xfee0) : cased;
            })
            .join('');
          assert.equal(readKeyword(before + spelled + after), keyword);
        },
      ),
    );
  });

  it('reads OPT-OUT with any dash and a keyword with invisible characters in it', () => {
    for (const body of ['opt‑out', 'Opt–Out', 'opt—out']) assert.equal(readKeyword(body), 'stop');
    assert.equal(readKeyword('ST\u200bOP'), 'stop');
  });

  it('reads no keyword into a longer message', () => {
    for (const body of [
      '',
      ' ',
      '🛑',
      'Stop pls',
      'Please stop texting me',
      'stop!me',
      'don’t stop',
      'STOPP',
      'yes I will',
      'stop 2',
      'S T O P',
      'OPT  - OUT x',
    ]) {
      assert.equal(readKeyword(body), null, body);
    }
    const otherWord = fc.stringMatching(/^[a-z]{1,12}$/).filter((word) => word !== 'all');
    fc.assert(
      fc.property(fc.constantFrom(...everyWord), otherWord, ([, word], other) => {
        assert.equal(readKeyword(`${word} ${other}`), null);
      }),
    );
  });

  it('reads anything at all without failing or slowing down', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (body) => {
        assert.ok([null, 'stop', 'start', 'help'].includes(readKeyword(body)));
      }),
    );
    assert.equal(readKeyword(`${'!'.repeat(10_000)}stop${'!'.repeat(10_000)}`), 'stop');
    assert.equal(readKeyword(`${'! '.repeat(10_000)}`), null);
  });
});
