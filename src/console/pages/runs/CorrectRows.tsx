import { Button, FileButton, Modal } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { useCorrectRows } from '../../api/runs.ts';
import { useTeam } from '../../api/team.tsx';
import { Failure } from '../../parts/Failure.tsx';

/** Takes the mended error rows and goes to their preview. */
export function CorrectRows({ run }: { readonly run: RunDetails }) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const correct = useCorrectRows(run.id);
  // The same file can be chosen again once it was mended further.
  const reset = useRef<() => void>(null);
  const upload = (file: File | null): void => {
    reset.current?.();
    if (file === null) return;
    correct.mutate(file, {
      onSuccess: ({ previewId }) =>
        void navigate({
          to: '/t/$team/integrations/$connection/previews/$preview',
          params: { team: slug, connection: run.connectionId, preview: previewId },
        }),
    });
  };
  return (
    <>
      <FileButton onChange={upload} accept=".csv,.txt,.tsv" resetRef={reset} inputProps={{ 'aria-label': 'Corrected rows' }}>
        {(props) => (
          <Button {...props} loading={correct.isPending} leftSection={<IconUpload size={16} aria-hidden />}>
            Upload corrected rows
          </Button>
        )}
      </FileButton>
      <Modal
        opened={correct.isError}
        onClose={() => correct.reset()}
        title="The corrected rows were not taken"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Failure error={correct.error} />
      </Modal>
    </>
  );
}
