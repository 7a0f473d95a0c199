import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './FieldMapper.module.css';

/** The warnings of one mapping row. Goes into the control's description, which ties the two together. */
export function MappingWarnings({ warnings }: { readonly warnings: readonly string[] }) {
  return warnings.map((warning) => (
    <span key={warning} className={classes.warning}>
      <IconAlertTriangle size={16} aria-hidden className={classes.warningIcon} />
      {warning}
    </span>
  ));
}
