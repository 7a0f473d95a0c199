import { Button } from '@mantine/core';
import { useState } from 'react';
import { ConfirmTyped } from '../../../../src/console/parts/ConfirmTyped.tsx';
import type { Pieces } from '../Gallery.tsx';

function Unassign() {
  const [opened, setOpened] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>Import 4,991 rows</Button>
      <output>{done ? 'imported' : 'not imported'}</output>
      <ConfirmTyped
        opened={opened}
        onClose={() => setOpened(false)}
        title="Import, and unassign 1,412 contacts?"
        expected="1,412"
        expectedIs="the number of contacts that lose their assigned user"
        action="Import and unassign 1,412"
        onConfirm={() => {
          setDone(true);
          setOpened(false);
        }}
      >
        <p>The file has no StaffId column. Nothing else is cleared. This can't be undone.</p>
      </ConfirmTyped>
    </>
  );
}

export const pieces: Pieces = { question: <Unassign /> };
