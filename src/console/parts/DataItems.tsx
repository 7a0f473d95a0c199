import type { DataTableProps } from './DataTable.tsx';
import { moveBetweenRows } from './moveBetweenRows.ts';
import classes from './DataTable.module.css';

/** A table on a narrow screen: per row what leads, what stands at the end, and one line below. */
export function DataItems<Row>({ caption, columns, rows, rowKey, onOpen }: DataTableProps<Row>) {
  const lead = columns.filter((column) => column.narrow === 'lead');
  const end = columns.filter((column) => column.narrow === 'end');
  const line = columns.filter((column) => column.narrow === 'line');
  return (
    <ul className={classes.items} aria-label={caption} onKeyDown={moveBetweenRows}>
      {rows.map((row) => (
        <li
          key={rowKey(row)}
          data-key={rowKey(row)}
          data-opens={onOpen !== undefined || undefined}
          onClick={(event) => {
            const isOwn = event.target instanceof Element && event.target.closest('a, button, input, time') !== null;
            if (!isOwn) onOpen?.(row);
          }}
        >
          <div className={classes.first}>
            <div className={classes.lead}>
              {lead.map((column) => (
                <div key={column.id}>{column.cell(row)}</div>
              ))}
            </div>
            <div>
              {end.map((column) => (
                <div key={column.id}>{column.cell(row)}</div>
              ))}
            </div>
          </div>
          <div className={classes.second}>
            {line.map((column) => (
              <div key={column.id}>{column.cell(row)}</div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
