import { Text } from '@mantine/core';
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

/** What a folder of the server holds, times by the server's clock. */
export function FolderSeen({ folder: { folder, entries, total } }: { readonly folder: Seen }) {
  return (
    <>
      <Text fw={500} mt="md" mb={4}>
        {folder} {total === 0 ? 'is empty' : `holds ${counted(total, 'entry', 'entries')}`}
        {entries.length < total && `; the first ${count(entries.length)}`}
      </Text>
      {entries.length > 0 && (
        <DataTable caption={`What ${folder} holds`} columns={columns} rows={entries} rowKey={({ name }) => name} />
      )}
    </>
  );
}
