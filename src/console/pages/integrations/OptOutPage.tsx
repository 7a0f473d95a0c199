import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { OptOutMapping as Mapping } from '../../../http/schemas/sources.ts';
import { useSourceFields } from '../../api/imports.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { Section } from '../../layouts/Section.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { FileColumns } from '../../parts/fileColumns.ts';
import { OptOutMapping } from '../../parts/OptOutMapping.tsx';
import { optOutSentence } from '../../parts/optOutRule.ts';
import { useTheConnection } from './connectionContext.tsx';
import { columnsOf } from './fileDraft.ts';
import { importField } from './importDraft.ts';
import { PartForm } from './PartForm.tsx';
import { RecordTypePage } from './RecordTypePage.tsx';
import { useImportPart } from './useImportPart.ts';
import { useRuleCounts } from './useRuleCounts.ts';
import { isSame } from './useStoredDraft.ts';

/** Which source field says who may be texted, and what goes back to it. */
export function OptOutPage() {
  return <RecordTypePage what="the opt-out rule">{(settings) => <OptOutForm settings={settings} />}</RecordTypePage>;
}

const words = (mapping: Mapping | null): string =>
  mapping === null ? 'not exchanged' : `${mapping.field}: ${optOutSentence(mapping)}`;

function OptOutForm({ settings }: { readonly settings: ImportSettings }) {
  const connection = useTheConnection();
  const { mayWrite } = useMayWrite();
  const fields = useSourceFields(connection.id, settings.recordType, settings.source?.id ?? null);
  const counts = useRuleCounts();
  const part = useImportPart(
    connection.id,
    settings,
    (stored) => stored.optOut,
    (optOut) => ({ optOut }),
  );
  const isFile = connection.connector === 'ftp';
  // A folder may hold no file just now; the rule can be changed all the same.
  const own = isFile && fields.isError ? columnsOf(part.draft === null ? [] : [part.draft.field]) : null;
  const known = fields.data?.fields ?? own;
  return (
    <FileColumns value={isFile}>
      <PartForm part={part} label="Opt-out" words={words} find={(field) => importField(field, isFile)}>
        <Section id="rule" title="Opt-out rule">
          {known !== null ? (
            <OptOutMapping
              value={part.draft}
              onChange={part.setDraft}
              fields={known}
              crm="Salesforce"
              counts={isSame(part.draft, part.stored) ? counts : null}
              errors={part.refusal?.fields ?? {}}
              readOnly={!mayWrite}
            />
          ) : fields.isPending ? (
            <Loading />
          ) : (
            <>
              <Failure error={fields.error} onRetry={() => void fields.refetch()} />
              <Text mt={8}>Stored: {words(part.stored)}</Text>
            </>
          )}
        </Section>
        {connection.writesBack && (
          <Section id="write-backs" title="Write-backs">
            <WriteBackSums waiting={connection.waitingWriteBacks} dead={connection.deadWriteBacks} />
          </Section>
        )}
      </PartForm>
    </FileColumns>
  );
}

function WriteBackSums({ waiting, dead }: { readonly waiting: number; readonly dead: number }) {
  if (waiting === 0 && dead === 0) return <Text>Every opt-out has reached Salesforce.</Text>;
  return (
    <Text className="rc-number">
      {count(waiting)} waiting to be sent · {count(dead)} refused by Salesforce, each waiting for a person.
    </Text>
  );
}
