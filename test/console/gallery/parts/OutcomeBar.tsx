import { useState } from 'react';
import { OutcomeBar } from '../../../../src/console/parts/OutcomeBar.tsx';
import { outcomes } from '../samples.ts';
import type { Pieces } from '../Gallery.tsx';

function Linked() {
  const [shown, setShown] = useState('nothing');
  return (
    <>
      <OutcomeBar outcomes={outcomes} onShow={{ error: () => setShown('errors'), skipped: () => setShown('skipped') }} />
      <output>{shown}</output>
    </>
  );
}

const one = { read: 200_000, created: 0, updated: 0, unchanged: 199_999, skipped: 0, errors: 1 };
const none = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, errors: 0 };

export const pieces: Pieces = {
  finished: <Linked />,
  'one error in 200,000': <OutcomeBar outcomes={one} />,
  'nothing read': <OutcomeBar outcomes={none} />,
  running: <OutcomeBar outcomes={outcomes} running={{ sourceRows: 48_210 }} />,
  'running, size unknown': <OutcomeBar outcomes={outcomes} running={{ sourceRows: null }} />,
  'does not add up': <OutcomeBar outcomes={{ ...outcomes, read: 4211 }} runId="8f2c0d1e" />,
  compact: <OutcomeBar outcomes={outcomes} compact />,
};
