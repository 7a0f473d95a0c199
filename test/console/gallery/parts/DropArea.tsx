import { Text } from '@mantine/core';
import { useState } from 'react';
import { DropArea } from '../../../../src/console/parts/DropArea.tsx';
import type { Pieces } from '../Gallery.tsx';

function Chosen() {
  const [name, setName] = useState('nothing');
  return (
    <>
      <DropArea label="Certificate" description="A PEM file" accept=".pem" onFile={(file) => setName(file.name)} />
      <Text>Chosen: {name}</Text>
    </>
  );
}

export const pieces: Pieces = {
  empty: <Chosen />,
  refused: <DropArea label="Private key" onFile={() => undefined} error="The key is protected by a passphrase." />,
};
