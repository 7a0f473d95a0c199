import { useState } from 'react';
import { WholeNumber } from '../../../../src/console/parts/WholeNumber.tsx';
import type { Pieces } from '../Gallery.tsx';

function Example() {
  const [value, setValue] = useState(25);
  return (
    <>
      <WholeNumber label="Share" unit="%" value={value} onChange={setValue} min={1} max={100} />
      <output>{value}</output>
      <button type="button" onClick={() => setValue(25)}>
        Discard
      </button>
    </>
  );
}

export const pieces: Pieces = { usual: <Example /> };
