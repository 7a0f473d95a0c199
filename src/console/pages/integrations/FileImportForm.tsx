import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import { useFields } from '../../api/settings.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { FormPage } from '../../layouts/FormPage.tsx';
import { Section } from '../../layouts/Section.tsx';
import { FileColumns } from '../../parts/fileColumns.ts';
import { AdditionalMapper, FieldMapper } from '../../parts/FieldMapper.tsx';
import type { MappingDraft } from '../../parts/mappingDraft.ts';
import { OptOutMapping } from '../../parts/OptOutMapping.tsx';
import { SaveBar } from '../../parts/SaveBar.tsx';
import { TextLink } from '../../router/links.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { FileAfter } from './FileAfter.tsx';
import { FileAnswers } from './FileAnswers.tsx';
import { columnsInUse } from './fileDraft.ts';
import { FileHeaders } from './FileHeaders.tsx';
import { FileSource } from './FileSource.tsx';
import { ImportRefusal } from './ImportRefusal.tsx';
import { importSections } from './importSections.ts';
import { ImportStateChoice } from './ImportStateChoice.tsx';
import { useFileImport } from './useFileImport.ts';
import { useRuleCounts } from './useRuleCounts.ts';
import { isSame } from './useStoredDraft.ts';

const NO_SWEEP = { days: [], onChange: () => undefined, hasWindows: false };

/** The Contact import form of a file server: which files, how they are read, and which of their columns fill what. */
export function FileImportForm({ settings }: { readonly settings: ImportSettings }) {
  const connection = useTheConnection();
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('change imports');
  const readOnly = !mayWrite;
  const form = useFileImport(connection.id, settings);
  const counts = useRuleCounts();
  const { draft, base, change, errors, columns } = form;
  const fields = columns?.fields ?? columnsInUse(draft);
  const mapper = {
    draft: draft.mapping,
    onChange: (mapping: MappingDraft) => change({ mapping }),
    fields,
    teamFields: useFields().data?.fields ?? [],
    sweep: NO_SWEEP,
    errors,
    readOnly,
  };
  const sections = importSections(draft, fields);
  const toFields = (words: string) => (
    <TextLink to="/t/$team/data/fields" params={{ team: slug }}>
      {words}
    </TextLink>
  );
  return (
    <FileColumns value={true}>
      <FormPage
        sections={
          draft.source === null
            ? sections
            : sections.toSpliced(1, 0, { id: 'columns-section', label: 'Columns', state: columns === null ? '' : 'ok' })
        }
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
        <Section id="source-section" title="Files">
          <FileSource form={form} readOnly={readOnly} />
          {draft.source !== null && (
            <>
              <FileAfter form={form} readOnly={readOnly} />
              <ImportStateChoice value={draft.state} onChange={(state) => change({ state })} readOnly={readOnly} />
            </>
          )}
        </Section>
        {draft.source === null ? (
          <Text>Name a folder or a prefix to see the files and their columns.</Text>
        ) : (
          <>
            <Section id="columns-section" title="Columns">
              <FileHeaders form={form} readOnly={readOnly} />
            </Section>
            <Section id="fields-section" title="Standard fields">
              <FieldMapper
                {...mapper}
                identity={null}
                suggestion={columns?.suggestion.fields ?? {}}
                saved={settings.fields}
              />
            </Section>
            <Section id="additional-section" title="Additional fields">
              <AdditionalMapper
                {...mapper}
                noFields={
                  <>
                    This team has only the standard fields. To keep more about each contact, {toFields('add a field')}{' '}
                    first.
                  </>
                }
              />
              {mapper.teamFields.length > 0 && (
                <Text size="sm" c="dimmed" mt={8}>
                  Which fields are required, mergeable or visible is set for all imports under {toFields('Fields')}.
                </Text>
              )}
            </Section>
            <Section id="opt-out-section" title="Opt-out">
              <OptOutMapping
                value={draft.optOut}
                onChange={(optOut) => change({ optOut })}
                fields={fields}
                crm={connection.name}
                counts={isSame(draft.optOut, base.optOut) ? counts : null}
                suggested={settings.fields === null && isSame(draft.optOut, columns?.suggestion.optOut ?? null)}
                errors={errors}
                readOnly={readOnly}
              />
            </Section>
            <FileAnswers form={form} readOnly={readOnly} />
          </>
        )}
      </FormPage>
    </FileColumns>
  );
}
