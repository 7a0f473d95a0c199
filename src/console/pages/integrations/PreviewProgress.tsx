import { Text } from '@mantine/core';
import type { Preview } from '../../../http/schemas/connections.ts';
import { count } from '../../format/number.ts';
import classes from './PreviewProgress.module.css';

/** How far a dry run has read. */
export function PreviewProgress({ preview }: { readonly preview: Preview }) {
  const share =
    preview.sourceRows === null || preview.sourceRows === 0 ? 0 : Math.min(1, preview.rowsFetched / preview.sourceRows);
  return (
    <div className={classes.root}>
      <div
        className={classes.track}
        role="progressbar"
        aria-label="Rows checked"
        aria-valuemin={0}
        aria-valuemax={preview.sourceRows ?? undefined}
        aria-valuenow={preview.rowsFetched}
      >
        <div className={classes.done} style={{ width: `${share * 100}%` }} />
      </div>
      <Text className="rc-number" mt={8}>
        {count(preview.rowsFetched)} of about {count(preview.sourceRows)} rows checked
      </Text>
    </div>
  );
}
