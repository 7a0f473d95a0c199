import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { CreatedToken } from '../../../http/schemas/account.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { copyText } from '../../parts/copyText.ts';

/** The token itself, for the only time. Done works after it was copied or downloaded. */
export function ShownOnce({ created, onDone }: { readonly created: CreatedToken; readonly onDone: () => void }) {
  const announce = useAnnounce();
  const [kept, setKept] = useState<'copied' | 'downloaded' | null>(null);
  const copy = async (): Promise<void> => {
    if (!(await copyText(created.token))) return;
    setKept('copied');
    announce('Copied token');
  };
  const download = (): void => {
    const url = URL.createObjectURL(new Blob([`${created.token}\n`], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${created.info.name.replaceAll(/[^\w-]+/g, '-')}.token.txt`;
    link.click();
    URL.revokeObjectURL(url);
    setKept('downloaded');
  };
  return (
    <Stack gap="md">
      <Text>This is the only time it is shown. Keep it where you keep passwords.</Text>
      <Code block fz="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {created.token}
      </Code>
      <Group gap={8}>
        <Button
          variant="default"
          leftSection={kept === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={() => void copy()}
          data-autofocus
        >
          {kept === 'copied' ? 'Copied' : 'Copy token'}
        </Button>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={download}>
          Download token
        </Button>
      </Group>
      <Group justify="flex-end" gap={8}>
        {kept === null ? <Text c="dimmed">Copy or download it first.</Text> : <Button onClick={onDone}>Done</Button>}
      </Group>
    </Stack>
  );
}
