import type { SyntheticEvent } from 'react';

const select = (event: SyntheticEvent<HTMLInputElement>): void => event.currentTarget.select();

/**
 * For a searchable list that shows its choice: what is typed on entering replaces the words instead of joining
 * them.
 */
export const selectOnEntry = { onFocus: select, onClick: select };
