import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { createSealer } from '../../src/db/sealer.ts';
import { putTextingNumber, putTextingScope, type TextingScope } from '../../src/db/accounts/textingNumbers.ts';
import type { SyncContext } from '../../src/sync/context.ts';
import type { ArrivedMessage, ReceivedMessage } from '../../src/sync/receiveMessages.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** People by their number; who of them is a contact in which team stands in `openMessageWorld`. */
export const ANN = '+17165552001';
export const BEN = '+17165552002';
export const CLEO = '+17165552003';
export const NOBODY = '+17165552099';

/** Numbers of the first team, by how far a STOP to them reaches, and one of the second team. */
export const OWN_NUMBER = '+17165550100';
export const SHARED_NUMBER = '+17165550101';
export const EVERYBODYS_NUMBER = '+17165550102';
export const OTHER_TEAMS_NUMBER = '+17165550103';

export const NOW = new Date('2026-11-20T15:00:00Z');

/** Three teams with contacts, texting numbers of every scope and a connection each: real Postgres, no CRM. */
export interface MessageWorld {
  readonly database: TestDatabase;
  readonly ctx: SyncContext;
  /** In the order of their names: Admissions, Bursar, Club. */
  readonly teams: readonly [string, string, string];
  readonly logged: string[];
  /** A message to a number, with an ID of its own unless it is given one. */
  message(from: string, body: string, more?: Partial<ReceivedMessage>): ReceivedMessage;
  sql<T = Record<string, unknown>>(query: string, params?: unknown[]): Promise<T[]>;
  /** The ID of whoever has a number in a team. */
  contactId(teamId: string, mobile: string): Promise<string>;
  /** Texting state of a number's contact in each team, in their order; null where nobody has it. */
  textable(mobile: string): Promise<(string | null)[]>;
  /** Takes back everything that was heard and done; contacts and numbers stay. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function openMessageWorld(): Promise<MessageWorld> {
  const database = await createTestDatabase();
  const { dataSource } = database;
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const ctx: SyncContext = {
    dataSource,
    connectors: new Map(),
    sealer: createSealer(randomBytes(32)),
    allowPrivateHosts: true,
    spoolDirectory: tmpdir(),
    publicUrl: 'https://rollcall.example.test',
    log: { info: () => undefined, warn: note, error: note },
    now: () => NOW,
  };
  const sql = <T>(query: string, params: unknown[] = []): Promise<T[]> => dataSource.query(query, params);
  const [admissions, bursar, club] = await Promise.all([
    addTeam('Admissions', [ANN, BEN]),
    addTeam('Bursar', [ANN, CLEO]),
    addTeam('Club', [BEN]),
  ]);
  await addNumber(admissions, OWN_NUMBER, 'team');
  await addNumber(admissions, SHARED_NUMBER, 'shared', [bursar]);
  await addNumber(admissions, EVERYBODYS_NUMBER, 'organisation');
  await addNumber(bursar, OTHER_TEAMS_NUMBER, 'team');

  async function addTeam(name: string, mobiles: readonly string[]): Promise<string> {
    const slug = name.toLowerCase();
    const [team] = await sql<{ id: string }>('insert into team (slug, name) values ($1, $2) returning id', [slug, name]);
    const teamId = team!.id;
    const [connection] = await sql<{ id: string }>(
      `insert into connection (team_id, connector, name, settings, account_id, account_name, user_name)
       values ($1, 'salesforce', 'Salesforce', '{}', $2, 'Riverside', 'sync@example.edu') returning id`,
      [teamId, slug],
    );
    await sql(
      `insert into import_config (connection_id, record_type, team_id, state, source_id, source_name, source_kind, fields, opt_out,
         look_back_minutes)
       values ($1, 'Contact', $2, 'on', 'view', 'Fall admits', 'List View', '{}', '{}', 10)`,
      [connection!.id, teamId],
    );
    await sql(
      `insert into contact (team_id, contact_id, first_name, last_name, mobile, connection_id, record_type, record_id, created_at,
         changed_at)
       select $1, 'R' || m.mobile, 'Pat', 'Number ' || m.mobile, m.mobile, $2, 'Contact', 'R' || m.mobile, $4, $4
       from unnest($3::text[]) as m(mobile)`,
      [teamId, connection!.id, mobiles, NOW],
    );
    return teamId;
  }

  async function addNumber(
    teamId: string,
    number: string,
    scope: TextingScope,
    shared: readonly string[] = [],
  ): Promise<void> {
    const entry = { teamId, number, authToken: 'f'.repeat(32), now: NOW, setBy: 'A test' };
    await putTextingNumber(dataSource.manager, ctx.sealer, entry);
    await putTextingScope(dataSource.manager, number, scope, shared);
  }

  const teams = [admissions, bursar, club] as const;
  let messages = 0;
  return {
    database,
    ctx,
    teams,
    logged,
    sql,
    message(from, body, more = {}) {
      messages += 1;
      const providerId = `SM${String(messages).padStart(32, '0')}`;
      return { provider: 'twilio', providerId, teamId: admissions, from, to: OWN_NUMBER, body, verdict: null, ...more };
    },
    async contactId(teamId, mobile) {
      const [row] = await sql<{ id: string }>(
        'select id::text from contact where team_id = $1 and mobile = $2',
        [teamId, mobile],
      );
      return row!.id;
    },
    async textable(mobile) {
      const rows = await sql<{ team_id: string; state: string }>(
        `select c.team_id, case when c.opted_out then 'opted out' when exists (
             select 1 from review_item r where r.state = 'open' and (r.contact_id = c.id
               or r.team_id = c.team_id and r.mobile = c.mobile)) then 'paused' else 'opted in' end as state
         from contact c where c.mobile = $1`,
        [mobile],
      );
      return teams.map((id) => rows.find((row) => row.team_id === id)?.state ?? null);
    },
    async reset() {
      await dataSource.transaction(async (tx) => {
        // The ledger refuses to forget; this is a test.
        await tx.query('set local session_replication_role = replica');
        for (const table of ['consent_event', 'consent_chain', 'number_stop', 'inbound_message', 'review_item', 'outbox'])
          await tx.query(`delete from ${table}`);
        await tx.query('update contact set opted_out = false, consent_cause = null, consent_at = null, changed_at = $1', [
          NOW,
        ]);
      });
    },
    close: () => database.drop(),
  };
}

/** Messages as they arrived, a second apart. */
export function arrive(messages: readonly ReceivedMessage[]): ArrivedMessage[] {
  const first = NOW.getTime() - 3_600_000;
  return messages.map((message, index) => ({ ...message, receivedAt: new Date(first + index * 1000) }));
}

/** Everything that messages leave behind, without the database's own row numbers. */
export async function whatStands(world: MessageWorld): Promise<Record<string, unknown[]>> {
  const of = (query: string): Promise<unknown[]> => world.sql(query);
  return {
    events: await of(
      `select team_id, seq, contact_id, mobile, change, cause, actor, occurred_at, recorded_at, evidence, hash
       from consent_event order by team_id, seq`,
    ),
    contacts: await of('select id, opted_out, consent_cause, consent_at, changed_at from contact order by id'),
    stops: await of(
      `select s.team_id, s.mobile, s.stopped_at, e.seq from number_stop s join consent_event e on e.id = s.event_id
       order by s.team_id, s.mobile`,
    ),
    messages: await of(
      `select m.provider_id, m.team_id, m.from_number, m.to_number, m.body, m.verdict, m.reading, m.received_at, m.contact_id, e.seq
       from inbound_message m left join consent_event e on e.id = m.event_id order by m.provider_id`,
    ),
    items: await of(
      `select team_id, contact_id, mobile, provider_id, body, received_at, state, decided_at, decided_by
       from review_item order by team_id, provider_id`,
    ),
    outbox: await of(
      `select o.contact_id, o.change, o.state, e.seq from outbox o join consent_event e on e.id = o.event_id
       order by o.contact_id, o.id`,
    ),
  };
}
