import type { ContactDetails } from '../../../db/reads/contactDetails.ts';
import type { WriteBackLine } from '../../../db/reads/writeBacks.ts';
import type { RecordType } from '../../../domain/contact.ts';
import { openRecordUrls, type RecordUrls } from '../../../sync/connections/recordUrls.ts';
import type { SyncContext } from '../../../sync/context.ts';
import type { ContactDetails as ContactAnswer, WriteBack } from '../../schemas/contacts.ts';

/** A contact with the addresses at which its records open in their CRM. */
export async function withRecordUrls(
  ctx: SyncContext,
  teamId: string,
  contact: ContactDetails,
): Promise<ContactAnswer> {
  const urls = await openRecordUrls(ctx, teamId);
  return {
    ...contact,
    recordUrl:
      contact.connectionId === null ? null : urlOf(urls, contact.connectionId, contact.recordType, contact.recordId),
    writeBacks: contact.writeBacks.map((one) => withRecordUrl(urls, one)),
    timeline: contact.timeline.map((entry) => ({
      ...entry,
      writeBacks: entry.writeBacks.map((one) => withRecordUrl(urls, one)),
    })),
  };
}

/** A write-back with the address at which its record opens in its CRM. */
export function withRecordUrl(urls: RecordUrls, line: WriteBackLine): WriteBack {
  return { ...line, recordUrl: urlOf(urls, line.connectionId, line.recordType, line.recordId) };
}

function urlOf(
  urls: RecordUrls,
  connectionId: string,
  recordType: RecordType | null,
  recordId: string | null,
): string | null {
  return recordType === null || recordId === null ? null : urls(connectionId, recordType, recordId);
}
