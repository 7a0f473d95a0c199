import type { RunSummary } from '../../http/schemas/runs.ts';

/** `Contact` or `Lead`. */
export type RecordType = RunSummary['recordType'];

/** The word of an address for a record type, and back: `/import/contact`, `/import/lead`. */
export const recordTypeOf = (word: string): RecordType => (word === 'lead' ? 'Lead' : 'Contact');
export const recordTypeWord = (recordType: RecordType): 'contact' | 'lead' => (recordType === 'Lead' ? 'lead' : 'contact');
export const recordTypePlural = (recordType: RecordType): string => (recordType === 'Lead' ? 'Leads' : 'Contacts');
