import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Connection } from '../../http/schemas/connections.ts';
import type { Preview } from '../../http/schemas/previews.ts';
import type { LiveEvent, Overview } from '../../http/schemas/overview.ts';
import type { RunDetails, RunList, RunSummary } from '../../http/schemas/runs.ts';
import { keys } from '../api/keys.ts';

const isOver = (run: RunSummary) => run.state !== 'queued' && run.state !== 'running';

/** Puts what the stream said into the data on screen; what it only points at is read again. */
export function applyEvents(client: QueryClient, team: string, events: readonly LiveEvent[]): void {
  const runs = new Map<string, RunSummary>();
  const stale = new Map<string, readonly unknown[]>();
  const mark = (key: readonly unknown[]) => stale.set(JSON.stringify(key), key);
  for (const event of events) {
    switch (event.type) {
      case 'run':
        runs.set(event.run.id, event.run);
        break;
      case 'contact':
        mark(keys.contact(team, event.id));
        mark(keys.contacts(team));
        mark(keys.overview(team));
        mark(keys.optOuts(team));
        break;
      case 'opt_outs':
        mark(keys.overview(team));
        mark(keys.optOuts(team));
        break;
      case 'connection':
        mark(keys.connection(team, event.id));
        mark(keys.connections(team));
        mark(keys.overview(team));
        mark(keys.optOuts(team));
        break;
      case 'preview':
        client.setQueryData<Preview>(
          keys.preview(team, event.id),
          (old) => old && { ...old, rowsFetched: event.rowsFetched },
        );
        break;
    }
  }
  for (const run of runs.values()) {
    const known = applyRun(client, team, run);
    if (known && !isOver(run)) continue;
    mark(keys.overview(team));
    mark(keys.runs(team));
    mark(keys.connections(team));
    mark(keys.run(team, run.id));
    mark([...keys.connection(team, run.connectionId)]);
    if (!isOver(run)) continue;
    mark(keys.contacts(team));
    // An import can find conflicts.
    mark(keys.optOuts(team));
  }
  for (const key of stale.values()) void client.invalidateQueries({ queryKey: key });
}

/** Moves the numbers of one run wherever it is shown. Answers false when the Overview did not know that it runs. */
function applyRun(client: QueryClient, team: string, run: RunSummary): boolean {
  client.setQueryData<RunDetails>(keys.run(team, run.id), (old) => old && { ...old, ...run });
  client.setQueriesData<InfiniteData<RunList>>({ queryKey: keys.runs(team) }, (old) => {
    if (old === undefined) return old;
    return {
      ...old,
      pages: old.pages.map((page) => ({ ...page, runs: page.runs.map((one) => (one.id === run.id ? run : one)) })),
    };
  });
  client.setQueryData<{ connections: Connection[] }>(keys.connections(team), (old) => {
    return (
      old && {
        connections: old.connections.map((one) => (one.activity?.id === run.id ? { ...one, activity: run } : one)),
      }
    );
  });
  client.setQueryData<Connection>(keys.connection(team, run.connectionId), (old) => {
    return old?.activity?.id === run.id ? { ...old, activity: run } : old;
  });
  let known = client.getQueryData<Overview>(keys.overview(team)) === undefined;
  client.setQueryData<Overview>(keys.overview(team), (old) => {
    if (old === undefined) return old;
    known = old.running.some((one) => one.id === run.id);
    return { ...old, running: old.running.map((one) => (one.id === run.id ? run : one)) };
  });
  return known;
}
