import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';

type Field = ContactDetails['fields'][number];

const COLUMNS: readonly Column<Field>[] = [
  { id: 'label', header: 'Field', width: 240, narrow: 'lead', cell: (field) => field.label },
  { id: 'value', header: 'Value', narrow: 'line', cell: (field) => field.value ?? '–' },
  {
    id: 'source',
    header: 'Source field',
    width: 280,
    cell: (field) => (field.source === null ? '–' : <span className="rc-mono">{field.source}</span>),
  },
];

/** The contact's values, and which source field each comes from. */
export function ContactFields({ fields }: { readonly fields: readonly Field[] }) {
  if (fields.length === 0) return <EmptyState kind="all_done">Only name and number are kept about this contact.</EmptyState>;
  return <DataTable caption="Fields" columns={COLUMNS} rows={fields} rowKey={(field) => field.key} />;
}
