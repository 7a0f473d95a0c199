import { Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { ConsentPolicy } from '../../../http/schemas/optOuts.ts';
import classes from './Webhooks.module.css';

const MEANINGS: readonly { readonly key: keyof ConsentPolicy['keywords']; readonly means: string }[] = [
  { key: 'stop', means: 'Opt out' },
  { key: 'start', means: 'Opt in' },
  { key: 'help', means: 'Ask for help' },
];

/** The words that carriers define. They always count, which is why they are shown locked. */
export function CarrierWords({ keywords }: { readonly keywords: ConsentPolicy['keywords'] }) {
  return (
    <div>
      <Text fw={500}>
        <IconLock size={14} aria-hidden /> Carrier words
      </Text>
      <Text size="sm" c="dimmed">
        Carriers define them, in any case and with any punctuation. They always count and can’t be changed.
      </Text>
      <dl className={classes.facts}>
        {MEANINGS.map(({ key, means }) => (
          <Fragment key={key}>
            <dt>{means}</dt>
            <dd className="rc-mono">{keywords[key].join(' · ')}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
