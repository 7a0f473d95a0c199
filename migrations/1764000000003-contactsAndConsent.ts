import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts, the ledger of consent, and the outbox that carries changes back to the CRM. */
export class ContactsAndConsent1764000000003 implements MigrationInterface {
  name = 'ContactsAndConsent1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table contact (
        id bigint generated always as identity primary key,
        team_id uuid not null references team,
        contact_id text not null,
        first_name text not null,
        last_name text not null,
        mobile text,
        assigned_to uuid references app_user,
        custom jsonb not null default '{}',
        opted_out boolean not null default false,
        consent_cause text,
        consent_at timestamptz,
        connection_id uuid references connection,
        record_type text,
        record_id text,
        source_modified_at timestamptz,
        source_opted_out boolean,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        created_by_run uuid,
        changed_by_run uuid
      );
      alter table contact add constraint contact_contact_id unique (team_id, contact_id);
      alter table contact add constraint contact_mobile unique (team_id, mobile) deferrable initially deferred;
      create index contact_name on contact (team_id, lower(last_name) text_pattern_ops, lower(first_name) text_pattern_ops, id);
      create index contact_opted_out on contact (team_id, id) where opted_out;
      comment on table contact is 'A person who may be texted.';
      comment on column contact.contact_id is 'External ID, unique in the team; for Salesforce the 18-character record ID.';
      comment on column contact.opted_out is 'What the consent events fold to; no event means opted in.';
      comment on column contact.source_modified_at is 'Modified time of the newest version of the record that was taken in.';
      comment on column contact.source_opted_out is 'What the CRM itself said in that version; null when it said nothing.';
      comment on constraint contact_mobile on contact is 'Deferred, so that two contacts may exchange numbers within one page.';

      create table consent_event (
        id bigint generated always as identity primary key,
        team_id uuid not null references team,
        seq bigint not null,
        contact_id bigint,
        mobile text,
        change text not null check (change in ('opted_out', 'opted_in')),
        cause text not null check (cause in ('stop_message', 'start_message', 'staff', 'import', 'api')),
        actor text not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null,
        evidence jsonb not null,
        previous_hash text not null,
        hash text not null,
        unique (team_id, seq)
      );
      create index consent_event_contact on consent_event (contact_id, id);
      comment on table consent_event is 'Append-only ledger, hash-chained per team: who changed texting preference, when, by what.';
      comment on column consent_event.contact_id is 'Null when the number belonged to nobody known.';

      create function consent_event_is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'consent events are append-only: they can''t be changed or deleted';
      end $$;
      create trigger consent_event_append_only before update or delete on consent_event
        for each row execute function consent_event_is_append_only();
      create trigger consent_event_no_truncate before truncate on consent_event
        for each statement execute function consent_event_is_append_only();

      create table consent_chain (
        team_id uuid primary key references team,
        seq bigint not null,
        hash text not null
      );
      comment on table consent_chain is 'Head of each team''s chain; locked while events are added.';

      create table number_stop (
        team_id uuid not null references team,
        mobile text not null,
        event_id bigint not null,
        stopped_at timestamptz not null,
        primary key (team_id, mobile)
      );
      comment on table number_stop is 'Numbers whose own STOP stands, known contact or not; a contact created later with one starts opted out.';

      create table consent_conflict (
        id bigint generated always as identity primary key,
        team_id uuid not null references team,
        contact_id bigint not null,
        connection_id uuid not null,
        run_id uuid,
        at timestamptz not null,
        field text not null,
        crm_value text not null,
        crm_modified_at timestamptz not null,
        rule text not null,
        resolved_at timestamptz,
        unique (contact_id, crm_modified_at, rule)
      );
      create index consent_conflict_team on consent_conflict (team_id, at) where resolved_at is null;
      comment on table consent_conflict is 'CRM values that would have lifted an opt-out and were not applied.';

      create table inbound_message (
        provider text not null,
        provider_id text not null,
        team_id uuid not null references team,
        from_number text not null,
        to_number text not null,
        body text not null,
        keyword text check (keyword in ('stop', 'start', 'help')),
        received_at timestamptz not null,
        contact_id bigint,
        event_id bigint,
        primary key (provider, provider_id)
      );
      create index inbound_message_number on inbound_message (team_id, to_number, received_at desc);

      create table outbox (
        id bigint generated always as identity primary key,
        team_id uuid not null references team,
        contact_id bigint not null,
        connection_id uuid not null references connection,
        record_type text not null,
        record_id text not null,
        change text not null check (change in ('opted_out', 'opted_in')),
        event_id bigint not null,
        state text not null check (state in ('waiting', 'in_flight', 'confirmed', 'dead', 'superseded')),
        attempts integer not null default 0,
        due_at timestamptz not null,
        lease_owner text,
        lease_expires_at timestamptz,
        sent_at timestamptz,
        confirmed_at timestamptz,
        crm_confirmed_at timestamptz,
        code text,
        reason text,
        remedy text,
        created_at timestamptz not null
      );
      create index outbox_due on outbox (connection_id, due_at, id) where state in ('waiting', 'in_flight');
      create index outbox_record on outbox (connection_id, record_type, record_id, id);
      create index outbox_contact on outbox (contact_id, id);
      comment on table outbox is 'Opt-out changes on their way to the CRM. Written in the transaction of the consent event.';
      comment on column outbox.crm_confirmed_at is 'The CRM''s own clock when it took the value; compared with its modified times.';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
