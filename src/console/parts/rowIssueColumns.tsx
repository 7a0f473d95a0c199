import type { RowIssue } from '../../http/schemas/runs.ts';
import { count } from '../format/number.ts';
import { TextLink } from '../router/links.tsx';
import { CopyId } from './CopyId.tsx';
import type { Column } from './DataTable.tsx';
import { visibleText } from './visibleText.ts';

const WHERE = { width: 90, numeric: true, narrow: 'end' } as const;

/** Contact ID, Name, Column, Value as received, Message. */
const WHAT: readonly Column<RowIssue>[] = [
  {
    id: 'recordId',
    header: 'Contact ID',
    width: 170,
    narrow: 'line',
    cell: (row) => (row.recordId === '' ? '–' : <CopyId value={row.recordId} label="contact ID" />),
  },
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

/** Of records: where a row came is its position in the run. */
export const rowIssueColumns: readonly Column<RowIssue>[] = [
  { id: 'row', header: 'Row', ...WHERE, cell: (row) => count(row.row) },
  ...WHAT,
];

/** Of files: where a row begins is the line that an editor shows. */
export const lineIssueColumns: readonly Column<RowIssue>[] = [
  { id: 'line', header: 'Line', ...WHERE, cell: (row) => count(row.line) },
  ...WHAT,
];
