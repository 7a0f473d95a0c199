import { Button } from '@mantine/core';
import { useAnnounce } from '../../../../src/console/live/Announcer.tsx';
import type { Pieces } from '../Gallery.tsx';

function Say() {
  const announce = useAnnounce();
  return (
    <>
      <Button onClick={() => announce('14,000 rows read')}>Say progress</Button>
      <Button onClick={() => announce('The run failed', 'assertive')}>Say failure</Button>
    </>
  );
}

export const pieces: Pieces = { 'says what happens': <Say /> };
