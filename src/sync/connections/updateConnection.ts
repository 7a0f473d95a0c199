import { isDeepStrictEqual } from 'node:util';
import PQueue from 'p-queue';
import type { Connector, FieldProblem } from '../../contract/connector.ts';
import type { Db } from '../../db/database.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { endBudgetHolds } from '../../db/holds.ts';
import { notifyLive } from '../../db/live.ts';
import { secretStore } from '../../db/secretStore.ts';
import type { CallBudget } from '../../domain/budget.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { nameTaken } from './createConnection.ts';
import { connectorOf, editClash, findConnection, type ConnectionKey } from './findConnection.ts';
import { exchangedSecrets } from './ownSecrets.ts';

/** What to change; an absent part is left alone. */
export interface ConnectionChange extends ConnectionKey {
  /** As it was read; another one means that somebody saved meanwhile. */
  readonly version: number;
  readonly name?: string;
  /** All settings, not only the changed ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly schedulePaused?: boolean;
  readonly budget?: CallBudget;
  /** Who sets the secrets. */
  readonly actor: string;
}

type Secrets = Readonly<Record<string, string>>;

/**
 * A save holds two database sessions, the one of the secrets' lock and its transaction's. Were as many to begin at once
 * as the pool has sessions, each would wait for a second one for ever.
 */
export const saving = new PQueue({ concurrency: 2 });

/**
 * Saves a connection's name, settings, secrets or pause.
 *
 * Secrets go where the settings say. So that nobody can have a secret he can't read sent to an address of his own,
 * changed settings need every stored secret they use to be typed again, and tokens got under the old ones are thrown
 * away: the connection has to be connected again, to the same account as before. A server that a person has to trust is
 * another one then, so that its account is forgotten as well.
 *
 * @throws RequestError `connection_missing`, `edit_clash`, `name_taken`, `settings_refused` naming each field
 */
export async function updateConnection(ctx: SyncContext, change: ConnectionChange): Promise<void> {
  const { dataSource } = ctx;
  const key = { teamId: change.teamId, connectionId: change.connectionId };
  const connector = connectorOf(ctx, await findConnection(dataSource.manager, key));
  const settings = checkParts(connector, change);
  const store = secretStore(dataSource, ctx.sealer, change.connectionId, change.actor);

  await saving.add(() =>
    store.update((stored, save) =>
      dataSource.transaction(async (tx) => {
        const connection = await findConnection(tx, key, { lock: true });
        if (connection.version !== change.version) throw editClash('this connection');
        const moved = settings !== null && !isDeepStrictEqual(settings, connection.settings);
        const typed = change.secrets ?? {};
        const secrets = moved ? changedSecrets(connector, settings, stored, typed) : typed;
        const forgets = moved && !connector.authorization;
        await saveRow(tx, connection, change, moved ? settings : connection.settings, { moved, forgets });
        const goesOn = connection.schedule_paused && change.schedulePaused === false;
        if (goesOn) await restartWindows(tx, connection, ctx.now());
        if (isRaised(connection, change.budget)) await endBudgetHolds(tx, connection.id, ctx.now());
        // Durable before the settings are: should the process die in between, old settings without tokens do no harm,
        // the reverse could.
        if (Object.keys(secrets).length > 0) await save(secrets);
        await notifyLive(tx, { teamId: change.teamId, type: 'connection', id: connection.id });
      }),
    ),
  );
}

/** @returns the settings as they are to be stored; null when none were sent */
function checkParts(connector: Connector, change: ConnectionChange): Readonly<Record<string, unknown>> | null {
  const problems: FieldProblem[] = [];
  for (const [name, value] of Object.entries(change.secrets ?? {})) {
    const field = `secrets.${name}`;
    if (!connector.typedSecrets.includes(name))
      problems.push({ field, message: `${connector.title} takes no secret called ${name}. Leave it out.` });
    else if (value.trim() === '')
      problems.push({ field, message: 'It is empty. Enter it, or leave it out to keep the one that is set.' });
  }
  if (change.name !== undefined && change.name.trim() === '')
    problems.push({ field: 'name', message: 'The name is empty. Enter one.' });
  const check = change.settings === undefined ? null : connector.checkSettings(change.settings);
  if (check && !check.ok)
    problems.push(...check.problems.map(({ field, message }) => ({ field: `settings.${field}`, message })));
  if (problems.length > 0) throw settingsRefused(problems);
  return check?.ok ? check.settings : null;
}

/** What to store when the settings changed: the typed secrets, and of what is there a certificate alone. */
function changedSecrets(
  connector: Connector,
  settings: Readonly<Record<string, unknown>>,
  stored: Secrets,
  typed: Secrets,
): Record<string, string | null> {
  const used = connector.usedSecrets?.(settings) ?? connector.typedSecrets;
  const untyped = used.filter((name) => name in stored && !(name in typed));
  if (untyped.length > 0) {
    throw settingsRefused(
      untyped.map((name) => ({
        field: `secrets.${name}`,
        message:
          'The settings changed, so this has to be entered again: a stored secret is never sent anywhere but where it was entered for.',
      })),
    );
  }
  return { ...Object.fromEntries(exchangedSecrets(Object.keys(stored)).map((name) => [name, null])), ...typed };
}

async function saveRow(
  tx: Db,
  connection: ConnectionRow,
  change: ConnectionChange,
  settings: Readonly<Record<string, unknown>>,
  { moved, forgets }: { readonly moved: boolean; readonly forgets: boolean },
): Promise<void> {
  const name = change.name?.trim() ?? connection.name;
  try {
    await tx.query(
      `update connection set name = $2, settings = $3, schedule_paused = $4, budget_percent = $7,
         stop_above_percent = $8, version = version + 1,
         fault_code = case when $9 then null when $5 and account_id is not null then 'NOT_CONNECTED' else fault_code end,
         fault_message = case when $9 then null when $5 and account_id is not null then $6 else fault_message end,
         fault_since = case when $9 then null when $5 and account_id is not null then coalesce(fault_since, now())
           else fault_since end,
         account_id = case when $9 then null else account_id end,
         account_name = case when $9 then null else account_name end,
         user_name = case when $9 then null else user_name end
       where id = $1`,
      [
        connection.id,
        name,
        JSON.stringify(settings),
        change.schedulePaused ?? connection.schedule_paused,
        moved,
        RECONNECT,
        change.budget?.percentOfOrg ?? connection.budget_percent,
        change.budget?.stopAbovePercent ?? connection.stop_above_percent,
        forgets,
      ],
    );
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'connection_name') throw nameTaken(name);
    throw error;
  }
}

function isRaised(before: ConnectionRow, after: CallBudget | undefined): boolean {
  if (!after) return false;
  return after.percentOfOrg > before.budget_percent || after.stopAbovePercent > before.stop_above_percent;
}

/** What passed while the schedule was paused was not missed. */
async function restartWindows(tx: Db, connection: ConnectionRow, now: Date): Promise<void> {
  await tx.query('update import_config set windows_since = $2 where connection_id = $1', [connection.id, now]);
}

const RECONNECT = 'The settings were changed, so it has to be connected again.';

export function settingsRefused(problems: readonly FieldProblem[]): RequestError {
  const count = problems.length === 1 ? 'One field was' : `${problems.length} fields were`;
  return new RequestError(
    'refused',
    'settings_refused',
    `${count} refused, so nothing was saved. ${problems[0]?.message ?? ''}`.trim(),
    problems,
  );
}
