import { Button } from '@mantine/core';
import { useState } from 'react';
import { Confirm } from '../../../../src/console/parts/Confirm.tsx';
import type { Pieces } from '../Gallery.tsx';

function CancelRun() {
  const [opened, setOpened] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>Cancel run…</Button>
      <output>{done ? 'cancelled' : 'running'}</output>
      <Confirm
        opened={opened}
        onClose={() => setOpened(false)}
        title="Cancel this run?"
        action="Cancel run"
        cancel="Keep running"
        onConfirm={() => {
          setDone(true);
          setOpened(false);
        }}
      >
        It stops after the page in hand. 14,000 rows are in by now and stay.
      </Confirm>
    </>
  );
}

export const pieces: Pieces = { question: <CancelRun /> };
