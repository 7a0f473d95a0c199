import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { FolderEntry, FolderSeen as Seen } from '../../../http/schemas/files.ts';
import { byteSize, count, counted } from '../../format/number.ts';
import { easternTime } from '../../format/time.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';

const KINDS = { file: null, folder: 'Folder', other: 'Not a plain file' } as const;

const columns: readonly Column<FolderEntry>[] = [
  { id: 'name', header: 'Name', narrow: 'lead', sortBy: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'size',
    header: 'Size',
    width: 130,
    numeric: true,
    narrow: 'end',
    cell: ({ kind, size }) => KINDS[kind] ?? byteSize(size),
  },
  {
    id: 'changed',
    header: 'Changed',
    width: 190,
    narrow: 'line',
    sortBy: ({ modifiedAt }) => modifiedAt,
    cell: ({ modifiedAt }) => easternTime(modifiedAt),
  },
];

/** How many stand here before the rest is asked for. */
const FIRST = 20;

/** What a folder of the server holds, times by the server's clock. */
export function FolderSeen({ folder: { folder, entries, total } }: { readonly folder: Seen }) {
  const [showsAll, setShowsAll] = useState(false);
  const rows = showsAll ? entries : entries.slice(0, FIRST);
  return (
    <>
      <Text fw={500} mt="md" mb={4}>
        {folder} {total === 0 ? 'is empty' : `holds ${counted(total, 'entry', 'entries')}`}
        {entries.length < total && `; the first ${count(entries.length)} by name`}
      </Text>
      {entries.length > 0 && (
        <DataTable caption={`What ${folder} holds`} columns={columns} rows={rows} rowKey={({ name }) => name} />
      )}
      {rows.length < entries.length && (
        <Button variant="subtle" size="compact-md" mt={4} onClick={() => setShowsAll(true)}>
          All {count(entries.length)}
        </Button>
      )}
    </>
  );
}
