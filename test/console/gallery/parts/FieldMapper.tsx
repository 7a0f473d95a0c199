import { useState } from 'react';
import type { WeekdayValue } from '../../../../src/http/schemas/imports.ts';
import type { FieldMapping, SourceField } from '../../../../src/http/schemas/sources.ts';
import { AdditionalMapper, FieldMapper } from '../../../../src/console/parts/FieldMapper.tsx';
import { startDraft, type MappingDraft } from '../../../../src/console/parts/mappingDraft.ts';
import type { Pieces } from '../Gallery.tsx';
import { reportColumns, sourceFields, teamFields } from '../sourceFields.ts';

const suggestion: Partial<FieldMapping> = {
  firstName: 'Preferred_Name__c',
  firstNameFallback: 'FirstName',
  lastName: 'LastName',
  mobile: 'MobilePhone',
};
const saved: FieldMapping = {
  firstName: 'FirstName',
  firstNameFallback: null,
  lastName: 'LastName',
  mobile: 'MobilePhone',
  userId: null,
  additional: [],
};

const reportSuggestion: Partial<FieldMapping> = {
  firstName: 'FIRST_NAME',
  lastName: 'LAST_NAME',
  mobile: 'PHONE3',
  recordId: 'CONTACT_ID',
  lastModified: 'LAST_UPDATE',
};

interface TryProps {
  readonly id: string;
  readonly start: MappingDraft;
  readonly saved?: FieldMapping | null;
  readonly errors?: Record<string, string>;
  readonly readOnly?: boolean;
  readonly team?: typeof teamFields;
  readonly columns?: SourceField[];
  readonly recordType?: 'Contact' | 'Lead' | undefined;
  readonly days?: readonly WeekdayValue[];
  readonly windows?: boolean;
}

function Try(props: TryProps) {
  const { id, saved: stored = null, errors = {}, readOnly = false, team = teamFields, columns = sourceFields } = props;
  const [draft, setDraft] = useState(props.start);
  const [days, setDays] = useState(props.days ?? []);
  const identity =
    props.recordType === undefined
      ? null
      : {
          recordType: props.recordType,
          sourceName: 'Texting: fall admits',
          userName: 'rollcall@riverside.example',
          onReadColumns: () => undefined,
          isReading: false,
        };
  const shared = {
    draft,
    onChange: setDraft,
    fields: columns,
    teamFields: team,
    sweep: { days, onChange: setDays, hasWindows: props.windows ?? true },
    errors,
    readOnly,
    idPrefix: `${id}.`,
  };
  return (
    <>
      <FieldMapper
        {...shared}
        identity={identity}
        suggestion={identity === null ? suggestion : reportSuggestion}
        saved={stored}
      />
      <AdditionalMapper {...shared} noFields="This team has only the standard fields." />
    </>
  );
}

export const pieces: Pieces = {
  suggested: <Try id="suggested" start={startDraft(null, suggestion)} />,
  saved: <Try id="saved" start={startDraft(saved, suggestion)} saved={saved} team={[]} />,
  nothing: (
    <Try
      id="nothing"
      start={startDraft(null, {})}
      errors={{ 'fields.mobile': 'Mobile number has no source field. Choose the one that holds it.' }}
    />
  ),
  warnings: (
    <Try
      id="warnings"
      saved={saved}
      start={{
        ...startDraft(saved, {}),
        firstName: 'Hidden__c',
        lastName: 'Short_Name__c',
        mobile: 'Birthdate',
        additional: [
          { source: 'Short_Name__c', field: 'term' },
          { source: null, field: null },
        ],
      }}
    />
  ),
  'for a reader': <Try id="reader" start={startDraft(saved, {})} saved={saved} readOnly />,
  report: (
    <Try id="report" columns={reportColumns(true)} recordType="Contact" start={startDraft(null, reportSuggestion)} />
  ),
  'report without a time': (
    <Try
      id="day"
      columns={reportColumns(false)}
      recordType="Lead"
      start={startDraft(null, { ...reportSuggestion, lastName: 'ACCOUNT.NAME' })}
      days={['wed']}
      windows={false}
    />
  ),
  'report, nothing suggested': (
    <Try
      id="empty"
      columns={reportColumns(false).slice(1, 5)}
      recordType="Contact"
      start={startDraft(null, {})}
      errors={{ 'fields.lastModified': 'Last modified has no source field. Choose the one that holds it.' }}
    />
  ),
};
