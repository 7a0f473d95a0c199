import { Button, Group, Text } from '@mantine/core';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { useAnswerRun } from '../../api/runs.ts';
import { useMayWrite } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { Failure } from '../../parts/Failure.tsx';
import classes from './runs.module.css';

type Question = NonNullable<RunDetails['question']>;

interface RunQuestionProps {
  readonly run: RunDetails;
  readonly question: Question;
}

/** The source as it was confirmed and as it is now, side by side, and the two answers. */
export function RunQuestion({ run, question }: RunQuestionProps) {
  const { mayWrite, whoMay } = useMayWrite('answer this');
  const answer = useAnswerRun(run.id);
  return (
    <div className={classes.question}>
      <div className={classes.versions}>
        <Version title="As it was confirmed" version={question.before} />
        <Version title="As it is now" version={question.after} />
      </div>
      {mayWrite ? (
        <Group gap={8} mt={12}>
          <Button
            variant="default"
            onClick={() => answer.mutate({ answer: 'stop' })}
            loading={answer.isPending && answer.variables.answer === 'stop'}
            disabled={answer.isPending}
          >
            Keep stopped
          </Button>
          <Button
            variant="default"
            onClick={() => answer.mutate({ answer: 'import' })}
            loading={answer.isPending && answer.variables.answer === 'import'}
            disabled={answer.isPending}
          >
            Import anyway
          </Button>
        </Group>
      ) : (
        <Text c="dimmed">{whoMay}</Text>
      )}
      {answer.error !== null && <Failure error={answer.error} />}
    </div>
  );
}

function Version({ title, version }: { readonly title: string; readonly version: Question['before'] }) {
  return (
    <dl>
      <dt>{title}</dt>
      <dd>{version.count === null ? 'Number of people unknown' : counted(version.count, 'person', 'people')}</dd>
      <dd>{version.name}</dd>
      <dd className="rc-prose">{version.filter === '' ? 'No filter: everybody' : version.filter}</dd>
    </dl>
  );
}
