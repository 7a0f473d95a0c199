/** Query keys. Everything of a team begins with its slug, so that one call drops or refreshes all of it. */
export const keys = {
  me: ['me'] as const,
  codes: ['codes'] as const,
  firstRun: (token: string) => ['first-run', token] as const,
  teams: ['team'] as const,
  team: (team: string) => ['team', team] as const,
  overview: (team: string) => ['team', team, 'overview'] as const,
  contacts: (team: string, filter?: object) => ['team', team, 'contacts', ...(filter ? [filter] : [])] as const,
  contact: (team: string, id: string) => ['team', team, 'contact', id] as const,
  /** Counts and lists of the section Opt-outs; a first part drops or refreshes all of them. */
  optOuts: (team: string, ...part: readonly string[]) => ['team', team, 'opt-outs', ...part] as const,
  /** Outside the team's keys: what refreshes a team doesn't make the server recompute its whole ledger. */
  ledger: (team: string) => ['ledger', team] as const,
  connections: (team: string) => ['team', team, 'connections'] as const,
  connection: (team: string, id: string) => ['team', team, 'connection', id] as const,
  sources: (team: string, id: string, filter?: object) =>
    ['team', team, 'connection', id, 'sources', ...(filter ? [filter] : [])] as const,
  source: (team: string, id: string, recordType: string, sourceId: string) =>
    ['team', team, 'connection', id, 'source', recordType, sourceId] as const,
  sourceFields: (team: string, id: string, recordType: string, sourceId: string | null) =>
    ['team', team, 'connection', id, 'fields', recordType, sourceId] as const,
  importSettings: (team: string, id: string, recordType: string) => ['team', team, 'connection', id, 'import', recordType] as const,
  preview: (team: string, id: string) => ['team', team, 'preview', id] as const,
  runs: (team: string, filter?: object) => ['team', team, 'runs', ...(filter ? [filter] : [])] as const,
  run: (team: string, id: string) => ['team', team, 'run', id] as const,
  runRows: (team: string, id: string, filter?: object) => ['team', team, 'run', id, 'rows', ...(filter ? [filter] : [])] as const,
  fields: (team: string) => ['team', team, 'fields'] as const,
  consentPolicy: (team: string) => ['team', team, 'consent-policy'] as const,
  tokens: (team: string) => ['team', team, 'tokens'] as const,
  textingNumbers: (team: string) => ['team', team, 'texting-numbers'] as const,
  users: (team: string) => ['team', team, 'users'] as const,
};
