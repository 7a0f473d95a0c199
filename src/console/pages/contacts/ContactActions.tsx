import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { evidenceAddress } from '../../api/contacts.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { CorrectNumber } from './CorrectNumber.tsx';
import { OptInDialog } from './OptInDialog.tsx';
import { OptOutDialog } from './OptOutDialog.tsx';

/** Evidence for everybody; opting out and in, and correcting the number, for those who may. */
export function ContactActions({ contact }: { readonly contact: ContactDetails }) {
  const { slug } = useTeam();
  const { mayWrite } = useMayWrite();
  const [opened, setOpened] = useState(false);
  const [correcting, setCorrecting] = useState(false);
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
        <>
          <Button variant={isOut ? 'default' : 'filled'} onClick={() => setOpened(true)}>
            {isOut ? 'Opt in…' : 'Opt out'}
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label="More">
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setCorrecting(true)}>Correct number</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <CorrectNumber contact={contact} opened={correcting} onClose={() => setCorrecting(false)} />
      {isOut ? (
        <OptInDialog contact={contact} opened={opened} onClose={close} />
      ) : (
        <OptOutDialog contact={contact} opened={opened} onClose={close} />
      )}
    </>
  );
}
