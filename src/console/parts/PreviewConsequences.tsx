import { Title, UnstyledButton } from '@mantine/core';
import { useId } from 'react';
import type { Preview } from '../../http/schemas/index.ts';
import { count } from '../format/number.ts';
import { consequences, samplesShown, type Consequence, type SampleFilter } from './previewFigures.ts';
import classes from './PreviewDiff.module.css';

interface PreviewConsequencesProps {
  readonly preview: Preview;
  readonly onShow: (filter: SampleFilter | 'left') => void;
}

/** What the import would do to people; each count leads to the rows or people that show it. */
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
        {lines.map((line) => {
          const shows = shown(preview, line);
          return (
            <li key={line.id} className={classes.line}>
              <span>{line.label}</span>
              {shows === null ? (
                <span className="rc-number">{count(line.count)}</span>
              ) : (
                <UnstyledButton
                  className={classes.figure}
                  onClick={() => onShow(shows)}
                  aria-label={`${count(line.count)}: show ${shows === 'left' ? 'people' : 'samples'} of ${line.label}`}
                >
                  {count(line.count)}
                </UnstyledButton>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What a line leads to; null when the preview kept none of it. */
function shown(preview: Preview, { shows }: Consequence): Consequence['shows'] {
  if (shows === null) return null;
  if (shows === 'left') return preview.leftSamples.length > 0 ? shows : null;
  return samplesShown(preview.samples, shows).length > 0 ? shows : null;
}
