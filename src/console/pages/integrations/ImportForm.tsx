import { Text } from '@mantine/core';
import type { ImportSettings, SourceFields } from '../../../http/schemas/connections.ts';
import { useSource } from '../../api/imports.ts';
import { useFields } from '../../api/settings.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { FormPage } from '../../layouts/FormPage.tsx';
import { Section } from '../../layouts/Section.tsx';
import { CallForecast } from '../../parts/CallForecast.tsx';
import { AdditionalMapper, FieldMapper } from '../../parts/FieldMapper.tsx';
import { OptOutMapping } from '../../parts/OptOutMapping.tsx';
import { SaveBar } from '../../parts/SaveBar.tsx';
import { TextLink } from '../../router/links.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { ImportRefusal } from './ImportRefusal.tsx';
import { ImportStateChoice } from './ImportStateChoice.tsx';
import { importSections } from './importSections.ts';
import { SourceFacts } from './SourceFacts.tsx';
import { SourcePicker } from './SourcePicker.tsx';
import { useImportForm } from './useImportForm.ts';
import { useRememberedTest } from './useRememberedTest.ts';
import { useRuleCounts } from './useRuleCounts.ts';
import { isSame } from './useStoredDraft.ts';

interface ImportFormProps {
  readonly settings: ImportSettings;
  readonly sourceFields: SourceFields;
}

/** The Contact import form of one record type. */
export function ImportForm({ settings, sourceFields }: ImportFormProps) {
  const connection = useTheConnection();
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('change imports');
  const form = useImportForm(connection.id, settings, sourceFields.suggestion);
  const { draft, change, errors } = form;
  const teamFields = useFields().data?.fields ?? [];
  const source = useSource(connection.id, settings.recordType, draft.source?.id ?? null).data;
  const { remembered } = useRememberedTest(connection.id);
  const counts = useRuleCounts();
  const isNew = settings.fields === null;
  const readsAll =
    settings.source !== null &&
    (settings.fullReason !== null ||
      !isSame(draft.source, form.base.source) ||
      !isSame(draft.mapping, form.base.mapping));
  const lastRun = connection.imports.find((one) => one.recordType === settings.recordType)?.lastRun ?? null;
  const mapper = {
    draft: draft.mapping,
    onChange: (mapping: typeof draft.mapping) => change({ mapping }),
    fields: sourceFields.fields,
    teamFields,
    errors,
    readOnly: !mayWrite,
  };
  return (
    <FormPage
      sections={importSections(draft)}
      top={<ImportRefusal form={form} />}
      saveBar={
        <SaveBar
          changes={form.changes}
          onSave={form.save}
          onDiscard={form.discard}
          saving={form.isSaving}
          label={draft.state !== 'on' ? 'Save' : form.changes > 0 ? 'Save and preview' : 'Preview'}
          always={draft.state === 'on'}
          whoMay={mayWrite ? undefined : whoMay}
        />
      }
    >
      <Section id="source-section" title="Import source">
        <SourcePicker
          connectionId={connection.id}
          recordType={settings.recordType}
          value={draft.source}
          onChange={(next) =>
            change({ source: { id: next.id, name: next.name }, ...(settings.source === null ? { state: 'on' } : {}) })
          }
          error={errors.source}
          readOnly={!mayWrite}
        />
        {draft.source !== null && (
          <SourceFacts connectionId={connection.id} recordType={settings.recordType} sourceId={draft.source.id} />
        )}
        {draft.source !== null && (
          <ImportStateChoice value={draft.state} onChange={(state) => change({ state })} readOnly={!mayWrite} />
        )}
      </Section>
      {draft.source === null ? (
        <Text>Choose a source to see its fields.</Text>
      ) : (
        <>
          <Section id="fields-section" title="Standard fields">
            <FieldMapper {...mapper} suggestion={sourceFields.suggestion.fields} saved={settings.fields} />
          </Section>
          <Section id="additional-section" title="Additional fields">
            <AdditionalMapper
              {...mapper}
              noFields={
                <>
                  This team has only the standard fields. To keep more about each contact,{' '}
                  <TextLink to="/t/$team/data/fields" params={{ team: slug }}>
                    add a field
                  </TextLink>{' '}
                  first.
                </>
              }
            />
          </Section>
          <Section id="opt-out-section" title="Opt-out">
            <OptOutMapping
              value={draft.optOut}
              onChange={(optOut) => change({ optOut })}
              fields={sourceFields.fields}
              crm="Salesforce"
              counts={isSame(draft.optOut, form.base.optOut) ? counts : null}
              suggested={isNew && isSame(draft.optOut, sourceFields.suggestion.optOut)}
              errors={errors}
              readOnly={!mayWrite}
            />
          </Section>
          <Section id="cost-section" title="Cost">
            <CallForecast
              fullCalls={source?.fullRunCalls ?? null}
              rows={source?.count ?? null}
              windowsPerDay={settings.windows.length}
              lastUsualCalls={lastRun?.kind === 'incremental' ? lastRun.callsSpent : null}
              allowed={remembered?.calls?.allowed ?? null}
            />
            {readsAll && (
              <Text size="sm" mt={8}>
                The next run reads everything
                {source === undefined
                  ? ''
                  : `: ${counted(source.count, 'row')}, about ${counted(source.fullRunCalls, 'call')}`}
                .
              </Text>
            )}
          </Section>
        </>
      )}
    </FormPage>
  );
}
