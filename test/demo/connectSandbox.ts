import type {
  Authorize,
  Connection,
  ImportSettings,
  RunDetails,
  SourceFields,
  SourceSearch,
  TeamSummary,
} from '../../src/http/schemas/index.ts';
import type { ApiClient } from './apiClient.ts';

/** The sandbox org as an admin knows it. */
export interface OrgAccess {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface ConnectedTeam {
  readonly slug: string;
  readonly path: string;
  readonly connectionId: string;
}

export const TEXTING_NUMBER = '+17165550100';
export const TEXTING_TOKEN = '0123456789abcdef0123456789abcdef';

/**
 * Makes a team with a texting number and a Salesforce connection, through the consent page like a person with a
 * browser.
 */
export async function connectSandbox(api: ApiClient, org: OrgAccess, teamName = 'Riverside'): Promise<ConnectedTeam> {
  const { slug } = await api.send<TeamSummary>('POST', '/api/teams', { name: teamName });
  const path = `/api/teams/${slug}`;
  await api.send('PUT', `${path}/texting-numbers`, { number: TEXTING_NUMBER, authToken: TEXTING_TOKEN });
  const made = await api.send<Connection>('POST', `${path}/connections`, {
    connector: 'salesforce',
    name: 'Salesforce',
  });
  await api.send('PATCH', `${path}/connections/${made.id}`, {
    version: made.version,
    settings: { method: 'web_server', environment: 'custom', loginUrl: org.url, clientId: org.clientId },
    secrets: { clientSecret: org.clientSecret },
  });
  const { url } = await api.send<Authorize>('POST', `${path}/connections/${made.id}/authorize`);
  await allow(api, url!);
  return { slug, path, connectionId: made.id };
}

/** Presses [Allow] on the org's page and follows the way back to Rollcall. */
async function allow(api: ApiClient, url: string): Promise<void> {
  const form = new URLSearchParams(new URL(url).searchParams);
  form.set('decision', 'allow');
  const decided = await fetch(new URL(url).origin + new URL(url).pathname, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const back = decided.headers.get('location');
  if (!back) throw new Error(`The consent page answered ${decided.status} and sent nobody back.`);
  const arrived = await api.visit(back);
  const end = arrived.headers.get('location') ?? '';
  if (!end.includes('connected=1')) throw new Error(`Rollcall did not connect: ${arrived.status} ${end}`);
}

/** Chooses a source and takes the suggested mapping, as the console does when an admin accepts everything. */
export async function configureImport(
  api: ApiClient,
  team: ConnectedTeam,
  sourceName: string,
  { recordType = 'Contact', kind = 'List View' }: SourceChoice = {},
): Promise<ImportSettings> {
  const connection = `${team.path}/connections/${team.connectionId}`;
  const found = await api.get<SourceSearch>(
    `${connection}/sources?recordType=${recordType}&kind=${encodeURIComponent(kind)}&q=${encodeURIComponent(sourceName)}`,
  );
  const source = found.sources.find((one) => one.name === sourceName && one.usable);
  if (!source) throw new Error(`There is no usable ${kind} called ${sourceName}.`);
  const { suggestion } = await api.get<SourceFields>(`${connection}/fields?recordType=${recordType}&source=${source.id}`);
  const before = await api.get<ImportSettings>(`${connection}/imports/${recordType}`);
  return api.send<ImportSettings>('PUT', `${connection}/imports/${recordType}`, {
    version: before.version,
    state: 'on',
    source: { id: source.id },
    fields: { firstNameFallback: null, userId: null, additional: [], ...suggestion.fields },
    optOut: suggestion.optOut,
  });
}

/** Which kind of source, for which kind of person; a List View of contacts unless said otherwise. */
export interface SourceChoice {
  readonly recordType?: 'Contact' | 'Lead';
  readonly kind?: 'List View' | 'Report';
}

/** Starts a run and follows it to its end. @param onProgress - called whenever the counts have moved */
export async function runImport(
  api: ApiClient,
  team: ConnectedTeam,
  options: {
    readonly recordType?: 'Contact' | 'Lead';
    readonly full?: boolean;
    readonly onProgress?: (run: RunDetails) => void;
    readonly onStarted?: () => Promise<void>;
  } = {},
): Promise<RunDetails> {
  const { id } = await api.send<{ id: string }>('POST', `${team.path}/connections/${team.connectionId}/runs`, {
    recordType: options.recordType ?? 'Contact',
    full: options.full ?? false,
  });
  await options.onStarted?.();
  return followRun(api, team, id, options.onProgress);
}

export async function followRun(
  api: ApiClient,
  team: ConnectedTeam,
  runId: string,
  onProgress: (run: RunDetails) => void = () => undefined,
): Promise<RunDetails> {
  for (let rows = -1; ; ) {
    const run = await api.get<RunDetails>(`${team.path}/runs/${runId}`);
    if (run.outcomes.read !== rows) {
      rows = run.outcomes.read;
      onProgress(run);
    }
    if (run.finishedAt) return run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
