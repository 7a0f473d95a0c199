import { Button, Modal, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Preview } from '../../../http/schemas/previews.ts';
import { useStartRun } from '../../api/runs.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { Failure } from '../../parts/Failure.tsx';

/** Runs for real what the preview has shown, and goes to the run. */
export function PreviewActions({ preview }: { readonly preview: Preview }) {
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('run imports');
  const navigate = useNavigate();
  const start = useStartRun();
  if (!mayWrite) return <Text c="dimmed">{whoMay}</Text>;
  return (
    <>
      <Button
        loading={start.isPending}
        onClick={() =>
          start.mutate(
            { connectionId: preview.connectionId, recordType: preview.recordType },
            { onSuccess: (run) => void navigate({ to: '/t/$team/runs/$run', params: { team: slug, run: run.id } }) },
          )
        }
      >
        Run this import
      </Button>
      <Modal
        opened={start.isError}
        onClose={() => start.reset()}
        title="The import did not start"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Failure error={start.error} />
      </Modal>
    </>
  );
}
