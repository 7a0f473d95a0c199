import assert from 'node:assert/strict';
import { figuresOf, readAs, readList, readLists } from '../../scripts/replyFigures.ts';

describe('the labelled replies', () => {
  const { labelled, heldOut } = readLists();
  const share = (label: string): number => labelled.filter((reply) => reply.label === label).length;

  it('are many, of every kind, and in two lists that share no message', () => {
    assert.ok(labelled.length >= 400);
    assert.ok(heldOut.length >= 120);
    assert.ok(share('none') >= 150 && share('stop') >= 100 && share('doubtful') >= 50);
    assert.ok(readList('spanish.tsv').length >= 40);
    const messages = [...labelled, ...heldOut].map(({ message }) => message);
    assert.equal(new Set(messages).size, messages.length);
  });

  it('are opted out at once with precision 0.98, and 0.98 of the opt-outs and of the doubtful are found', () => {
    const { precision, recall, doubtfulFound, heldForNothing } = figuresOf(labelled);
    assert.ok(precision >= 0.98, `precision ${precision}`);
    assert.ok(recall >= 0.98, `recall ${recall}`);
    assert.ok(doubtfulFound >= 0.98, `doubtful ones found ${doubtfulFound}`);
    assert.ok(heldForNothing <= 0.03, `put before a person for nothing ${heldForNothing}`);
  });

  it('about something else opt nobody out at once', () => {
    const wrong = [...labelled, ...heldOut].filter(({ label, message }) => label === 'none' && readAs(message) === 'stop');
    assert.deepEqual(wrong, []);
  });

  it('that start or ask for help are read as that, and no other is', () => {
    const wrong = [...labelled, ...heldOut].filter(({ label, message }) => {
      const verdict = readAs(message);
      return (label === 'start' || label === 'help' || verdict === 'start' || verdict === 'help') && label !== verdict;
    });
    assert.deepEqual(wrong, []);
  });
});
