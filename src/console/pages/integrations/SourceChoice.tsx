import { Alert, Group, Radio, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { RecordType } from '../../../http/schemas/index.ts';
import { SourceFacts } from './SourceFacts.tsx';
import { SourcePicker } from './SourcePicker.tsx';
import { awaitsColumns, withKind, withSource, type ImportDraft } from './importDraft.ts';

/** What Salesforce imports are read from, as Salesforce calls it, in the order of the choice. */
const KINDS = ['List View', 'Report'] as const;

interface SourceChoiceProps {
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly draft: ImportDraft;
  /** What is stored. */
  readonly base: ImportDraft;
  readonly onChange: (draft: ImportDraft) => void;
  readonly error: string | undefined;
  readonly readOnly: boolean;
}

/** Which kind of source, which one, what is in it; and what a change of it means for the mapping. */
export function SourceChoice({ connectionId, recordType, draft, base, onChange, error, readOnly }: SourceChoiceProps) {
  const [asked, setAsked] = useState<string>(KINDS[0]);
  const kind = draft.source?.kind ?? asked;
  return (
    <>
      <Radio.Group
        label="Kind of source"
        value={kind}
        onChange={(next) => {
          setAsked(next);
          onChange(withKind(draft, base, next));
        }}
        readOnly={readOnly}
        mb="md"
      >
        <Group gap="lg" mt={4}>
          {KINDS.map((one) => (
            <Radio key={one} value={one} label={one} />
          ))}
        </Group>
      </Radio.Group>
      <SourcePicker
        key={kind}
        connectionId={connectionId}
        recordType={recordType}
        kind={kind}
        value={draft.source}
        onChange={(source) => {
          const next = withSource(draft, base, source);
          onChange(base.source === null && draft.source === null ? { ...next, state: 'on' } : next);
        }}
        error={error}
        readOnly={readOnly}
      />
      {draft.source === null && base.source !== null && (
        <Text size="sm" mt={8}>
          The {base.source.kind} “{base.source.name}” stays in use until you choose a {kind} and save.
        </Text>
      )}
      {draft.source !== null && (
        <SourceFacts connectionId={connectionId} recordType={recordType} sourceId={draft.source.id} />
      )}
      <CarriedNote draft={draft} base={base} />
    </>
  );
}

/** After another source was chosen: the mapping was made for other columns, so it says what became of it. */
function CarriedNote({ draft, base }: { readonly draft: ImportDraft; readonly base: ImportDraft }) {
  const { source, lost } = draft;
  if (source === null || awaitsColumns(draft) || draft.mappedFor === base.mappedFor) return null;
  if (base.mappedFor === null && lost.length === 0) return null;
  return (
    <Alert
      color={lost.length === 0 ? 'running' : 'attention'}
      icon={lost.length === 0 ? <IconInfoCircle aria-hidden /> : <IconAlertTriangle aria-hidden />}
      mt={12}
      role="status"
    >
      The mapping was carried over to the columns of “{source.name}”
      {lost.length === 0 ? ', which has all of them.' : `, which has none for: ${lost.join(', ')}.`} Check it before
      saving.
    </Alert>
  );
}
