import { Kbd, Text } from '@mantine/core';
import { usePreference } from '../state/preference.ts';
import classes from './QueueKeys.module.css';

/** The keys of a queue, in a line above it; not on screens without a keyboard, nor when single keys are off. */
export function QueueKeys({ keys }: { readonly keys: readonly (readonly [key: string, what: string])[] }) {
  const [singleKeys] = usePreference('keys', 'on');
  if (singleKeys === 'off') return null;
  return (
    <Text component="ul" c="dimmed" fz="0.8125rem" className={classes.keys} aria-label="Keys">
      {keys.map(([key, what]) => (
        <li key={key}>
          <Kbd size="xs">{key}</Kbd> {what}
        </li>
      ))}
    </Text>
  );
}
