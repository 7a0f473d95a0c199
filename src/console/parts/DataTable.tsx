import { useMediaQuery } from '@mantine/hooks';
import type { RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { DataItems } from './DataItems.tsx';
import { WideTable } from './WideTable.tsx';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Pixels; without it the column takes what is left. */
  readonly width?: number;
  readonly cell: (row: Row) => ReactNode;
  /** Makes the header a sort button. For lists that are here as a whole only. */
  readonly sortBy?: (row: Row) => string | number;
  /** Right-aligned, tabular figures. */
  readonly numeric?: boolean;
  /** Its place in the two-line item of a narrow screen; without one it is read on opening. */
  readonly narrow?: 'lead' | 'line' | 'end';
}

export interface DataTableProps<Row> {
  /** What the table lists; heard, not seen. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Rows in all and the number of the first one here, when `rows` is a page of more. */
  readonly total?: number | undefined;
  readonly firstRow?: number | undefined;
  /** Opens a row on a click anywhere in it; its first link does the same by keyboard. */
  readonly onOpen?: ((row: Row) => void) | undefined;
}

/**
 * The one table. A real one, with a sticky header; only the rows near the screen are in the page. Arrow keys move
 * between the rows' links. On a narrow screen each row is an item of two lines.
 */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const isNarrow = useMediaQuery('(max-width: 47.99em)', window.innerWidth < 768, { getInitialValueInEffect: false });
  return isNarrow ? <DataItems {...props} /> : <WideTable {...props} />;
}
