import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { evidenceAddress } from '../../api/contacts.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { OptInDialog } from './OptInDialog.tsx';
import { OptOutDialog } from './OptOutDialog.tsx';

/** Evidence for everybody; opting out and in for those who may. */
export function ContactActions({ contact }: { readonly contact: ContactDetails }) {
  const { slug } = useTeam();
  const { mayWrite } = useMayWrite();
  const [opened, setOpened] = useState(false);
  const isOut = contact.texting === 'opted_out';
  const close = () => setOpened(false);
  return (
    <>
      <Button
        component="a"
        href={evidenceAddress(slug, contact.id)}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        Evidence
      </Button>
      {mayWrite && (
        <Button variant={isOut ? 'default' : 'filled'} onClick={() => setOpened(true)}>
          {isOut ? 'Opt in…' : 'Opt out'}
        </Button>
      )}
      {isOut ? (
        <OptInDialog contact={contact} opened={opened} onClose={close} />
      ) : (
        <OptOutDialog contact={contact} opened={opened} onClose={close} />
      )}
    </>
  );
}
