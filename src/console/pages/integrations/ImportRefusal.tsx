import { ErrorSummary } from '../../parts/ErrorSummary.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { EditClash } from './EditClash.tsx';
import { importField } from './importDraft.ts';
import type { ImportSaving } from './useImportSaving.ts';

/** On top of the Contact import form: why it was not saved, or why its preview did not start. */
export function ImportRefusal({ form }: { readonly form: ImportSaving }) {
  if (form.clash !== null) {
    return (
      <EditClash
        error={form.clash}
        differences={form.differences}
        onKeepMine={form.keepMine}
        onTakeTheirs={form.takeTheirs}
      />
    );
  }
  if (form.refusal !== null) {
    return Object.keys(form.refusal.fields).length > 0 ? (
      <ErrorSummary error={form.refusal} find={(field) => importField(field, form.draft.files !== null)} />
    ) : (
      <Failure error={form.refusal} />
    );
  }
  return form.previewError === null ? null : <Failure error={form.previewError} />;
}
