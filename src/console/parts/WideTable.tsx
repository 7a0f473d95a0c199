import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
  type RowData,
} from '@tanstack/react-table';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Column, DataTableProps } from './DataTable.tsx';
import { moveBetweenRows } from './moveBetweenRows.ts';
import classes from './DataTable.module.css';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

/** Fewer rows than this are all drawn. */
const VIRTUAL_FROM = 60;

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

export function WideTable<Row extends RowData>({
  caption,
  columns,
  rows,
  rowKey,
  total,
  firstRow = 1,
  onOpen,
}: DataTableProps<Row>) {
  const data = useMemo(() => [...rows], [rows]);
  const definitions = useMemo(() => define(columns), [columns]);
  const table = useTable({ features, columns: definitions, data, getRowId: rowKey });
  const ordered = table.getRowModel().rows;

  const body = useRef<HTMLTableSectionElement>(null);
  const isVirtual = ordered.length > VIRTUAL_FROM;
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, [isVirtual]);
  const virtualizer = useWindowVirtualizer({
    count: ordered.length,
    estimateSize: () => 37,
    overscan: 8,
    scrollMargin: top,
    enabled: isVirtual,
  });
  const items = virtualizer.getVirtualItems();
  const shown = isVirtual ? items.map((item) => item.index) : ordered.map((_, index) => index);
  const before = isVirtual ? (items[0]?.start ?? top) - top : 0;
  const after = isVirtual ? virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top) : 0;

  return (
    <table className={classes.table} aria-rowcount={(total ?? ordered.length) + 1}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <colgroup>
        {columns.map((column) => (
          <col key={column.id} width={column.width} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => {
            const sorted = column.sortBy === undefined ? false : table.getColumn(column.id)?.getIsSorted();
            return (
              <th
                key={column.id}
                scope="col"
                data-numeric={column.numeric || undefined}
                aria-sort={sorted ? ARIA_SORT[sorted] : undefined}
              >
                {column.sortBy === undefined ? (
                  column.header
                ) : (
                  <UnstyledButton className={classes.sort} onClick={() => table.getColumn(column.id)?.toggleSorting()}>
                    {column.header}
                    {sorted === 'asc' ? (
                      <IconArrowUp size={14} aria-hidden />
                    ) : sorted === 'desc' ? (
                      <IconArrowDown size={14} aria-hidden />
                    ) : (
                      <IconArrowsSort size={14} aria-hidden />
                    )}
                  </UnstyledButton>
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={moveBetweenRows}>
        <Gap height={before} columns={columns.length} />
        {shown.map((index) => {
          const row = ordered[index];
          if (row === undefined) return null;
          return (
            <tr
              key={row.id}
              aria-rowindex={firstRow + index + 1}
              data-index={index}
              data-key={row.id}
              data-opens={onOpen !== undefined || undefined}
              ref={isVirtual ? virtualizer.measureElement : undefined}
              onClick={(event) => {
                // A click on a link or button inside the row is that one's own; selecting text opens nothing.
                const isOwn =
                  event.target instanceof Element && event.target.closest('a, button, input, time') !== null;
                if (!isOwn && window.getSelection()?.isCollapsed !== false) onOpen?.(row.original);
              }}
            >
              {columns.map((column) => (
                <td key={column.id} data-numeric={column.numeric || undefined}>
                  {column.cell(row.original)}
                </td>
              ))}
            </tr>
          );
        })}
        <Gap height={after} columns={columns.length} />
      </tbody>
    </table>
  );
}

/** Stands for the rows that are not drawn. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

function define<Row extends RowData>(columns: readonly Column<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>();
  return columns.map((column) =>
    helper.accessor((row): unknown => column.sortBy?.(row) ?? '', {
      id: column.id,
      header: column.header,
      enableSorting: column.sortBy !== undefined,
      sortFn: 'basic',
    }),
  );
}
