import type { SourceField } from '../../../http/schemas/sources.ts';
import { isComplete } from '../../parts/optOutRule.ts';
import { awaitsColumns, missingParts, type ImportDraft } from './importDraft.ts';

/** The sections of the Contact import form with their state, for "On this page". */
export function importSections(
  draft: ImportDraft,
  columns: readonly SourceField[],
): readonly { readonly id: string; readonly label: string; readonly state?: string }[] {
  const label = draft.files === null ? 'Import source' : 'Files';
  if (draft.source === null) return [{ id: 'source-section', label, state: '1 to do' }];
  if (awaitsColumns(draft)) return [{ id: 'source-section', label, state: 'ok' }];
  const missing = Object.keys(missingParts(draft, columns));
  const source = missing.includes('files.moveTo') ? 1 : 0;
  const standard = missing.filter(
    (field) => field.startsWith('fields.') && !field.startsWith('fields.additional'),
  ).length;
  const additional = missing.filter((field) => field.startsWith('fields.additional')).length;
  const optOutTodo = draft.optOut !== null && !isComplete(draft.optOut) ? 1 : 0;
  return [
    { id: 'source-section', label, state: words(source) },
    { id: 'fields-section', label: 'Standard fields', state: words(standard) },
    { id: 'additional-section', label: 'Additional fields', state: words(additional) },
    { id: 'opt-out-section', label: 'Opt-out', state: words(optOutTodo) },
    ...(draft.files === null ? [{ id: 'cost-section', label: 'Cost' }] : []),
  ];
}

function words(todo: number): string {
  return todo === 0 ? 'ok' : `${todo} to do`;
}
