import { Anchor } from '@mantine/core';
import type { Me } from '../../http/schemas/account.ts';
import classes from './shell.module.css';

/** Says that nothing here is real, and where the make-believe org keeps its records. */
export function DemoBand({ demo }: { readonly demo: NonNullable<Me['demo']> }) {
  return (
    <div className={classes.demo} role="note">
      <span>Demo: a sandbox, not a real Salesforce.</span>
      <Anchor href={demo.sandboxUrl} target="_blank" rel="noreferrer" c="inherit" fz="inherit" underline="always">
        Its records
      </Anchor>
      {demo.mailUrl !== null && (
        <Anchor href={demo.mailUrl} target="_blank" rel="noreferrer" c="inherit" fz="inherit" underline="always">
          Its mail
        </Anchor>
      )}
    </div>
  );
}
