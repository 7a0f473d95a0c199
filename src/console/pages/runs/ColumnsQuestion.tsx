import { Button, Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { GoneColumn } from '../../../http/schemas/files.ts';
import type { AnswerRun, RunDetails } from '../../../http/schemas/runs.ts';
import { useAnswerRun } from '../../api/runs.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count, counted } from '../../format/number.ts';
import { ConfirmTyped } from '../../parts/ConfirmTyped.tsx';
import { Failure } from '../../parts/Failure.tsx';
import classes from './runs.module.css';

/** Clearing more values than this has to be typed. */
const MANY = 100;

interface ColumnsQuestionProps {
  readonly run: RunDetails;
  readonly columns: readonly GoneColumn[];
}

/** Columns the file lacks, with what contacts would lose, and the three answers. */
export function ColumnsQuestion({ run, columns }: ColumnsQuestionProps) {
  const { mayWrite, whoMay } = useMayWrite('answer this');
  const answer = useAnswerRun(run.id);
  const [remember, setRemember] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const clearable = columns.filter(({ canClear }) => canClear);
  const values = clearable.reduce((sum, { holding }) => sum + holding, 0);
  const clear = `Clear ${counted(values, 'value')}`;
  const give = (word: AnswerRun['answer']): void => answer.mutate({ answer: word, remember });
  const button = (word: AnswerRun['answer']) =>
    ({
      variant: 'default',
      loading: answer.isPending && answer.variables.answer === word,
      disabled: answer.isPending,
      onClick: () => (word === 'clear' && values > MANY ? setConfirming(true) : give(word)),
    }) as const;
  return (
    <div className={classes.question}>
      <ul className={classes.gone}>
        {columns.map(({ column, fills, holding, canClear }) => (
          <li key={column}>
            <Text span fw={600} fz="inherit">
              {column}
            </Text>{' '}
            fills {fills}.{' '}
            {canClear
              ? `${counted(holding, 'contact has', 'contacts have')} a value.`
              : 'It can only be kept; people who are new come in opted in.'}
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <>
          <Checkbox
            mt={12}
            label="Remember for later files"
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
          <Group gap={8} mt={12}>
            <Button {...button('keep')}>Keep values</Button>
            {clearable.length > 0 && <Button {...button('clear')}>{clear}</Button>}
            <Button {...button('stop')}>Keep stopped</Button>
          </Group>
          <ConfirmTyped
            opened={confirming}
            onClose={() => setConfirming(false)}
            title={`${clear}?`}
            expected={count(values)}
            expectedIs="the number of values that are cleared"
            action={clear}
            onConfirm={() => give('clear')}
            pending={answer.isPending}
            error={answer.error}
          >
            <Text>
              Contacts lose what they have in {clearable.map(({ fills }) => fills).join(', ')}. Nothing here brings it
              back; a file with the column does. Texting preferences stay as they are.
            </Text>
          </ConfirmTyped>
        </>
      ) : (
        <Text c="dimmed">{whoMay}</Text>
      )}
      {answer.error !== null && !confirming && <Failure error={answer.error} />}
    </div>
  );
}
