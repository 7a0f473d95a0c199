import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { CreatedToken } from '../../../http/schemas/account.ts';
import { CreateTokenForm } from './CreateTokenForm.tsx';
import { ShownOnce } from './ShownOnce.tsx';

/** Makes a token and shows it, once. The dialog closes only after it was copied or downloaded. */
export function CreateToken({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const close = (): void => {
    setCreated(null);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created === null ? 'What is the token for?' : `Where do you keep “${created.info.name}”?`}
      size="lg"
      closeOnClickOutside={created === null}
      closeOnEscape={created === null}
      withCloseButton={created === null}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {created === null ? (
        <CreateTokenForm onCreated={setCreated} onCancel={close} />
      ) : (
        <ShownOnce created={created} onDone={close} />
      )}
    </Modal>
  );
}
