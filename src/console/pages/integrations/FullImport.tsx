import { useNavigate } from '@tanstack/react-router';
import type { RecordType } from '../../../http/schemas/index.ts';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useImportSettings } from '../../api/imports.ts';
import { useStartRun } from '../../api/runs.ts';
import { useTeam } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { Confirm } from '../../parts/Confirm.tsx';
import { recordTypeLabel } from './recordTypes.ts';

interface FullImportProps {
  readonly connection: Connection;
  /** Null while nobody asks. */
  readonly recordType: RecordType | null;
  readonly onClose: () => void;
}

/** Asks before everything of a record type is read again. */
export function FullImport({ connection, recordType, onClose }: FullImportProps) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const start = useStartRun();
  const { data } = useImportSettings(connection.id, recordType ?? 'Contact');
  const size =
    data === undefined || data.sourceCount === null || data.fullRunCalls === null
      ? ''
      : ` It reads about ${counted(data.sourceCount, 'row')} and costs about ${counted(data.fullRunCalls, 'call')}.`;
  return (
    <Confirm
      opened={recordType !== null}
      onClose={() => {
        start.reset();
        onClose();
      }}
      title={`Read all ${recordTypeLabel(recordType ?? 'Contact')} again?`}
      action="Run full import"
      pending={start.isPending}
      error={start.error}
      onConfirm={() =>
        start.mutate(
          { connectionId: connection.id, recordType: recordType ?? 'Contact', full: true },
          { onSuccess: (run) => void navigate({ to: '/t/$team/runs/$run', params: { team: slug, run: run.id } }) },
        )
      }
    >
      Every row of the source is read, not only what changed.{size} Rows that are the same change nothing, and opt-outs
      stand.
    </Confirm>
  );
}
