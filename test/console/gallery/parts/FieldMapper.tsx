import { useState } from 'react';
import type { FieldMapping } from '../../../../src/http/schemas/connections.ts';
import { AdditionalMapper, FieldMapper } from '../../../../src/console/parts/FieldMapper.tsx';
import { startDraft, type MappingDraft } from '../../../../src/console/parts/mappingDraft.ts';
import type { Pieces } from '../Gallery.tsx';
import { sourceFields, teamFields } from '../sourceFields.ts';

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

interface TryProps {
  readonly id: string;
  readonly start: MappingDraft;
  readonly saved?: FieldMapping | null;
  readonly errors?: Record<string, string>;
  readonly readOnly?: boolean;
  readonly team?: typeof teamFields;
}

function Try({ id, start, saved: stored = null, errors = {}, readOnly = false, team = teamFields }: TryProps) {
  const [draft, setDraft] = useState(start);
  const shared = {
    draft,
    onChange: setDraft,
    fields: sourceFields,
    teamFields: team,
    errors,
    readOnly,
    idPrefix: `${id}.`,
  };
  return (
    <>
      <FieldMapper {...shared} suggestion={suggestion} saved={stored} />
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
        ...saved,
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
  'for a reader': <Try id="reader" start={saved} saved={saved} readOnly />,
};
