import { Switch } from '@mantine/core';
import { usePreference } from '../state/preference.ts';

/** Switches the times of tables between "12 min ago" and the exact Eastern time. */
export function ExactTimes() {
  const [times, setTimes] = usePreference('times', 'relative');
  return (
    <Switch
      label="Exact times"
      size="xs"
      checked={times === 'exact'}
      onChange={(event) => setTimes(event.currentTarget.checked ? 'exact' : 'relative')}
    />
  );
}
