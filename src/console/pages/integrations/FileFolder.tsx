import { Button, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { FileOptions, FolderView } from '../../../http/schemas/files.ts';
import { useFolder } from '../../api/imports.ts';
import { useTeam } from '../../api/team.tsx';
import { byteSize, count, counted } from '../../format/number.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { TextLink } from '../../router/links.tsx';
import { useTheConnection } from './connectionContext.tsx';

type Entry = FolderView['files'][number];

interface FileFolderProps {
  /** ID of the source. */
  readonly source: string;
  readonly which: FileOptions['which'];
}

const COLUMNS: readonly Column<Entry>[] = [
  { id: 'name', header: 'File', narrow: 'lead', cell: ({ name, kind }) => (kind === 'folder' ? `${name}/` : name) },
  {
    id: 'size',
    header: 'Size',
    width: 90,
    numeric: true,
    narrow: 'end',
    cell: ({ size, kind }) => (kind === 'file' ? byteSize(size) : '–'),
  },
  { id: 'changed', header: 'Changed', width: 150, cell: ({ modifiedAt }) => <RelativeTime at={modifiedAt} inTable /> },
  { id: 'verdict', header: 'What would happen', width: 260, narrow: 'line', cell: (entry) => <Verdict entry={entry} /> },
];

/** What an import would find in the folder now, by the entries as they stand. */
export function FileFolder({ source, which }: FileFolderProps) {
  const connection = useTheConnection();
  const [settled] = useDebouncedValue(source, 500);
  const view = useFolder(connection.id, 'Contact', { source: settled, which });
  const { data } = view;
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" role="status">
          {data === undefined ? 'Looking into the folder' : sums(data)}
        </Text>
        <Button variant="default" size="compact-md" loading={view.isFetching} onClick={() => void view.refetch()}>
          Look again
        </Button>
      </Group>
      {view.isError ? (
        <Failure error={view.error} />
      ) : data === undefined ? (
        <Loading rows={3} />
      ) : (
        data.files.length > 0 && (
          <DataTable caption={`Files in ${data.folder}`} columns={COLUMNS} rows={data.files} rowKey={({ name }) => name} />
        )
      )}
    </div>
  );
}

function sums({ folder, total, matching, files }: FolderView): string {
  if (total === 0) return `${folder} is empty.`;
  const shown = files.length < total ? ` The first ${count(files.length)} are listed.` : '';
  return `${count(matching)} of ${counted(total, 'entry', 'entries')} in ${folder} ${matching === 1 ? 'matches' : 'match'}.${shown}`;
}

function Verdict({ entry }: { readonly entry: Entry }) {
  const { slug } = useTeam();
  const { words, runId, verdict } = entry;
  if (runId !== null) {
    return (
      <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: runId }} fz="inherit">
        {words}
      </TextLink>
    );
  }
  const isNext = verdict === 'next';
  return (
    <Text span fz="inherit" {...(isNext ? { fw: 600 } : { c: 'dimmed' })}>
      {words}
    </Text>
  );
}
