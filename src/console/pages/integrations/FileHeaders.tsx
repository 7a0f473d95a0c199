import { Button, Group, Radio, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../api/apiError.ts';
import { useFileHeaders } from '../../api/imports.ts';
import { counted } from '../../format/number.ts';
import { DropArea } from '../../parts/DropArea.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { columnsOf, ENCODINGS } from './fileDraft.ts';
import type { FilePartProps } from './FileSource.tsx';

/** As much of a file as its headers are looked for in, bytes. */
const BEGINNING = 65_536;

/** How files are cut into columns, and where the columns for the mapping come from. */
export function FileHeaders({ form, readOnly }: FilePartProps) {
  const connection = useTheConnection();
  const { options, setOptions, columns, columnsError, isReading } = form;
  const headers = useFileHeaders(connection.id);
  const [own, setOwn] = useState<string | null>(null);
  const take = (file: File): void =>
    headers.mutate(file.slice(0, BEGINNING), {
      onSuccess: (found) => {
        setOwn(file.name);
        const { headers: names, suggestion, delimiter } = found;
        form.takeColumns({ fields: columnsOf(names), suggestion, mapsIdentity: true, mapsModified: false }, delimiter);
      },
    });
  const load = (): void => {
    setOwn(null);
    form.readColumns();
  };
  return (
    <Stack gap="md">
      <Group gap="lg" align="flex-start">
        <Radio.Group
          label="Delimiter"
          value={options.delimiter}
          onChange={(next) => setOptions({ delimiter: next === 'tab' ? 'tab' : 'comma' })}
          readOnly={readOnly}
          miw={200}
        >
          <Group gap="lg" mt={8}>
            <Radio value="comma" label="Comma" />
            <Radio value="tab" label="Tab" />
          </Group>
        </Radio.Group>
        <Select
          label="Encoding"
          data={ENCODINGS}
          value={options.encoding}
          onChange={(next) => setOptions({ encoding: ENCODINGS.find(({ value }) => value === next)?.value ?? 'detect' })}
          allowDeselect={false}
          readOnly={readOnly}
          w={320}
        />
      </Group>
      {!readOnly && (
        <>
          <Group gap={12}>
            <Button variant="default" loading={isReading} onClick={load}>
              Load headers
            </Button>
            <Text size="sm" role="status">
              {columns === null
                ? 'From the newest file that matches, or from a file on this computer.'
                : `${counted(columns.fields.length, 'column')}${own === null ? '' : ` of ${own}`}: ${names(columns.fields)}`}
            </Text>
          </Group>
          <DropArea
            label="Headers from a file on this computer"
            description="Only its beginning is read, and only its headers are kept."
            accept=".csv,.txt,.tsv"
            onFile={take}
          />
        </>
      )}
      {columnsError instanceof ApiError && columnsError.code === 'FILE_MISSING' ? (
        <Text size="sm">{columnsError.message}</Text>
      ) : (
        columnsError !== null && <Failure error={columnsError} />
      )}
      {headers.isError && <Failure error={headers.error} />}
    </Stack>
  );
}

function names(fields: readonly { readonly label: string }[]): string {
  const first = fields.slice(0, 8).map(({ label }) => label);
  return `${first.join(', ')}${fields.length > first.length ? ' …' : ''}`;
}
