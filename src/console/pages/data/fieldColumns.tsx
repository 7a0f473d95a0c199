import { Switch, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLock } from '@tabler/icons-react';
import type { TeamFieldList, UpdateField } from '../../../http/schemas/contacts.ts';
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
  standard('assigned_to', 'Assigned to', 'text', false),
  standard('opted_out', 'Opted out', 'checkbox', false),
];

function standard(key: string, label: string, type: FieldRow['type'], required = true): FieldRow {
  const always = { mergeable: true, visible: true, usedBy: [], isStandard: true };
  return { key: `standard.${key}`, label, type, required, ...always };
}

/** What a field is good for, with what each means. */
const FLAGS = [
  { flag: 'required', header: 'Required', width: 100 },
  { flag: 'mergeable', header: 'Mergeable', width: 110 },
  { flag: 'visible', header: 'Visible to user', width: 130 },
] as const;

/** Changes one field; null for whom it is not to be changed by. */
export type ChangeField = (key: string) => ((change: UpdateField) => void) | null;

export const fieldColumns = (changeOf: ChangeField): readonly Column<FieldRow>[] => [
  { id: 'name', header: 'Name', narrow: 'lead', cell: (row) => row.label },
  { id: 'type', header: 'Type', width: 120, narrow: 'end', cell: (row) => TYPE_WORDS[row.type] },
  ...FLAGS.map(({ flag, header, width }): Column<FieldRow> => ({
    id: flag,
    header,
    width,
    narrow: 'line',
    cell: (row) => <FlagCell row={row} flag={flag} header={header} change={changeOf(row.key)} />,
  })),
  {
    id: 'used',
    header: 'Used by',
    width: 280,
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

interface FlagCellProps {
  readonly row: FieldRow;
  readonly flag: 'required' | 'mergeable' | 'visible';
  readonly header: string;
  readonly change: ReturnType<ChangeField>;
}

/** A switch for whoever may change the team's own field, the word for everybody else. */
function FlagCell({ row, flag, header, change }: FlagCellProps) {
  // There is no header above it on a narrow screen.
  const isNarrow = useMediaQuery('(max-width: 47.99em)', window.innerWidth < 768, { getInitialValueInEffect: false });
  if (row.isStandard || change === null) {
    if (isNarrow) return <>{!row.isStandard && row[flag] && header}</>;
    return <>{row[flag] ? 'Yes' : 'No'}</>;
  }
  return (
    <Switch
      size="md"
      my={isNarrow ? 4 : undefined}
      label={isNarrow && header}
      aria-label={`${header}: ${row.label}`}
      checked={row[flag]}
      onChange={(event) => change({ [flag]: event.currentTarget.checked })}
    />
  );
}
