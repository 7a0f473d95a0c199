import { Button, Modal, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Preview } from '../../../http/schemas/previews.ts';
import type { RunSummary } from '../../../http/schemas/runs.ts';
import { useRunPreview } from '../../api/imports.ts';
import { useStartRun } from '../../api/runs.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { Failure } from '../../parts/Failure.tsx';

/** Runs for real what the preview has shown, and goes to the run. */
export function PreviewActions({ preview }: { readonly preview: Preview }) {
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('run imports');
  const navigate = useNavigate();
  const startRun = useStartRun();
  const runUpload = useRunPreview(preview.id);
  const start = preview.corrects === null ? startRun : runUpload;
  const toRun = {
    onSuccess: (run: RunSummary) => void navigate({ to: '/t/$team/runs/$run', params: { team: slug, run: run.id } }),
  };
  if (!mayWrite) return <Text c="dimmed">{whoMay}</Text>;
  return (
    <>
      <Button
        loading={start.isPending}
        onClick={() =>
          preview.corrects === null
            ? startRun.mutate({ connectionId: preview.connectionId, recordType: preview.recordType }, toRun)
            : runUpload.mutate(undefined, toRun)
        }
      >
        {preview.corrects === null ? 'Run this import' : `Import ${counted(rowsThatComeIn(preview), 'row')}`}
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

function rowsThatComeIn({ outcomes }: Preview): number {
  return outcomes === null ? 0 : outcomes.read - outcomes.errors - outcomes.skipped;
}
