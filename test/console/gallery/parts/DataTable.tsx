import { useState } from 'react';
import { DataTable, type Column } from '../../../../src/console/parts/DataTable.tsx';
import { Pager } from '../../../../src/console/parts/Pager.tsx';
import type { Pieces } from '../Gallery.tsx';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
}

const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({ id: `p${index}`, name: `Person ${String(index).padStart(5, '0')}`, rows: (index * 7919) % 1000 }));

const columns: readonly Column<Person>[] = [
  { id: 'name', header: 'Name', narrow: 'lead', cell: (row) => <a href={`#${row.id}`}>{row.name}</a>, sortBy: (row) => row.name },
  { id: 'rows', header: 'Rows', width: 120, numeric: true, narrow: 'end', cell: (row) => row.rows, sortBy: (row) => row.rows },
  { id: 'id', header: 'ID', width: 160, narrow: 'line', cell: (row) => row.id },
];

const few = people(5);
const many = people(20_000);

function Short() {
  const [opened, setOpened] = useState('none');
  return (
    <>
      <DataTable caption="A few people" columns={columns} rows={few} rowKey={(row) => row.id} onOpen={(row) => setOpened(row.id)} />
      <output>{opened}</output>
      <Pager firstRow={101} rows={5} total={48_210} onPrevious={() => undefined} onNext={() => undefined} />
    </>
  );
}

const isNarrow = window.innerWidth < 768;

export const pieces: Pieces = {
  short: <Short />,
  // Lists are read by pages of 100; only the wide table is ever given more.
  long: <DataTable caption="Many people" columns={columns} rows={isNarrow ? many.slice(0, 100) : many} rowKey={(row) => row.id} total={200_000} />,
};
