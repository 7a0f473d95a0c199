import { Combobox, Group, Kbd, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent, type Ref } from 'react';
import { findContacts } from '../api/contacts.ts';
import { keys } from '../api/keys.ts';
import { useTeam } from '../api/team.tsx';
import { TextingState } from '../parts/TextingState.tsx';
import classes from './shell.module.css';

const WORDS = 'Search contacts';

/** Search in the top bar: a whole number or ID goes straight to the person, anything else to the list. */
export function ContactSearch({ ref, onDone }: { readonly ref?: Ref<HTMLInputElement>; readonly onDone?: () => void }) {
  const { slug } = useTeam();
  const client = useQueryClient();
  const navigate = useNavigate();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 120);
  const found = useQuery({
    queryKey: keys.contacts(slug, { find: q }),
    queryFn: ({ signal }) => findContacts(slug, q, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const contacts = q === '' ? [] : (found.data?.contacts ?? []);

  const open = (contact: string) => {
    done();
    void navigate({ to: '/t/$team/contacts/$contact', params: { team: slug, contact } });
  };
  const done = () => {
    setTyped('');
    combobox.closeDropdown();
    onDone?.();
  };
  const go = async () => {
    const words = typed.trim();
    if (words === '') return;
    const answer = await client
      .fetchQuery({
        queryKey: keys.contacts(slug, { find: words }),
        queryFn: ({ signal }) => findContacts(slug, words, signal),
      })
      .catch(() => null);
    if (answer !== null && answer.exact !== null) return open(answer.exact);
    done();
    void navigate({ to: '/t/$team/contacts', params: { team: slug }, search: { q: words } });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) {
      event.preventDefault();
      void go();
    }
    if (event.key === 'Escape') event.currentTarget.blur();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={open} withinPortal>
      <Combobox.Target>
        <TextInput
          ref={ref}
          type="search"
          aria-label={WORDS}
          placeholder={`${WORDS}: name, number, ID`}
          className={classes.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">/</Kbd>}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed.trim() === '' || found.data === undefined}>
        <Combobox.Options aria-label="Contacts found">
          {contacts.map((contact) => (
            <Combobox.Option key={contact.id} value={contact.id}>
              <Group justify="space-between" wrap="nowrap" gap={8}>
                <span>
                  {contact.firstName} {contact.lastName}
                  <Text span c="dimmed" ms={8} className="rc-number" fz="0.8125rem">
                    {contact.mobileShown ?? 'no number'}
                  </Text>
                </span>
                <TextingState state={contact.texting} />
              </Group>
            </Combobox.Option>
          ))}
          {contacts.length === 0 && <Combobox.Empty>No contact matches.</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
