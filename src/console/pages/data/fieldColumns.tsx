import { Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { TeamFieldList } from '../../../http/schemas/contacts.ts';
import type { Column } from '../../parts/DataTable.tsx';

export interface FieldRow extends Omit<TeamFieldList['fields'][number], 'type'> {
  readonly type: TeamFieldList['fields'][number]['type'] | 'phone';
  readonly isStandard: boolean;
}

export const FIELD_TYPES = { text: 'Text', number: 'Number', date: 'Date', checkbox: 'Checkbox' } as const;

const TYPE_WORDS = { ...FIELD_TYPES, phone: 'Mobile number' } as const;

/** What every contact has. They can't be changed: imports, texting and consent stand on them. */
export const STANDARD_FIELDS: readonly FieldRow[] = [
  standard('contact_id', 'Contact ID', 'text'),
  standard('first_name', 'First name', 'text'),
  standard('last_name', 'Last name', 'text'),
  standard('mobile', 'Mobile number', 'phone'),
  standard('assigned_to', 'Assigned to', 'text'),
  standard('opted_out', 'Opted out', 'checkbox'),
];

function standard(key: string, label: string, type: FieldRow['type']): FieldRow {
  const always = { required: true, mergeable: true, visible: true };
  return { key: `standard.${key}`, label, type, ...always, usedBy: [], isStandard: true };
}

export const fieldColumns: readonly Column<FieldRow>[] = [
  { id: 'name', header: 'Name', narrow: 'lead', cell: (row) => row.label },
  { id: 'type', header: 'Type', width: 140, narrow: 'end', cell: (row) => TYPE_WORDS[row.type] },
  {
    id: 'used',
    header: 'Used by',
    width: 320,
    narrow: 'line',
    cell: (row) =>
      row.isStandard ? (
        <Text component="span" fz="inherit" c="dimmed" style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
          <IconLock size={14} aria-hidden />
          Every import; can’t be changed
        </Text>
      ) : row.usedBy.length === 0 ? (
        'Nothing yet'
      ) : (
        row.usedBy.join(', ')
      ),
  },
];
