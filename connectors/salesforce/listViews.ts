import type { SourceDescription, SourceSearch, SourceSummary } from '../../src/contract/sources.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import { fullRunCalls } from './bulk/bulkCalls.ts';
import { API_ROOT, type Answer, type SalesforceClient } from './client.ts';
import { filterInWords, type WhereCondition } from './filterWords.ts';
import type { Tuning } from './tuning.ts';
import { countQuery, parseViewQuery, viewDefinition, type ViewSelection } from './viewQuery.ts';

/** One entry of the list of views. `id` has 18 characters here, 15 in the describe. */
export interface ViewElement {
  readonly id: string;
  readonly label: string;
  readonly developerName: string;
  readonly soqlCompatible: boolean;
}

interface ViewPage {
  readonly listviews: readonly ViewElement[];
  readonly nextRecordsUrl: string | null;
}

/** The part of a view's describe that is read here. `scope` is null in old answers. */
export interface ViewDescribe {
  readonly query: string;
  readonly scope: string | null;
  readonly whereCondition: WhereCondition | null;
}

export const LIST_VIEW = 'List View';

const REASONS: Record<string, string> = {
  mru: 'It shows what the API user viewed recently, not a set of people you chose.',
  mine: 'It shows the API user’s own records, not yours. Share a view with another filter.',
  team: 'It shows the records of the API user’s account team, not yours.',
};
const OWN_RECORDS =
  'Its people depend on who asks: here the API user, not you. Use a view over all records with a filter.';
const NOT_SOQL =
  'Salesforce can’t give this view’s filter to other systems. Rebuild it without campaign or special filters.';

/** All views of an object that the API user can see, from every page of the list. */
export async function listAllViews(
  client: SalesforceClient,
  recordType: RecordType,
  signal: AbortSignal,
): Promise<readonly ViewElement[]> {
  const attempt = { doing: `listing the List Views of ${recordType}`, notFound: 'NO_PERMISSION' } as const;
  const views: ViewElement[] = [];
  const seen = new Set<string>();
  for (let path: string | null = `${API_ROOT}/sobjects/${recordType}/listviews`; path !== null;) {
    // A page that names itself as the next would go on for ever.
    if (seen.has(path)) {
      throw new ConnectorError('BAD_ANSWER', `Salesforce's pages go in a circle while ${attempt.doing}.`, {
        kind: 'never',
      });
    }
    seen.add(path);
    const { body }: Answer<ViewPage> = await client.get<ViewPage>(path, attempt, signal);
    views.push(...body.listviews);
    path = body.nextRecordsUrl ?? null;
  }
  return views;
}

/** @throws ConnectorError `SOURCE_GONE` when it was deleted or is no longer shared with the API user */
export function describeView(
  client: SalesforceClient,
  recordType: RecordType,
  viewId: string,
  signal: AbortSignal,
): Promise<Answer<ViewDescribe>> {
  return client.get<ViewDescribe>(
    `${viewPath(recordType, viewId)}/describe`,
    { doing: 'reading the List View', notFound: 'SOURCE_GONE' },
    signal,
  );
}

/**
 * What a view selects, when it can be imported safely.
 * @throws ConnectorError `SOURCE_UNUSABLE`
 */
export function selectionOf(describe: ViewDescribe, recordType: RecordType): ViewSelection {
  const selection = parseViewQuery(describe.query, recordType);
  const scope = (selection.scope ?? describe.scope ?? 'everything').toLowerCase();
  if (scope !== 'everything') {
    throw new ConnectorError('SOURCE_UNUSABLE', REASONS[scope] ?? OWN_RECORDS, { kind: 'never' });
  }
  return selection;
}

/**
 * Finds views by part of their name; names that begin with the words come first. `offset` and `limit` count matches:
 * each shown costs one describe, for the list does not tell a view's scope.
 */
export async function searchViews(
  all: readonly ViewElement[],
  query: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  reasonFor: (view: ViewElement) => Promise<string>,
): Promise<SourceSearch> {
  const wanted = fold(query.trim());
  const matches = all.filter(
    ({ label, developerName }) => fold(label).includes(wanted) || fold(developerName).includes(wanted),
  );
  const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
  const rank = ({ label }: ViewElement): number => (fold(label).startsWith(wanted) ? 0 : 1);
  matches.sort((a, b) => rank(a) - rank(b) || names.compare(a.label, b.label) || (a.id < b.id ? -1 : 1));
  const shown = matches.slice(offset, offset + limit);
  return {
    sources: await Promise.all(shown.map(async (view) => summary(view, await reasonFor(view)))),
    total: matches.length,
  };
}

/** Case and accents aside. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Why a view can't be imported; empty when it can. Costs one call, unless the list told already. */
export async function reasonAgainst(
  client: SalesforceClient,
  recordType: RecordType,
  view: ViewElement,
  signal: AbortSignal,
): Promise<string> {
  if (!view.soqlCompatible) return NOT_SOQL;
  try {
    selectionOf((await describeView(client, recordType, view.id, signal)).body, recordType);
    return '';
  } catch (error) {
    if (error instanceof ConnectorError && ABOUT_THE_VIEW.has(error.code)) return error.message;
    throw error;
  }
}

/** Failures that say something about one view; others would hit every view alike. */
const ABOUT_THE_VIEW = new Set(['SOURCE_UNUSABLE', 'SOURCE_GONE', 'REQUEST_REFUSED', 'NO_PERMISSION']);

/**
 * Everything about one view: its filter in words, how many people are in it, what a full run costs.
 *
 * @param labels - field labels by API name, for the filter's words
 * @throws ConnectorError `SOURCE_GONE`
 */
export async function describeListView(
  client: SalesforceClient,
  recordType: RecordType,
  viewId: string,
  labels: ReadonlyMap<string, string>,
  tuning: Tuning,
  signal: AbortSignal,
): Promise<SourceDescription> {
  const attempt = { doing: 'reading the List View', notFound: 'SOURCE_GONE' } as const;
  const { body: view } = await client.get<ViewElement>(viewPath(recordType, viewId), attempt, signal);
  const unusable = (reason: string, filter: string): SourceDescription => {
    return { ...summary(view, reason), filter, count: 0, fullRunCalls: 0, usualRunCalls: 0, definition: '' };
  };
  if (!view.soqlCompatible) return unusable(NOT_SOQL, '');
  const { body: describe } = await describeView(client, recordType, viewId, signal);
  const filter = filterInWords(describe.whereCondition, labels);
  let selection: ViewSelection;
  try {
    selection = selectionOf(describe, recordType);
  } catch (error) {
    if (error instanceof ConnectorError) return unusable(error.message, filter);
    throw error;
  }
  const { body: counted } = await client.query(
    countQuery(selection),
    { doing: `counting the people in “${view.label}”` },
    signal,
  );
  return {
    ...summary(view, ''),
    filter,
    count: counted.totalSize,
    fullRunCalls: fullRunCalls(counted.totalSize, tuning),
    usualRunCalls: 2,
    definition: viewDefinition(selection),
  };
}

function summary(view: ViewElement, reason: string): SourceSummary {
  return { id: view.id, name: view.label, kind: LIST_VIEW, folder: null, usable: reason === '', reason };
}

function viewPath(recordType: RecordType, viewId: string): string {
  if (!/^00B\w{12,15}$/.test(viewId)) {
    throw new ConnectorError('SOURCE_GONE', 'The stored import source is not a List View. Choose another source.', {
      kind: 'never',
    });
  }
  return `${API_ROOT}/sobjects/${recordType}/listviews/${viewId}`;
}
