import type { Org } from '../org.ts';
import { instanceStale, unavailable } from './reportErrors.ts';
import type { PreparedRun, Reports } from './reports.ts';
import { utcInstant } from './userTime.ts';

const DAY = 86_400;
/** Instances a list shows, and how long the org keeps them. */
const MAX_LISTED = 2000;
const KEPT_SECONDS = DAY;

type Status = 'New' | 'Running' | 'Success' | 'Error';

interface Instance {
  id: string;
  reportId: string;
  run: PreparedRun;
  withDetails: boolean;
  status: Status;
  requestSecond: number;
  completionSecond: number | null;
  looks: number;
  endsIn: 'Success' | 'Error';
  /** The answer, from when it was made on. */
  result: string | null;
}

/** What a test sees of a background run. */
export interface ReportInstanceFacts {
  id: string;
  reportId: string;
  status: string;
}

/**
 * Background runs. New until somebody looks, then Running, then Success (or Error) at the given look or when told to;
 * the rows are read at that moment and kept for a day.
 */
export class ReportInstances {
  readonly #org: Org;
  readonly #reports: Reports;
  readonly #polls: number | null;
  #instances: Instance[] = [];
  #made = 0;

  /** @param polls - looks at an instance until it is finished; null for never, until {@link finishAll} */
  constructor(org: Org, reports: Reports, polls: number | null) {
    this.#org = org;
    this.#reports = reports;
    this.#polls = polls;
  }

  /** @throws ApiError as running the report would */
  start(
    reportId: string,
    body: unknown,
    withDetails: boolean,
    endsIn: Instance['endsIn'],
    base: string,
  ): Record<string, unknown> {
    const run = this.#reports.prepare(reportId, body);
    this.#reports.limits.charge('async');
    const instance: Instance = {
      id: this.#org.idsOf('0LG').idOf(this.#made++),
      reportId: run.definition.id!,
      run,
      withDetails,
      status: 'New',
      requestSecond: this.#org.nowSecond(),
      completionSecond: null,
      looks: 0,
      endsIn,
      result: null,
    };
    this.#instances = [instance, ...this.#kept()];
    return this.#handle(instance, base);
  }

  list(reportId: string, base: string): unknown[] {
    const { id } = this.#reports.store.byId(reportId);
    return this.#kept()
      .filter((instance) => instance.reportId === id)
      .slice(0, MAX_LISTED)
      .map((instance) => this.#handle(instance, base));
  }

  /**
   * Looks at a run.
   *
   * @returns JSON: its status, and once it succeeded the answer
   * @throws ApiError 404 for one that is not there, 500 when the report was changed since
   */
  look(reportId: string, id: string): string {
    const instance = this.#find(reportId, id);
    instance.looks++;
    if (this.#polls !== null && instance.looks >= this.#polls) this.#finish(instance);
    else if (instance.status === 'New') instance.status = 'Running';
    if (instance.status !== 'Success') {
      return JSON.stringify({ attributes: this.#attributes(instance), hasDetailRows: instance.withDetails });
    }
    if (this.#reports.store.byId(reportId) !== instance.run.definition) throw instanceStale();
    return instance.result!;
  }

  /** @throws ApiError 404 */
  remove(reportId: string, id: string): void {
    const instance = this.#find(reportId, id);
    this.#instances = this.#instances.filter((one) => one !== instance);
  }

  /** Whether a look now brings rows. */
  hasResult(reportId: string, id: string): boolean {
    const { looks, status } = this.#find(reportId, id);
    return status === 'Success' || (this.#polls !== null && looks + 1 >= this.#polls);
  }

  finishAll(): void {
    for (const instance of this.#kept()) this.#finish(instance);
  }

  facts(): ReportInstanceFacts[] {
    return this.#kept().map(({ id, reportId, status }) => ({ id, reportId, status }));
  }

  #finish(instance: Instance): void {
    if (instance.completionSecond !== null) return;
    instance.completionSecond = this.#org.nowSecond();
    instance.status = instance.endsIn;
    if (instance.status === 'Success') {
      instance.result = instance.run.write(instance.withDetails, this.#attributes(instance));
    }
  }

  #find(reportId: string, id: string): Instance {
    const report = this.#reports.store.byId(reportId);
    const found = this.#kept().find(
      (one) => one.reportId === report.id && one.id.slice(0, 15) === id.slice(0, 15),
    );
    if (!found) throw unavailable();
    return found;
  }

  #kept(): Instance[] {
    const since = this.#org.nowSecond() - KEPT_SECONDS;
    return (this.#instances = this.#instances.filter((one) => (one.completionSecond ?? one.requestSecond) > since));
  }

  #times({ requestSecond, completionSecond }: Instance): Record<string, string | null> {
    return {
      completionDate: completionSecond === null ? null : utcInstant(completionSecond),
      requestDate: utcInstant(requestSecond),
    };
  }

  #handle(instance: Instance, base: string): Record<string, unknown> {
    const { id, reportId, status, withDetails } = instance;
    return {
      ...this.#times(instance),
      hasDetailRows: withDetails,
      id,
      ownerId: this.#org.apiUserId,
      queryable: false,
      status,
      url: `${base}/analytics/reports/${reportId}/instances/${id}`,
    };
  }

  #attributes(instance: Instance): Record<string, unknown> {
    const { id, reportId, status, run } = instance;
    return {
      ...this.#times(instance),
      id,
      ownerId: this.#org.apiUserId,
      queryable: false,
      reportId,
      reportName: run.definition.name,
      status,
      type: 'ReportInstance',
    };
  }
}
