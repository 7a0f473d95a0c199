import { useState } from 'react';
import { RowErrorTable } from '../../../../src/console/parts/RowErrorTable.tsx';
import type { RowIssue, RunCause } from '../../../../src/http/schemas/runs.ts';
import type { Pieces } from '../Gallery.tsx';

const causes: RunCause[] = [
  { code: 'phone_digits', title: 'Mobile number has 9 digits', kind: 'error', count: 9, remedy: 'It needs 10, or 11 beginning with 1.' },
  { code: 'staff_unknown', title: 'No user has this User ID', kind: 'error', count: 3, remedy: 'Add it to a user, or correct the column.' },
];

const rows: RowIssue[] = Array.from({ length: 12 }, (_, index) => ({
  row: index * 37 + 14,
  line: null,
  kind: 'error',
  recordId: `0034000000YJY8QA${String(index).padStart(2, '0')}`,
  name: 'Maria Lopez',
  code: index < 9 ? 'phone_digits' : 'staff_unknown',
  column: index < 9 ? 'Mobile number' : 'User ID',
  value: index < 9 ? ' 716-555-012\u200b' : 'jlee4',
  message: index < 9 ? 'Mobile number has 9 digits: 716-555-012. It needs 10, or 11 beginning with 1.' : 'No user has the User ID jlee4.',
}));

function Errors() {
  const [code, setCode] = useState<string>();
  const [q, setQ] = useState('');
  const shown = rows.filter((row) => (code === undefined || row.code === code) && row.recordId.includes(q));
  return (
    <RowErrorTable kind="error" causes={causes} rows={shown} total={shown.length} code={code} onCode={setCode} q={q} onSearch={setQ} csv="#rows.csv" />
  );
}

export const pieces: Pieces = { errors: <Errors /> };
