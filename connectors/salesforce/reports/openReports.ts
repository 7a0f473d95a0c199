import type {
  PullRequest,
  SourceDescription,
  SourceField,
  SourcePage,
  SourceSearch,
} from '../../../src/contract/sources.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import type { SalesforceClient } from '../client.ts';
import type { ObjectDescribe } from '../describe.ts';
import { Remembered } from '../remembered.ts';
import type { Tuning } from '../tuning.ts';
import { reportFields } from './columns.ts';
import {
  describeReport,
  describeReportSource,
  listAllReports,
  reasonAgainstReport,
  searchReports,
  type ReportElement,
} from './listReports.ts';
import { pullReport } from './pullReport.ts';

/** An object's describe, asked for only when it is needed. */
type AskObject = () => Promise<ObjectDescribe>;

/** The part of an open connection that is about Reports. */
export interface OpenReports {
  search(
    recordType: RecordType,
    query: string,
    place: { readonly offset: number; readonly limit: number },
    object: AskObject,
    signal: AbortSignal,
  ): Promise<SourceSearch>;
  describe(recordType: RecordType, id: string, object: AskObject, signal: AbortSignal): Promise<SourceDescription>;
  fields(
    recordType: RecordType,
    id: string,
    object: ObjectDescribe,
    signal: AbortSignal,
  ): Promise<readonly SourceField[]>;
  pull(request: PullRequest, object: AskObject, signal: AbortSignal): AsyncIterable<SourcePage>;
}

/** Reports through one client; what a search asks is remembered for a short while. */
export function openReports(client: SalesforceClient, tuning: Tuning, now: () => Date): OpenReports {
  const lists = new Remembered<readonly ReportElement[]>(tuning.rememberMs, now);
  const reasons = new Remembered<string>(tuning.rememberMs, now);
  return {
    async search(recordType, query, place, object, signal) {
      const all = await lists.get('all', () => listAllReports(client, signal));
      // Reports are looked at together; they share one describe of the object.
      let asked: Promise<ObjectDescribe> | null = null;
      const shared: AskObject = () => (asked ??= object());
      return searchReports(all, query, place, (report) =>
        reasons.get(`${recordType} ${report.id}`, () => {
          const describe = async () => (await describeReport(client, report.id, signal)).body;
          return reasonAgainstReport(report, recordType, describe, shared);
        }),
      );
    },

    describe: (recordType, id, object, signal) =>
      describeReportSource(client, recordType, id, object, tuning, signal),

    async fields(recordType, id, object, signal) {
      return reportFields((await describeReport(client, id, signal)).body, object, recordType);
    },

    pull: (request, object, signal) => pullReport(client, request, object, tuning, signal),
  };
}

/** Whether a source is a Report; Salesforce's IDs tell by their first three characters. */
export function isReportId(sourceId: string | null): sourceId is string {
  return sourceId?.startsWith('00O') === true;
}
