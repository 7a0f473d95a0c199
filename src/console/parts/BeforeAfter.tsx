import { VisuallyHidden } from '@mantine/core';
import classes from './PreviewDiff.module.css';

/** A value before and after, as received; an empty one is said, not left blank. */
export function BeforeAfter({ before, after }: { readonly before: string | null; readonly after: string | null }) {
  return (
    <span className={classes.change}>
      <VisuallyHidden>from </VisuallyHidden>
      <Value value={before} />
      <span aria-hidden> → </span>
      <VisuallyHidden> to </VisuallyHidden>
      <Value value={after} />
    </span>
  );
}

function Value({ value }: { readonly value: string | null }) {
  if (value === null || value === '') return <em className={classes.empty}>empty</em>;
  return <span className="rc-mono">{value}</span>;
}
