import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { findContacts } from '../../api/contacts.ts';
import { useTeam } from '../../api/team.tsx';
import type { QueryString } from '../../router/queryString.ts';
import classes from './contacts.module.css';

interface ContactFiltersProps {
  /** A whole number or ID was entered: go straight to the person. */
  readonly onExact: (id: string) => void;
}

/** How long typing rests before it is asked for; an answer that is overtaken is dropped. */
const FILTER_MS = 50;

/** One search box and the texting state, both kept in the address. */
export function ContactFilters({ onExact }: ContactFiltersProps) {
  const { slug } = useTeam();
  const query: QueryString = useSearch({ strict: false });
  const navigate = useNavigate();
  // What is being typed leads; once the box is left, the address does, so that Back and Clear filters are seen in it.
  const [typing, setTyping] = useState<string | null>(null);
  const typed = typing ?? query['q'] ?? '';
  const filter = (change: QueryString) =>
    navigate({
      to: '.',
      search: (previous: QueryString) => ({ ...previous, ...change, after: undefined, page: undefined }),
      replace: true,
      resetScroll: false,
    });
  const search = useDebouncedCallback((q: string) => void filter({ q: q.trim() === '' ? undefined : q.trim() }), FILTER_MS);
  const onKeyDown = async (event: KeyboardEvent<HTMLInputElement>) => {
    const words = typed.trim();
    if (event.key !== 'Enter' || words === '') return;
    const answer = await findContacts(slug, words).catch(() => null);
    if (answer !== null && answer.exact !== null) onExact(answer.exact);
  };
  return (
    <>
      <TextInput
        type="search"
        className={classes.search}
        aria-label="Find contacts"
        placeholder="Name, mobile number, start of a contact ID"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyping(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
        onBlur={() => {
          search.flush();
          setTyping(null);
        }}
        onKeyDown={(event) => void onKeyDown(event)}
      />
      <SegmentedControl
        aria-label="Texting state"
        className={classes.states}
        data={[
          { value: '', label: 'All' },
          { value: 'opted_in', label: 'Opted in' },
          { value: 'opted_out', label: 'Opted out' },
          { value: 'paused', label: 'Paused' },
          { value: 'no_number', label: 'No number' },
        ]}
        value={query['texting'] ?? ''}
        onChange={(texting) => void filter({ texting: texting === '' ? undefined : texting })}
      />
      <Checkbox
        label="Left the source"
        checked={query['left'] === 'true'}
        onChange={(event) => void filter({ left: event.currentTarget.checked ? 'true' : undefined })}
      />
      {query['tag'] !== undefined && (
        <Button
          variant="default"
          size="compact-md"
          rightSection={<IconX size={14} aria-hidden />}
          aria-label={`Tag ${query['tag']}: show every tag again`}
          onClick={() => void filter({ tag: undefined })}
        >
          Tag {query['tag']}
        </Button>
      )}
    </>
  );
}
