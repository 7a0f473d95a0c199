import type { RecordType } from '../../../http/schemas/index.ts';

/** A connection's record types in the order of their tabs, with the word of the address. */
export const RECORD_TYPES: readonly {
  readonly id: RecordType;
  readonly label: string;
  readonly slug: 'contact' | 'lead';
}[] = [
  { id: 'Contact', label: 'Contacts', slug: 'contact' },
  { id: 'Lead', label: 'Leads', slug: 'lead' },
];

/** The record type of an address; Contact for a word nobody uses. */
export function recordTypeOf(slug: string): (typeof RECORD_TYPES)[number] {
  const found = RECORD_TYPES.find((type) => type.slug === slug.toLowerCase());
  return found ?? { id: 'Contact', label: 'Contacts', slug: 'contact' };
}

export function recordTypeLabel(id: RecordType): string {
  return id === 'Lead' ? 'Leads' : 'Contacts';
}

export const IMPORT_STATE_WORDS = { off: 'Off', draft: 'Draft', on: 'On' } as const;
