import type { Db } from '../database.ts';

export type ChecklistStep = 'connect' | 'choose' | 'preview' | 'run' | 'schedule';

/** Where each step is done: paths under the team's address in the console. */
const PATHS: Readonly<Record<ChecklistStep, (connectionId: string) => string>> = {
  connect: (id) => `/integrations/${id}/authentication`,
  choose: (id) => `/integrations/${id}/import/contact`,
  preview: (id) => `/integrations/${id}/import/contact`,
  run: (id) => `/integrations/${id}`,
  schedule: (id) => `/integrations/${id}/schedule`,
};

/** A new team's way to its first import; null once a first run has finished. */
export async function readChecklist(
  db: Db,
  teamId: string,
): Promise<{ step: ChecklistStep; done: boolean; link: string }[] | null> {
  const [row]: {
    finished: boolean;
    connection_id: string | null;
    connect: boolean;
    choose: boolean;
    preview: boolean;
    schedule: boolean;
  }[] = await db.query(
    `select
       exists (select 1 from run where team_id = $1 and state in ('succeeded', 'completed_with_errors')) as finished,
       (select id from connection where team_id = $1 and disconnected_at is null
        order by account_id is not null desc, created_at limit 1) as connection_id,
       exists (select 1 from connection where team_id = $1 and disconnected_at is null and account_id is not null) as connect,
       coalesce(bool_or(i.source_id is not null and i.fields is not null), false) as choose,
       coalesce(bool_or(i.previewed_at is not null), false) as preview,
       coalesce(bool_or(i.windows <> '{}'), false) as schedule
     from import_config i join connection c on c.id = i.connection_id and c.disconnected_at is null
     where i.team_id = $1`,
    [teamId],
  );
  if (!row || row.finished) return null;
  const { connection_id: connectionId, connect, choose, preview, schedule } = row;
  const done: Record<ChecklistStep, boolean> = { connect, choose, preview, run: false, schedule };
  return (Object.keys(PATHS) as ChecklistStep[]).map((step) => ({
    step,
    done: done[step],
    link: connectionId === null ? '/integrations/new' : PATHS[step](connectionId),
  }));
}
