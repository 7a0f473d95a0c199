import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { useConnection } from '../../api/connections.ts';
import { rowsCsvAddress, useCancelRun, useStartRun } from '../../api/runs.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { Confirm } from '../../parts/Confirm.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { CorrectRows } from './CorrectRows.tsx';

/** Cancel while it runs; afterwards the error rows, the schedule that is missing, or another try. */
export function RunActions({ run }: { readonly run: RunDetails }) {
  const { mayWrite, whoMay } = useMayWrite('run imports');
  if (run.state === 'running' || run.state === 'queued') {
    return mayWrite ? <CancelRun run={run} /> : <Text c="dimmed">{whoMay}</Text>;
  }
  const canCorrect = mayWrite && run.outcomes.errors > 0 && run.file !== null;
  return (
    <>
      {run.outcomes.errors > 0 && <DownloadErrors run={run} />}
      {canCorrect && <CorrectRows run={run} />}
      {mayWrite && (run.state === 'failed' || run.state === 'cancelled') && <RunAgain run={run} />}
      {mayWrite && !canCorrect && (run.state === 'succeeded' || run.state === 'completed_with_errors') && (
        <SetSchedule run={run} />
      )}
    </>
  );
}

function DownloadErrors({ run }: { readonly run: RunDetails }) {
  const { slug } = useTeam();
  return (
    <Button component="a" href={rowsCsvAddress(slug, run.id, 'error')} download variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
      Download error rows
    </Button>
  );
}

/** Offered while nothing starts this import by itself. */
function SetSchedule({ run }: { readonly run: RunDetails }) {
  const { slug } = useTeam();
  const connection = useConnection(run.connectionId).data;
  const own = connection?.imports.find((one) => one.recordType === run.recordType);
  if (connection === undefined || own === undefined || own.nextStart !== null || connection.schedulePaused) return null;
  return (
    <ButtonLink to="/t/$team/integrations/$connection/schedule" params={{ team: slug, connection: run.connectionId }}>
      Set a schedule
    </ButtonLink>
  );
}

function RunAgain({ run }: { readonly run: RunDetails }) {
  const { slug } = useTeam();
  const start = useStartRun();
  const navigate = useNavigate();
  const again = () =>
    start.mutate(
      { connectionId: run.connectionId, recordType: run.recordType },
      { onSuccess: (next) => void navigate({ to: '/t/$team/runs/$run', params: { team: slug, run: next.id } }) },
    );
  return (
    <>
      <Button onClick={again} loading={start.isPending}>
        Run again
      </Button>
      {start.error !== null && <Failure error={start.error} />}
    </>
  );
}

function CancelRun({ run }: { readonly run: RunDetails }) {
  const [opened, setOpened] = useState(false);
  const cancel = useCancelRun(run.id);
  return (
    <>
      <Button variant="default" disabled={run.cancelRequested} onClick={() => setOpened(true)}>
        {run.cancelRequested ? 'Cancelling' : 'Cancel run'}
      </Button>
      <Confirm
        opened={opened}
        onClose={() => setOpened(false)}
        title="Cancel this run?"
        action="Cancel run"
        cancel="Keep running"
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate(undefined, { onSuccess: () => setOpened(false) })}
      >
        It stops after the page in hand. {counted(run.outcomes.read, 'row is', 'rows are')} in by now and {run.outcomes.read === 1 ? 'stays' : 'stay'}. The
        next run goes on from there.
      </Confirm>
    </>
  );
}
