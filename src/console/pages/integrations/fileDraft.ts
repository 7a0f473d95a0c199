import type { FileOptions } from '../../../http/schemas/files.ts';
import type { SourceField, SourceFields } from '../../../http/schemas/sources.ts';
import { standardSlots, startDraft } from '../../parts/mappingDraft.ts';
import type { ImportDraft } from './importDraft.ts';

/** What an import of files begins with. */
export const FIRST_FILES: FileOptions = {
  which: 'newest',
  delimiter: 'comma',
  encoding: 'detect',
  after: 'leave',
  moveTo: null,
  quietSeconds: 60,
  expectedDays: 1,
  sampleHeaders: null,
};

export const ENCODINGS = [
  { value: 'detect', label: 'Detect for every file' },
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Windows-1252 (Western European)' },
  { value: 'utf-16le', label: 'UTF-16, little endian (Excel’s Unicode Text)' },
  { value: 'utf-16be', label: 'UTF-16, big endian' },
] as const satisfies readonly { readonly value: FileOptions['encoding']; readonly label: string }[];

/** A source of files is its folder and, after the last slash, what the names of its files begin with. */
export function folderAndPrefix(draft: ImportDraft): { readonly folder: string; readonly prefix: string } {
  const id = draft.source?.id ?? '';
  const at = id.lastIndexOf('/');
  return { folder: id.slice(0, Math.max(0, at)), prefix: id.slice(at + 1) };
}

/** The draft with another folder or prefix. The first one switches the import on; the mapping stays as it is. */
export function withFolder(draft: ImportDraft, folder: string, prefix: string): ImportDraft {
  const typed = folder.trim().replaceAll('\\', '/');
  if (typed === '' && prefix === '') return { ...draft, source: null, mappedFor: null };
  const id = `${typed.startsWith('/') || typed === '' ? typed : `/${typed}`}/${prefix.replaceAll('/', '')}`;
  const state = draft.source === null ? 'on' : draft.state;
  return { ...draft, state, source: { id, name: id, kind: 'File' }, mappedFor: id };
}

/** The columns of a file of the admin's own. */
export function columnsOf(headers: readonly string[]): SourceField[] {
  return headers.map((name) => ({
    name,
    label: name,
    type: 'column',
    apiName: null,
    writable: false,
    calculated: false,
    changesUnseen: false,
    isRecordId: true,
    modifiedTime: null,
    values: [],
    restricted: false,
  }));
}

/** The columns a mapping names, to show it while those of a file are not known. */
export function columnsInUse({ mapping, optOut }: Pick<ImportDraft, 'mapping' | 'optOut'>): SourceField[] {
  const names = [
    ...standardSlots(true, false).map(({ slot }) => mapping[slot]),
    ...mapping.additional.map(({ source }) => source),
    optOut?.field ?? null,
  ];
  return columnsOf([...new Set(names.filter((name) => name !== null))]);
}

/** The draft with what was suggested in the places that nobody has filled. */
export function withSuggestion(draft: ImportDraft, { fields, optOut }: SourceFields['suggestion']): ImportDraft {
  const suggested = startDraft(null, fields);
  const mapping = { ...draft.mapping };
  for (const { slot } of standardSlots(true, false)) mapping[slot] ??= suggested[slot];
  if (mapping.additional.length === 0) mapping.additional = suggested.additional;
  return { ...draft, mapping, optOut: draft.optOut ?? optOut };
}

/** The draft with columns that are remembered for a time when the folder holds no file: imported ones may be moved. */
export function withHeaders(draft: ImportDraft, { fields }: SourceFields): ImportDraft {
  const names = fields.map(({ name }) => name);
  const tooMuch = names.length > 500 || names.some((name) => name.length > 200);
  return draft.files === null || tooMuch ? draft : { ...draft, files: { ...draft.files, sampleHeaders: names } };
}

/** What a moved file is called: `StudentData_1120_2026-11-20T1503.csv`. */
export function movedName(name: string, now: Date): string {
  const at = name.lastIndexOf('.');
  const stem = at > 0 ? name.slice(0, at) : name;
  const stamp = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'short' })
    .format(now)
    .replace(' ', 'T')
    .replace(':', '');
  return `${stem}_${stamp}${name.slice(stem.length)}`;
}
