import { Text, Title, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleDashed, IconInfoCircle } from '@tabler/icons-react';
import { useId } from 'react';
import type { Preview } from '../../http/schemas/index.ts';
import { count } from '../format/number.ts';
import { samplesShown, type SampleFilter } from './previewFigures.ts';
import classes from './PreviewDiff.module.css';

const LOOKS = {
  error: { Icon: IconAlertTriangle, color: 'var(--rc-attention-text)', words: 'Error' },
  skipped: { Icon: IconCircleDashed, color: 'var(--rc-idle-text)', words: 'Skipped' },
  warning: { Icon: IconInfoCircle, color: 'var(--rc-running-text)', words: 'Warning' },
} as const;

interface PreviewCausesProps extends Pick<Preview, 'causes' | 'samples'> {
  readonly onShow: (filter: SampleFilter) => void;
}

/** Why rows would stay out or come in with a note, each with what to do and a count that leads to its rows. */
export function PreviewCauses({ causes, samples, onShow }: PreviewCausesProps) {
  const id = useId();
  if (causes.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb={8}>
        Causes
      </Title>
      <ul className={classes.list}>
        {causes.map((cause) => {
          const { Icon, color, words } = LOOKS[cause.kind];
          const shows: SampleFilter = `cause:${cause.code}`;
          return (
            <li key={cause.code} className={classes.cause}>
              <Icon size={18} aria-hidden style={{ color, flex: 'none', marginTop: 1 }} />
              <div className={classes.causeText}>
                <Text fw={500}>
                  {cause.title}
                  <Text component="span" size="sm" c="dimmed" fw={400}>
                    {' · '}
                    {words}
                  </Text>
                </Text>
                <Text size="sm" c="dimmed">
                  {cause.remedy}
                </Text>
              </div>
              {samplesShown(samples, shows).length === 0 ? (
                <span className="rc-number">{count(cause.count)}</span>
              ) : (
                <UnstyledButton
                  className={classes.figure}
                  onClick={() => onShow(shows)}
                  aria-label={`${count(cause.count)}: show samples of ${cause.title}`}
                >
                  {count(cause.count)}
                </UnstyledButton>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
