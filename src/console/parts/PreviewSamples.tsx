import { Chip, Group, Text } from '@mantine/core';
import type { Preview, PreviewSample } from '../../http/schemas/index.ts';
import { phone } from '../format/phone.ts';
import { BeforeAfter } from './BeforeAfter.tsx';
import { samplesShown, type SampleFilter } from './previewFigures.ts';
import classes from './PreviewDiff.module.css';

const FILTERS: readonly { readonly filter: SampleFilter; readonly label: string }[] = [
  { filter: 'all', label: 'All' },
  { filter: 'created', label: 'Created' },
  { filter: 'updated', label: 'Updated' },
  { filter: 'unchanged', label: 'Unchanged' },
  { filter: 'skipped', label: 'Skipped' },
  { filter: 'error', label: 'Errors' },
  { filter: 'opted_out', label: 'Opt-outs set' },
  { filter: 'kept_out', label: 'Opt-ins not applied' },
  { filter: 'cleared', label: 'Values cleared' },
  { filter: 'assignments', label: 'Assignments changed' },
  { filter: 'numbers', label: 'Numbers changed' },
];

const OUTCOME_WORDS = {
  created: 'Created',
  updated: 'Updated',
  unchanged: 'Unchanged',
  skipped: 'Skipped',
  error: 'Error',
} as const;

interface PreviewSamplesProps {
  readonly preview: Preview;
  /** ID of the heading above. */
  readonly titleId: string;
  readonly filter: SampleFilter;
  readonly onFilter: (filter: SampleFilter) => void;
}

/** A few rows of each outcome, as they would come in. */
export function PreviewSamples({ preview: { samples, causes }, titleId, filter, onFilter }: PreviewSamplesProps) {
  const ofCauses = causes.map(({ code, title }) => ({ filter: `cause:${code}` as const, label: title }));
  const choices = [...FILTERS, ...ofCauses.filter((choice) => choice.filter === filter)].filter(
    (choice) => choice.filter === 'all' || choice.filter === filter || samplesShown(samples, choice.filter).length > 0,
  );
  const shown = samplesShown(samples, filter);
  return (
    <>
      <Group gap={8} mb={12} role="group" aria-label="Show samples of">
        {choices.map((choice) => (
          <Chip
            variant="outline"
            key={choice.filter}
            type="radio"
            name={`${titleId}-filter`}
            checked={filter === choice.filter}
            onChange={() => onFilter(choice.filter)}
          >
            {choice.label}
          </Chip>
        ))}
      </Group>
      {shown.length === 0 ? (
        <Text size="sm">None of the samples shows this. All rows of a run can be searched once it has started.</Text>
      ) : (
        <div className={classes.scroll} role="region" aria-labelledby={titleId} tabIndex={0}>
          <table className={classes.table}>
            <caption className={classes.caption}>Samples</caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Mobile number</th>
                <th scope="col">Outcome</th>
                <th scope="col">What would change</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((sample, index) => (
                <tr key={`${sample.recordId}-${index}`}>
                  <th scope="row">
                    {sample.name === '' ? '–' : sample.name}
                    <span className={`${classes.id} rc-mono`}>{sample.recordId}</span>
                  </th>
                  <td className="rc-number">{sample.mobile === null ? '–' : phone(sample.mobile)}</td>
                  <td>
                    {OUTCOME_WORDS[sample.outcome]}
                    {sample.optedOut === true && <span className={classes.id}>Opted out</span>}
                  </td>
                  <td>
                    <SampleDetail sample={sample} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function SampleDetail({ sample }: { readonly sample: PreviewSample }) {
  if (sample.problem !== null) return <>{sample.problem.message}</>;
  if (sample.changes.length === 0) return <>{sample.outcome === 'created' ? 'A new contact' : 'Nothing'}</>;
  return (
    <ul className={classes.changes}>
      {sample.changes.map((change) => (
        <li key={change.field}>
          {change.field}: <BeforeAfter before={change.before} after={change.after} />
        </li>
      ))}
    </ul>
  );
}
