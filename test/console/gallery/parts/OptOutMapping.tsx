import { useState } from 'react';
import type { OptOutMapping as Rule } from '../../../../src/http/schemas/sources.ts';
import { OptOutMapping } from '../../../../src/console/parts/OptOutMapping.tsx';
import type { SourceCounts } from '../../../../src/console/parts/OptOutCounts.tsx';
import type { Pieces } from '../Gallery.tsx';
import { sourceFields } from '../sourceFields.ts';

interface TryProps {
  readonly id: string;
  readonly start: Rule | null;
  readonly counts?: SourceCounts;
  readonly suggested?: boolean;
  readonly readOnly?: boolean;
  readonly fields?: typeof sourceFields;
}

function Try({ id, start, counts, suggested = false, readOnly = false, fields = sourceFields }: TryProps) {
  const [value, setValue] = useState(start);
  return (
    <OptOutMapping
      value={value}
      onChange={setValue}
      fields={fields}
      crm="Salesforce"
      counts={counts ?? null}
      suggested={suggested}
      errors={{}}
      readOnly={readOnly}
      idPrefix={`${id}.`}
    />
  );
}

const checkbox: Rule = { kind: 'checkbox', field: 'SMS_Opt_Out__c', ticked: 'opted_out' };
const picklist: Rule = {
  kind: 'picklist',
  field: 'Texting__c',
  optedInValue: 'OK',
  optedOutValue: 'No texts',
  empty: 'keep',
};

export const pieces: Pieces = {
  'not exchanged': <Try id="none" start={null} />,
  checkbox: <Try id="checkbox" start={checkbox} counts={{ optedOut: 96, people: 4210 }} suggested />,
  'wrong way round': (
    <Try id="wrong" start={{ ...checkbox, ticked: 'opted_in' }} counts={{ optedOut: 46_900, people: 48_210 }} />
  ),
  picklist: <Try id="picklist" start={picklist} />,
  'not writable': <Try id="locked" start={{ kind: 'checkbox', field: 'May_Text__c', ticked: 'opted_in' }} />,
  'field gone': <Try id="gone" start={{ ...checkbox, field: 'Gone__c' }} />,
  'no field to use': <Try id="nofield" start={null} fields={sourceFields.filter((field) => field.type === 'text')} />,
  'for a reader': <Try id="reader" start={picklist} readOnly />,
};
