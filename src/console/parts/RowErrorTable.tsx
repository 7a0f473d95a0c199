import { Button, Group, TextInput } from '@mantine/core';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RowIssue, RunCause } from '../../http/schemas/runs.ts';
import { DataTable } from './DataTable.tsx';
import { RowCauses } from './RowCauses.tsx';
import { lineIssueColumns, rowIssueColumns } from './rowIssueColumns.tsx';
import classes from './RowErrorTable.module.css';

export interface RowErrorTableProps {
  readonly kind: RowIssue['kind'];
  /** Causes of this kind, the most frequent first. */
  readonly causes: readonly RunCause[];
  readonly rows: readonly RowIssue[];
  /** Rows behind the filter, all pages. */
  readonly total: number;
  /** The cause whose rows are shown; undefined for all. */
  readonly code: string | undefined;
  readonly onCode: (code: string | undefined) => void;
  readonly q: string;
  readonly onSearch: (q: string) => void;
  /** Address of the CSV with all rows of this kind. */
  readonly csv: string;
  /** What stands in the table's place: loading, a fault, or nothing that matches. */
  readonly instead?: ReactNode;
  readonly pager?: ReactNode;
}

const NAMES = { error: 'Error rows', skipped: 'Skipped rows', warning: 'Rows with warnings' } as const;

/** Causes first, then the rows: what was received, where, and why it did not come in. */
export function RowErrorTable(props: RowErrorTableProps) {
  const { kind, causes, rows, total, code, onCode, q, onSearch, csv, instead, pager } = props;
  return (
    <div>
      <RowCauses causes={causes} code={code} onCode={onCode} />
      <Group className={classes.tools} gap={8}>
        <TextInput
          type="search"
          aria-label="Find a row by contact ID or name"
          placeholder="Contact ID or name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={q}
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
        <Button component="a" href={csv} download variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          Download CSV
        </Button>
      </Group>
      {instead ?? (
        <DataTable
          caption={NAMES[kind]}
          columns={rows.some(({ line }) => line !== null) ? lineIssueColumns : rowIssueColumns}
          rows={rows}
          rowKey={(row) => `${row.row}${row.code}${row.column ?? ''}`}
          total={total}
        />
      )}
      {pager}
    </div>
  );
}
