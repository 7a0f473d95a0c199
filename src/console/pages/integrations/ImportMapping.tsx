import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { SourceFields } from '../../../http/schemas/sources.ts';
import { useFields } from '../../api/settings.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { Section } from '../../layouts/Section.tsx';
import { AdditionalMapper, FieldMapper } from '../../parts/FieldMapper.tsx';
import type { MappingDraft } from '../../parts/mappingDraft.ts';
import { OptOutMapping } from '../../parts/OptOutMapping.tsx';
import { TextLink } from '../../router/links.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { ImportCost } from './ImportCost.tsx';
import type { ImportFormState } from './useImportForm.ts';
import { useRuleCounts } from './useRuleCounts.ts';
import { isSame } from './useStoredDraft.ts';

interface ImportMappingProps {
  readonly settings: ImportSettings;
  readonly form: ImportFormState;
  /** The columns of the chosen source. */
  readonly columns: SourceFields;
}

/** What follows the choice of a source: which of its columns fill which fields, the opt-out rule, the cost. */
export function ImportMapping({ settings, form, columns }: ImportMappingProps) {
  const connection = useTheConnection();
  const { slug } = useTeam();
  const { mayWrite } = useMayWrite();
  const { draft, base, change, errors } = form;
  const counts = useRuleCounts();
  const isStored = draft.mappedFor === base.mappedFor;
  const saved = isStored ? settings.fields : null;
  const mapper = {
    draft: draft.mapping,
    onChange: (mapping: MappingDraft) => change({ mapping }),
    fields: columns.fields,
    teamFields: useFields().data?.fields ?? [],
    sweep: {
      days: draft.sweepDays,
      onChange: (sweepDays: typeof draft.sweepDays) => change({ sweepDays }),
      hasWindows: settings.windows.length > 0,
    },
    errors,
    readOnly: !mayWrite,
  };
  const identity = {
    recordType: settings.recordType,
    sourceName: draft.source?.name ?? '',
    userName: connection.account?.userName ?? null,
    onReadColumns: () => void form.columns.refetch(),
    isReading: form.columns.isFetching,
  };
  return (
    <>
      <Section id="fields-section" title="Standard fields">
        <FieldMapper
          {...mapper}
          identity={draft.mapsIdentity ? identity : null}
          suggestion={columns.suggestion.fields}
          saved={saved}
        />
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
          fields={columns.fields}
          crm="Salesforce"
          counts={isStored && isSame(draft.optOut, base.optOut) ? counts : null}
          suggested={saved === null && isSame(draft.optOut, columns.suggestion.optOut)}
          errors={errors}
          readOnly={!mayWrite}
        />
      </Section>
      <Section id="cost-section" title="Cost">
        <ImportCost settings={settings} form={form} />
      </Section>
    </>
  );
}
