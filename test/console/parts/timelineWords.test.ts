import assert from 'node:assert/strict';
import { writeBackState, writeBackWords } from '../../../src/console/parts/timelineWords.ts';
import type { WriteBack } from '../../../src/http/schemas/contacts.ts';

const sent: WriteBack = {
  id: 'w1',
  createdAt: '2024-11-03T19:14:09Z',
  change: 'opted_out',
  connectionId: 'c1',
  connectionName: 'Salesforce',
  recordType: 'Contact',
  recordId: '0034000000YJY8QAO1',
  recordUrl: null,
  state: 'sent',
  tries: 1,
  sentAt: '2024-11-03T19:14:10Z',
  confirmedAt: null,
  nextTryAt: null,
  code: null,
  reason: null,
  remedy: null,
  verifiedAt: null,
  readBack: null,
  handledBy: null,
  handledNote: null,
};
const confirmed: WriteBack = { ...sent, state: 'confirmed', confirmedAt: '2024-11-03T19:14:11Z' };

describe('words of a write-back', () => {
  it('every state has a sentence, those with a time name the zone', () => {
    const accepted = 'Accepted Nov 3, 2024, 2:14 PM ET';
    const words: readonly (readonly [WriteBack, string])[] = [
      [sent, 'Sent Nov 3, 2024, 2:14 PM ET'],
      [{ ...sent, state: 'waiting' }, 'Goes out next'],
      [
        { ...sent, state: 'waiting', reason: 'Try later.', nextTryAt: '2024-11-03T19:20:00Z' },
        'Try later. · next try Nov 3, 2024, 2:20 PM ET',
      ],
      [confirmed, accepted],
      [{ ...confirmed, readBack: 'differs' }, `${accepted}; read back, Salesforce holds another value`],
      [{ ...confirmed, readBack: 'gone' }, `${accepted}; read back, the record is no longer there`],
      [
        { ...confirmed, state: 'verified', verifiedAt: '2024-11-03T19:15:00Z' },
        'Read back Nov 3, 2024, 2:15 PM ET: it stands there',
      ],
      [{ ...sent, state: 'failed', reason: 'Phone is required.' }, 'Phone is required.'],
      [{ ...sent, state: 'handled', handledBy: 'Dana Cole', handledNote: 'By hand' }, 'By Dana Cole: “By hand”'],
      [{ ...sent, state: 'superseded' }, 'Not sent: a newer change took its place'],
    ];
    for (const [one, expected] of words) assert.equal(writeBackWords(one), expected);
  });

  it('what reading back found replaces Confirmed, and no other state', () => {
    assert.deepEqual(writeBackState('confirmed'), { tone: 'ok', words: 'Confirmed' });
    assert.deepEqual(writeBackState('confirmed', 'differs'), { tone: 'attention', words: 'Differs' });
    assert.deepEqual(writeBackState('confirmed', 'gone'), { tone: 'attention', words: 'Record gone' });
    assert.deepEqual(writeBackState('failed', 'differs'), { tone: 'danger', words: 'Failed' });
  });
});
