import { Group, Radio, Stack, TextInput } from '@mantine/core';
import { FileFolder } from './FileFolder.tsx';
import { folderAndPrefix, withFolder } from './fileDraft.ts';
import type { FileImportState } from './useFileImport.ts';

export interface FilePartProps {
  readonly form: FileImportState;
  readonly readOnly: boolean;
}

/** Which files are imported: folder, beginning of their names, the newest or all; with what is there now. */
export function FileSource({ form, readOnly }: FilePartProps) {
  const { draft, options, setOptions, errors } = form;
  const { folder, prefix } = folderAndPrefix(draft);
  const change = (nextFolder: string, nextPrefix: string): void =>
    form.change(withFolder(draft, nextFolder, nextPrefix));
  return (
    <Stack gap="md">
      <Group grow align="flex-start" wrap="wrap" preventGrowOverflow={false}>
        <TextInput
          id="source"
          label="File path"
          description="The folder, from the server’s root, without a file name"
          placeholder="/rollcall/imports"
          miw={260}
          value={draft.source === null ? '' : folder || '/'}
          onChange={(event) => change(event.currentTarget.value, prefix)}
          error={errors.source}
          readOnly={readOnly}
          spellCheck={false}
        />
        <TextInput
          label="File name prefix"
          description="How the names begin; empty takes every file"
          placeholder="StudentData"
          miw={200}
          value={prefix}
          onChange={(event) => change(folder, event.currentTarget.value)}
          readOnly={readOnly}
          spellCheck={false}
        />
      </Group>
      <Radio.Group
        label="Which files"
        value={options.which}
        onChange={(which) => setOptions({ which: which === 'all' ? 'all' : 'newest' })}
        readOnly={readOnly}
      >
        <Stack gap={8} mt={8}>
          <Radio
            value="newest"
            label="Most recent file"
            description="It holds everybody: older files are passed over, and who is missing from it has left the source."
          />
          <Radio
            value="all"
            label="All matching files"
            description="Each holds some people: every file is imported, oldest first, and nobody leaves the source."
          />
        </Stack>
      </Radio.Group>
      {draft.source !== null && <FileFolder source={draft.source.id} which={options.which} />}
    </Stack>
  );
}
