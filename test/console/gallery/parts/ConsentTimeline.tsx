import { useState } from 'react';
import { ConsentTimeline } from '../../../../src/console/parts/ConsentTimeline.tsx';
import type { ConsentEntry, WriteBack } from '../../../../src/http/schemas/contacts.ts';
import type { Pieces } from '../Gallery.tsx';

const writeBack: WriteBack = {
  id: 'w1',
  createdAt: '2026-11-03T19:14:09Z',
  change: 'opted_out',
  connectionId: 'c1',
  connectionName: 'Salesforce',
  recordType: 'Contact',
  recordId: '0034000000YJY8QAO1',
  recordUrl: null,
  state: 'confirmed',
  tries: 1,
  sentAt: '2026-11-03T19:14:10Z',
  confirmedAt: '2026-11-03T19:14:10Z',
  nextTryAt: null,
  code: null,
  reason: null,
  remedy: null,
  verifiedAt: null,
  readBack: null,
  handledBy: null,
  handledNote: null,
};

const entry: ConsentEntry = {
  id: 'e2',
  kind: 'event',
  at: '2026-11-03T19:14:09Z',
  sentence: 'Opted out by text, read as STOP (consent rule 1).',
  change: 'opted_out',
  cause: 'stop_message',
  actor: null,
  message: 'Stop pls',
  providerId: 'SM8f2c0d1e4b5a69788776655443322110',
  reason: null,
  runId: null,
  rule: 'stop',
  easternTime: 'Nov 3, 2026, 2:14 PM ET',
  utcTime: '2026-11-03 19:14:09 UTC',
  openConflict: null,
  writeBacks: [
    writeBack,
    { ...writeBack, id: 'w2', state: 'waiting', confirmedAt: null },
    { ...writeBack, id: 'w3', state: 'failed', confirmedAt: null, reason: 'Phone is required.' },
    { ...writeBack, id: 'w4', state: 'verified', verifiedAt: '2026-11-03T19:14:12Z' },
    { ...writeBack, id: 'w5', readBack: 'differs' },
    { ...writeBack, id: 'w6', readBack: 'gone' },
    { ...writeBack, id: 'w7', state: 'handled', handledBy: 'Dana Cole', handledNote: 'Ticked by hand in Salesforce' },
  ],
};

const conflict: ConsentEntry = {
  ...entry,
  id: 'e3',
  kind: 'conflict',
  change: null,
  cause: 'import',
  message: null,
  providerId: null,
  sentence: 'Salesforce said opted in; kept opted out (consent rule 3).',
  runId: '8f2c0d1e',
  rule: 'stop_stands',
  writeBacks: [],
};

const entries: ConsentEntry[] = [
  conflict,
  entry,
  {
    ...entry,
    id: 'e1',
    change: 'opted_in',
    cause: 'staff',
    actor: 'Dana Cole',
    message: null,
    providerId: null,
    reason: 'Signed the form of Nov 2',
    sentence: 'Opted in by Dana Cole.',
    writeBacks: [],
  },
];

const paused: ConsentEntry = {
  ...entry,
  id: 'e4',
  change: 'paused',
  cause: 'reply',
  message: 'leave me alone',
  sentence: 'Paused: the message may mean STOP.',
  writeBacks: [],
};

function OpenConflict() {
  const [sent, setSent] = useState<string>();
  return (
    <>
      <ConsentTimeline
        entries={[{ ...conflict, openConflict: 'k7' }, { ...conflict, id: 'e5' }]}
        onSend={setSent}
        sending={undefined}
      />
      <p>{sent === undefined ? 'nothing sent' : `sent ${sent}`}</p>
    </>
  );
}

export const pieces: Pieces = {
  'a whole history': <ConsentTimeline entries={entries} />,
  paused: <ConsentTimeline entries={[paused, { ...paused, id: 'e6', change: 'resumed', cause: 'staff' }]} />,
  'an open conflict': <OpenConflict />,
  'an open conflict, read only': <ConsentTimeline entries={[{ ...conflict, openConflict: 'k7' }]} />,
};
