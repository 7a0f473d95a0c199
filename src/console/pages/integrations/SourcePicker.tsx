import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { RecordType } from '../../../http/schemas/index.ts';
import type { SourceSummary } from '../../../http/schemas/connections.ts';
import { ApiError } from '../../api/apiError.ts';
import { useSources } from '../../api/imports.ts';
import { count } from '../../format/number.ts';
import { selectOnEntry } from '../../parts/selectOnEntry.ts';
import classes from './ContactImport.module.css';

interface SourcePickerProps {
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly value: { readonly id: string; readonly name: string } | null;
  readonly onChange: (source: SourceSummary) => void;
  readonly error: string | undefined;
  readonly readOnly: boolean;
}

/** One search box over the List Views the API user can see; those that can't be used are listed with the reason. */
export function SourcePicker({ connectionId, recordType, value, onChange, error, readOnly }: SourcePickerProps) {
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed === value?.name ? '' : typed, 200);
  const search = useSources(connectionId, recordType, query);
  const found = search.data?.sources ?? [];
  const total = search.data?.total ?? 0;
  const data = found.map((source) => ({ value: source.id, label: source.name, disabled: !source.usable }));
  if (value !== null && !found.some((source) => source.id === value.id))
    data.push({ value: value.id, label: value.name, disabled: false });
  const refusal = search.error instanceof ApiError ? search.error.message : undefined;
  return (
    <div>
      <Select
        id="source"
        label="List View"
        placeholder="Type part of its name"
        data={data}
        value={value?.id ?? null}
        onChange={(id) => {
          const source = found.find((one) => one.id === id);
          if (source !== undefined) onChange(source);
        }}
        searchable
        {...selectOnEntry}
        // The server searches; what it found is shown as it is, without the stored choice that did not match.
        filter={({ options }) =>
          options.filter((option) => !('value' in option) || found.some((source) => source.id === option.value))
        }
        onSearchChange={setTyped}
        renderOption={({ option }) => {
          const source = found.find((one) => one.id === option.value);
          return (
            <span className={classes.option}>
              <span>{option.label}</span>
              {source?.usable === false && <span className={classes.reason}>Not usable: {source.reason}</span>}
            </span>
          );
        }}
        nothingFoundMessage={
          search.isFetching
            ? 'Searching…'
            : query === ''
              ? 'The API user sees no List View.'
              : `No List View's name contains “${query}”. Only views shared with the API user are listed.`
        }
        allowDeselect={false}
        classNames={{ option: classes.choice }}
        readOnly={readOnly}
        error={error ?? refusal}
      />
      {total > found.length && (value === null || query !== '') && (
        <Text size="sm" c="dimmed" mt={4}>
          The first {count(found.length)} of {count(total)} are listed. Type more of the name to narrow them.
        </Text>
      )}
    </div>
  );
}
