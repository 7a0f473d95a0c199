import { Text } from '@mantine/core';
import type { RunSummary } from '../../../http/schemas/runs.ts';
import { useTeam } from '../../api/team.tsx';
import { recordTypePlural } from '../../api/recordType.ts';
import { count } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import { OutcomeBar } from '../../parts/OutcomeBar.tsx';
import { RunStateBadge } from '../../parts/RunStateBadge.tsx';
import { ButtonLink } from '../../router/links.tsx';
import classes from './overview.module.css';

/** Runs under way, with their bars moving. */
export function RunningNow({ runs }: { readonly runs: readonly RunSummary[] }) {
  const { slug } = useTeam();
  return (
    <Section id="running" title="Running now" count={count(runs.length)}>
      <ul className={classes.rows}>
        {runs.map((run) => (
          <li key={run.id} className={classes.run}>
            <div className={classes.runWords}>
              <Text fw={500}>
                {run.connectionName} · {recordTypePlural(run.recordType)}
              </Text>
              <RunStateBadge run={run} />
            </div>
            <div className={classes.runBar}>
              <OutcomeBar outcomes={run.outcomes} running={{ sourceRows: run.sourceRows }} runId={run.id} compact />
            </div>
            <ButtonLink
              to="/t/$team/runs/$run"
              params={{ team: slug, run: run.id }}
              variant="default"
              size="compact-md"
              aria-label={`View run of ${run.connectionName}`}
            >
              View
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
