import { Title } from '@mantine/core';
import { useId } from 'react';
import type { Preview } from '../../http/schemas/index.ts';
import { count } from '../format/number.ts';
import { BeforeAfter } from './BeforeAfter.tsx';
import classes from './PreviewDiff.module.css';

/** How many contacts change in each field, with one example. */
export function PreviewChanges({ changes }: { readonly changes: Preview['changesByField'] }) {
  const id = useId();
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb={8}>
        Changes by field
      </Title>
      <div className={classes.scroll} role="region" aria-labelledby={id} tabIndex={0}>
        <table className={classes.table}>
          <caption className={classes.caption}>Changes by field</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col" className={classes.number}>
                Changed
              </th>
              <th scope="col" className={classes.number}>
                Cleared
              </th>
              <th scope="col">Before → after, one example</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.field}>
                <th scope="row">{change.field}</th>
                <td className={classes.number}>{count(change.changed)}</td>
                <td className={classes.number}>{count(change.cleared)}</td>
                <td>
                  <BeforeAfter before={change.before} after={change.after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
