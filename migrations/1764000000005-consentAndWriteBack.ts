import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages that may mean STOP, the scope of an opt-out, write-backs that are read back, an outbox that knows when its
 * CRM is away, drift audits, numbers corrected here.
 */
export class ConsentAndWriteBack1764000000005 implements MigrationInterface {
  name = 'ConsentAndWriteBack1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table consent_event
        drop constraint consent_event_change_check,
        add constraint consent_event_change_check check (change in ('opted_out', 'opted_in', 'paused', 'resumed')),
        drop constraint consent_event_cause_check,
        add constraint consent_event_cause_check
          check (cause in ('stop_message', 'start_message', 'reply', 'staff', 'import', 'api'));
      create index consent_event_report on consent_event (team_id, occurred_at, id) where change in ('opted_out', 'opted_in');

      alter table inbound_message drop constraint inbound_message_keyword_check;
      alter table inbound_message rename column keyword to verdict;
      alter table inbound_message
        add constraint inbound_message_verdict_check check (verdict in ('stop', 'doubtful', 'start', 'help')),
        add column reading text;
      create index inbound_message_sender on inbound_message (from_number, received_at desc);
      comment on column inbound_message.verdict is 'What it was read as; null for a message about something else.';
      comment on column inbound_message.reading is 'By which rule: provider, keyword, or the phrase that was found.';

      create table review_item (
        id bigint generated always as identity primary key,
        team_id uuid not null references team,
        contact_id bigint,
        mobile text not null,
        to_number text not null,
        provider text not null,
        provider_id text not null,
        body text not null,
        doubt text not null,
        received_at timestamptz not null,
        state text not null default 'open' check (state in ('open', 'opted_out', 'kept', 'answered')),
        wrong_number boolean not null default false,
        decided_at timestamptz,
        decided_by text,
        unique (team_id, provider, provider_id)
      );
      create index review_item_open on review_item (team_id, mobile) where state = 'open';
      create index review_item_open_contact on review_item (contact_id) where state = 'open';
      create index review_item_queue on review_item (team_id, received_at, id) where state = 'open';
      comment on table review_item is
        'Messages that may mean STOP. While one is open, its number and its contact are not textable.';
      comment on column review_item.contact_id is 'Null when the number belonged to nobody known.';
      comment on column review_item.state is 'answered: the person settled it, with a STOP or a START of their own.';

      alter table outbox
        drop constraint outbox_state_check,
        add constraint outbox_state_check
          check (state in ('waiting', 'in_flight', 'confirmed', 'dead', 'superseded', 'handled')),
        add column revoked_at timestamptz,
        add column died_at timestamptz,
        add column died_mailed_at timestamptz,
        add column handled_at timestamptz,
        add column handled_by text,
        add column handled_note text,
        add column read_back text check (read_back in ('verified', 'differs', 'gone')),
        add column read_back_at timestamptz,
        add column read_back_due_at timestamptz,
        add column read_back_attempts integer not null default 0;
      create index outbox_read_back on outbox (connection_id, read_back_due_at, id) where read_back_due_at is not null;
      create index outbox_unfinished on outbox (team_id, (coalesce(revoked_at, created_at)), id)
        where state in ('waiting', 'in_flight', 'dead');
      create index outbox_confirmed on outbox (team_id, confirmed_at) where confirmed_at is not null;
      comment on column outbox.revoked_at is
        'When the person said so, where that was before this row was made: the days to honour it count from here.';
      comment on column outbox.read_back is 'What the CRM said when a confirmed value was read back.';
      comment on column outbox.read_back_due_at is 'When a confirmed value is to be read back; null when there is nothing to read.';
      comment on column outbox.died_mailed_at is 'When a mail that tells of this dead letter was queued.';
      comment on column outbox.handled_at is 'When a person said that a dead letter was dealt with in the CRM.';

      alter table connection
        add column writes_failing_since timestamptz,
        add column writes_failing_code text,
        add column writes_failing_reason text,
        add column writes_failures integer not null default 0,
        add column writes_retry_at timestamptz,
        add column audit_day text default 'sun' check (audit_day in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'));
      comment on column connection.writes_failing_since is
        'Since when whole write-back calls fail; null while they go through. One call at a time tries again.';
      comment on column connection.writes_retry_at is 'Before this instant nothing is sent.';
      comment on column connection.audit_day is 'Day (Eastern) of the weekly drift audit; null for none.';

      alter table consent_conflict add column resolved_by text;

      alter table texting_number
        add column scope text not null default 'team' check (scope in ('team', 'shared', 'organisation'));
      comment on column texting_number.scope is
        'Whom a STOP to this number opts out: in its team, in the teams that share the inbox, or in every team.';
      create table texting_number_share (
        number text not null references texting_number on delete cascade,
        team_id uuid not null references team,
        primary key (number, team_id)
      );
      comment on table texting_number_share is 'Other teams that share the inbox of a number.';

      create table consent_policy (
        team_id uuid primary key references team,
        languages text[] not null default '{en,es}',
        stop_phrases text[] not null default '{}',
        business_days integer not null default 10 check (business_days between 1 and 10),
        version integer not null default 1,
        changed_at timestamptz not null,
        changed_by text not null
      );
      comment on table consent_policy is 'How a team reads replies, and in how many business days it honours them; no row means the defaults.';

      alter table contact
        add column mobile_corrected_at timestamptz,
        add column mobile_corrected_by text,
        add column mobile_replaced text;
      comment on column contact.mobile_corrected_at is
        'When the number was corrected here; the one it replaced (mobile_replaced) is not put back by the source.';

      create table drift_audit (
        id uuid primary key default gen_random_uuid(),
        team_id uuid not null references team,
        connection_id uuid not null references connection,
        state text not null check (state in ('queued', 'running', 'finished', 'failed')),
        started_by text not null,
        window_key text unique,
        queued_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        last_contact_id bigint not null default 0,
        total integer not null,
        compared integer not null default 0,
        agree integer not null default 0,
        on_the_way integer not null default 0,
        out_here_only integer not null default 0,
        out_there_only integer not null default 0,
        gone integer not null default 0,
        unreadable integer not null default 0,
        calls_forecast integer not null,
        calls_spent integer not null default 0,
        due_at timestamptz not null,
        attempts integer not null default 0,
        resumed integer not null default 0,
        error_code text,
        error_message text,
        lease_owner text,
        lease_expires_at timestamptz,
        repaired_at timestamptz,
        repaired_by text,
        constraint drift_audit_counts_add_up
          check (compared = agree + on_the_way + out_here_only + out_there_only + gone + unreadable)
      );
      create index drift_audit_team on drift_audit (team_id, queued_at desc);
      create unique index drift_audit_one_at_a_time on drift_audit (connection_id) where state in ('queued', 'running');
      comment on table drift_audit is 'A comparison of every linked contact''s opt-out with its CRM record.';
      comment on column drift_audit.on_the_way is
        'Differ because a change is still on its way: a write-back that waits, or a record that the next import brings.';

      comment on column drift_audit.attempts is 'Failures of the CRM in a row, since the last page that was compared.';
      comment on column drift_audit.resumed is 'How often it was taken up again; makes a new job for each turn.';

      create table drift_item (
        audit_id uuid not null references drift_audit,
        contact_id bigint not null,
        kind text not null check (kind in ('out_here_only', 'out_there_only', 'gone', 'unreadable')),
        record_type text not null,
        record_id text not null,
        crm_value text,
        crm_modified_at timestamptz,
        compared_at timestamptz not null,
        repaired_at timestamptz,
        primary key (audit_id, contact_id)
      );
      comment on table drift_item is 'The contacts of an audit that do not agree with their CRM record.';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
