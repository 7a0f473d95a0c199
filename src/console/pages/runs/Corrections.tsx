import { Text } from '@mantine/core';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { useTeam } from '../../api/team.tsx';
import { count, counted } from '../../format/number.ts';
import { shortId } from '../../parts/shortId.ts';
import { TextLink } from '../../router/links.tsx';

/** Which runs corrected rows of this one, and which one's rows it corrects. */
export function Corrections({ run }: { readonly run: RunDetails }) {
  const { slug } = useTeam();
  const link = (id: string) => (
    <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: id }}>
      run {shortId(id)}
    </TextLink>
  );
  return (
    <>
      {run.corrects !== null && <Text>Corrects rows of {link(run.corrects)}.</Text>}
      {run.correctedBy.length > 0 && (
        <Text className="rc-number">
          {counted(run.outcomes.errors, 'error')}
          {run.correctedBy.map(({ runId, corrected }) => (
            <span key={runId}>
              , {count(corrected)} corrected in {link(runId)}
            </span>
          ))}
          .
        </Text>
      )}
    </>
  );
}
