import { appendConsentEvents } from '../../../src/db/ledger.ts';
import { addToOutbox } from '../../../src/db/outbox.ts';
import type { ConsentCause, ConsentChange } from '../../../src/domain/contact.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

/** A team with a connection that exchanges texting preferences, filled step by step at times of the test's choosing. */
export interface OptOutWorld {
  readonly teamId: string;
  readonly connectionId: string;
  sql<T = Record<string, unknown>>(query: string, params?: unknown[]): Promise<T[]>;
  contact(name: string, facts?: { readonly mobile?: string | null; readonly linked?: boolean }): Promise<number>;
  /** A change of consent and, for a linked contact, its write-back. @returns the event's ID */
  change(step: {
    readonly contactId: number | null;
    readonly at: string;
    readonly change?: ConsentChange;
    readonly cause?: ConsentCause;
    readonly actor?: string;
    readonly mobile?: string | null;
    readonly evidence?: Readonly<Record<string, string | number | boolean | null>>;
    /** When it was recorded, where that was later. */
    readonly recordedAt?: string;
  }): Promise<number>;
  /** A message that may mean STOP. */
  doubt(step: {
    readonly mobile: string;
    readonly at: string;
    readonly body: string;
    readonly contactId?: number | null;
  }): Promise<number>;
  message(step: { readonly from: string; readonly at: string; readonly body: string }): Promise<void>;
  /** Everything but the ledger, which nobody can empty. */
  clear(): Promise<void>;
  conflict(step: { readonly contactId: number; readonly at: string; readonly rule?: string }): Promise<void>;
}

export const OUR_NUMBER = '+17165550100';

/** @param team - one that exists; without it a database and a team are made */
export async function openOptOutWorld(
  database: TestDatabase,
  team: { readonly id?: string; readonly slug?: string } = {},
): Promise<OptOutWorld> {
  const db = database.dataSource.manager;
  const sql = <T>(query: string, params: unknown[] = []): Promise<T[]> => db.query(query, params);
  const teamId =
    team.id ??
    (
      await sql<{ id: string }>(`insert into team (slug, name) values ($1, 'Riverside') returning id`, [
        team.slug ?? 'riverside',
      ])
    )[0]!.id;
  const [connection] = await sql<{ id: string }>(
    `insert into connection (team_id, connector, name, settings, account_id)
     values ($1, 'salesforce', 'Salesforce', '{"method":"web_server","environment":"production"}', '00D') returning id`,
    [teamId],
  );
  const connectionId = connection!.id;
  await sql(
    `insert into import_config (connection_id, record_type, team_id, state, fields, opt_out)
     values ($1, 'Contact', $2, 'on', '{}', '{"kind":"checkbox","field":"SMS_Opt_Out__c","ticked":"opted_out"}')`,
    [connectionId, teamId],
  );
  let numbers = 0;
  const next = (): number => (numbers += 1);

  return {
    teamId,
    connectionId,
    sql,
    async contact(name, { mobile, linked = true } = {}) {
      const number = next();
      const [first = '', last = ''] = name.split(' ');
      const recordId = `003${String(number).padStart(15, '0')}`;
      const [row] = await sql<{ id: number }>(
        `insert into contact (team_id, contact_id, first_name, last_name, mobile, connection_id, record_type, record_id,
           created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, '2026-09-01', '2026-09-01') returning id`,
        [
          teamId,
          recordId,
          first,
          last,
          mobile === undefined ? `+1716556${String(number).padStart(4, '0')}` : mobile,
          ...(linked ? [connectionId, 'Contact', recordId] : [null, null, null]),
        ],
      );
      return row!.id;
    },
    async change({ contactId, at, change = 'opted_out', cause = 'stop_message', recordedAt = at, ...event }) {
      const now = new Date(recordedAt);
      return db.transaction(async (tx) => {
        const [eventId] = await appendConsentEvents(tx, teamId, now, [
          {
            contactId,
            mobile: event.mobile ?? null,
            change,
            cause,
            actor: event.actor ?? 'The contact',
            occurredAt: new Date(at),
            evidence: event.evidence ?? { message: 'STOP', providerId: `SM${next()}`, toNumber: OUR_NUMBER },
          },
        ]);
        if (contactId !== null) {
          await tx.query(
            'update contact set opted_out = $2, consent_cause = $3, consent_at = $4 where id = $1',
            [contactId, change === 'opted_out', cause, now],
          );
          await addToOutbox(tx, now, [{ contactId, change, eventId: eventId! }]);
        }
        return eventId!;
      });
    },
    async doubt({ mobile, at, body, contactId = null }) {
      const [row] = await sql<{ id: number }>(
        `insert into review_item (team_id, contact_id, mobile, to_number, provider, provider_id, body, doubt, received_at)
         values ($1, $2, $3, $4, 'twilio', $5, $6, 'It may be a wish to get no more messages.', $7) returning id`,
        [teamId, contactId, mobile, OUR_NUMBER, `SMd${next()}`, body, at],
      );
      return row!.id;
    },
    async message({ from, at, body }) {
      await sql(
        `insert into inbound_message (provider, provider_id, team_id, from_number, to_number, body, received_at)
         values ('twilio', $1, $2, $3, $4, $5, $6)`,
        [`SMm${next()}`, teamId, from, OUR_NUMBER, body, at],
      );
    },
    async clear() {
      for (const table of ['review_item', 'outbox', 'consent_conflict', 'number_stop', 'inbound_message', 'contact'])
        await sql(`delete from ${table}`);
    },
    async conflict({ contactId, at, rule = 'stop_stands' }) {
      await sql(
        `insert into consent_conflict (team_id, contact_id, connection_id, at, field, crm_value, crm_modified_at, rule)
         values ($1, $2, $3, $4, 'SMS_Opt_Out__c', 'false', $4, $5)`,
        [teamId, contactId, connectionId, at, rule],
      );
    },
  };
}

/** A world on a database of its own. */
export async function createOptOutWorld(): Promise<OptOutWorld & { readonly database: TestDatabase }> {
  const database = await createTestDatabase();
  return { ...(await openOptOutWorld(database)), database };
}
