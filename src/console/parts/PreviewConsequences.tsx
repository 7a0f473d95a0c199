import { Title, UnstyledButton } from '@mantine/core';
import { useId } from 'react';
import type { Preview } from '../../http/schemas/index.ts';
import { count } from '../format/number.ts';
import { consequences, samplesShown, type SampleFilter } from './previewFigures.ts';
import classes from './PreviewDiff.module.css';

interface PreviewConsequencesProps {
  readonly preview: Preview;
  readonly onShow: (filter: SampleFilter) => void;
}

/** What the import would do to people; each count leads to the samples that show it. */
export function PreviewConsequences({ preview, onShow }: PreviewConsequencesProps) {
  const id = useId();
  const lines = consequences(preview);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb={8}>
        Consequences
      </Title>
      <ul className={classes.list}>
        {lines.map((line) => (
          <li key={line.id} className={classes.line}>
            <span>{line.label}</span>
            {samplesShown(preview.samples, line.shows).length > 0 ? (
              <UnstyledButton
                className={classes.figure}
                onClick={() => onShow(line.shows)}
                aria-label={`${count(line.count)}: show samples of ${line.label}`}
              >
                {count(line.count)}
              </UnstyledButton>
            ) : (
              <span className="rc-number">{count(line.count)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
