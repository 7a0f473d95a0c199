import { Combobox, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useId } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { RecordType } from '../../../http/schemas/index.ts';
import type { SourceSummary } from '../../../http/schemas/sources.ts';
import { ApiError } from '../../api/apiError.ts';
import { useSources } from '../../api/imports.ts';
import { count, counted } from '../../format/number.ts';
import { selectOnEntry } from '../../parts/selectOnEntry.ts';
import { SourceOptions } from './SourceOptions.tsx';
import { MORE } from './sourceGroups.ts';
import classes from './ContactImport.module.css';

interface SourcePickerProps {
  readonly connectionId: string;
  readonly recordType: RecordType;
  /** `List View` or `Report`: what is searched. */
  readonly kind: string;
  readonly value: { readonly id: string; readonly name: string } | null;
  readonly onChange: (source: SourceSummary) => void;
  readonly error: string | undefined;
  readonly readOnly: boolean;
}

/**
 * One search box over the names and folders of the sources the API user can see, 20 at a time. Those that can't be used
 * are listed with the reason; choosing one says it again and chooses nothing.
 */
export function SourcePicker({ connectionId, recordType, kind, value, onChange, error, readOnly }: SourcePickerProps) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  /** What is typed; null while the box shows the choice. */
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<SourceSummary | null>(null);
  const [query] = useDebouncedValue(typed?.trim() ?? '', 200);
  const search = useSources(connectionId, { recordType, kind, q: query });
  const sources = withoutRepeats(search.data?.pages.flatMap((page) => page.sources) ?? []);
  const total = search.data?.pages[0]?.total ?? 0;
  const noteId = useId();
  const { selectOption, resetSelectedOption } = combobox;
  const before = withoutRepeats(search.data?.pages.slice(0, -1).flatMap((page) => page.sources) ?? []).length;
  const found = sources[0]?.id;
  // The mark is kept by position, so it is set anew when other lines stand there: on the last one that stood before.
  useEffect(() => {
    if (before > 0) selectOption(before - 1);
    else resetSelectedOption();
  }, [before, found, selectOption, resetSelectedOption]);

  const submit = (id: string): void => {
    if (id === MORE) {
      void search.fetchNextPage();
      return;
    }
    const source = sources.find((one) => one.id === id);
    if (source === undefined) return;
    combobox.closeDropdown();
    setTyped(null);
    setRefused(source.usable ? null : source);
    if (source.usable) onChange(source);
  };
  const problem =
    refused === null
      ? (error ?? (search.error instanceof ApiError ? search.error.message : undefined))
      : `“${refused.name}” can't be used. ${refused.reason}`;
  return (
    <Combobox store={combobox} onOptionSubmit={submit} readOnly={readOnly}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          id="source"
          label={kind}
          placeholder={kind === 'Report' ? 'Type part of its name or folder' : 'Type part of its name'}
          value={typed ?? value?.name ?? ''}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setRefused(null);
            combobox.openDropdown();
          }}
          onFocus={selectOnEntry.onFocus}
          onClick={(event) => {
            selectOnEntry.onClick(event);
            if (!readOnly) combobox.openDropdown();
          }}
          onBlur={() => {
            combobox.closeDropdown();
            setTyped(null);
          }}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          aria-describedby={noteId}
          error={problem}
          readOnly={readOnly}
        />
      </Combobox.Target>
      <Text id={noteId} size="sm" c="dimmed" mt={4}>
        {search.isSuccess && total > 0 && (query !== '' || value === null) && listed(kind, sources.length, total)}
      </Text>
      <Combobox.Dropdown hidden={search.isPending}>
        <Combobox.Options aria-label={`${kind}s`} className={classes.options}>
          <SourceOptions sources={sources} chosen={value?.id ?? null} left={total - sources.length} />
          {sources.length === 0 && !search.isPending && (
            <Combobox.Empty>{nothing(kind, query, search.isFetching)}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function listed(kind: string, shown: number, total: number): string {
  if (shown === total) return `${counted(total, kind)} found.`;
  return `${count(shown)} of ${counted(total, kind)} are listed. Type more of the name to narrow them.`;
}

function nothing(kind: string, query: string, searching: boolean): string {
  if (searching) return 'Searching…';
  if (query === '') return `The API user sees no ${kind}.`;
  const where = kind === 'Report' ? `No Report's name or folder contains` : `No ${kind}'s name contains`;
  return `${where} “${query}”. Only what is shared with the API user is listed.`;
}

/** Pages are read by offset: what is added in between comes twice. */
function withoutRepeats(sources: readonly SourceSummary[]): readonly SourceSummary[] {
  return [...new Map(sources.map((source) => [source.id, source])).values()];
}
