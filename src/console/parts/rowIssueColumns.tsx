import type { RowIssue } from '../../http/schemas/runs.ts';
import { count } from '../format/number.ts';
import { TextLink } from '../router/links.tsx';
import { CopyId } from './CopyId.tsx';
import type { Column } from './DataTable.tsx';
import { visibleText } from './visibleText.ts';

/** Row, Contact ID, Name, Column, Value as received, Message. */
export const rowIssueColumns: readonly Column<RowIssue>[] = [
  { id: 'row', header: 'Row', width: 90, numeric: true, narrow: 'end', cell: (row) => count(row.row) },
  { id: 'recordId', header: 'Contact ID', width: 170, narrow: 'line', cell: (row) => <CopyId value={row.recordId} label="contact ID" /> },
  { id: 'name', header: 'Name', width: 180, narrow: 'lead', cell: (row) => (row.name === '' ? '–' : row.name) },
  { id: 'column', header: 'Column', width: 130, cell: (row) => row.column ?? '–' },
  {
    id: 'value',
    header: 'Value',
    width: 180,
    narrow: 'line',
    cell: (row) => (row.value === null ? '–' : <span className="rc-mono">{visibleText(row.value)}</span>),
  },
  {
    id: 'message',
    header: 'Message',
    narrow: 'line',
    cell: (row) => (
      <>
        {row.message}{' '}
        <TextLink to="/codes/$code" params={{ code: row.code }} className="rc-code" c="dimmed">
          {row.code}
        </TextLink>
      </>
    ),
  },
];
