import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { SourceFields } from '../../../http/schemas/sources.ts';
import { useMayWrite } from '../../api/team.tsx';
import { FormPage } from '../../layouts/FormPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Section } from '../../layouts/Section.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { SaveBar } from '../../parts/SaveBar.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { awaitsColumns } from './importDraft.ts';
import { ImportMapping } from './ImportMapping.tsx';
import { ImportRefusal } from './ImportRefusal.tsx';
import { ImportStateChoice } from './ImportStateChoice.tsx';
import { importSections } from './importSections.ts';
import { SourceChoice } from './SourceChoice.tsx';
import { useImportForm } from './useImportForm.ts';

interface ImportFormProps {
  readonly settings: ImportSettings;
  /** The columns of the stored source; null when there is none. */
  readonly storedColumns: SourceFields | null;
}

/** The Contact import form of one record type. */
export function ImportForm({ settings, storedColumns }: ImportFormProps) {
  const connection = useTheConnection();
  const { mayWrite, whoMay } = useMayWrite('change imports');
  const form = useImportForm(connection.id, settings, storedColumns);
  const { draft, change, columns } = form;
  return (
    <FormPage
      sections={importSections(draft, columns.data?.fields ?? [])}
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
        <SourceChoice
          connectionId={connection.id}
          recordType={settings.recordType}
          draft={draft}
          base={form.base}
          onChange={change}
          error={form.errors.source}
          readOnly={!mayWrite}
        />
        {draft.source !== null && (
          <ImportStateChoice value={draft.state} onChange={(state) => change({ state })} readOnly={!mayWrite} />
        )}
      </Section>
      {draft.source === null ? (
        <Text>Choose a source to see its fields.</Text>
      ) : !awaitsColumns(draft) && columns.data !== undefined ? (
        <ImportMapping settings={settings} form={form} columns={columns.data} />
      ) : columns.isError ? (
        <Failure error={columns.error} onRetry={() => void columns.refetch()} />
      ) : (
        <Loading />
      )}
    </FormPage>
  );
}
