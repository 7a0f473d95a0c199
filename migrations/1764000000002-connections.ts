import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connections, their secrets, what they import, and the runs they made. */
export class Connections1764000000002 implements MigrationInterface {
  name = 'Connections1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table connection (
        id uuid primary key default gen_random_uuid(),
        team_id uuid not null references team,
        connector text not null,
        name text not null,
        version integer not null default 1,
        settings jsonb not null default '{}',
        account_id text,
        account_name text,
        user_name text,
        schedule_paused boolean not null default false,
        fault_code text,
        fault_message text,
        fault_since timestamptz,
        created_at timestamptz not null default now(),
        disconnected_at timestamptz
      );
      create unique index connection_name on connection (team_id, lower(name)) where disconnected_at is null;
      comment on table connection is 'One configured connector of a team.';
      comment on column connection.account_id is 'The vendor account it was connected to (org ID); null until then.';
      comment on column connection.fault_code is 'A standing fault (authorization, permission), null while there is none.';

      create table connection_secret (
        connection_id uuid not null references connection,
        name text not null,
        data bytea not null,
        set_at timestamptz not null,
        set_by text not null,
        primary key (connection_id, name)
      );
      comment on column connection_secret.data is 'AES-256-GCM; bound to its connection and name.';

      create table authorization_attempt (
        state_hash bytea primary key,
        connection_id uuid not null references connection,
        user_id uuid references app_user,
        user_name text not null,
        verifier bytea not null,
        redirect_uri text not null,
        expires_at timestamptz not null
      );
      comment on table authorization_attempt is 'Browsers sent to the CRM''s consent page and not back yet; each state works once.';

      create table import_config (
        connection_id uuid not null references connection,
        record_type text not null,
        team_id uuid not null references team,
        state text not null default 'draft' check (state in ('off', 'draft', 'on')),
        version integer not null default 1,
        source_id text,
        source_name text,
        source_kind text,
        source_definition text,
        source_count integer,
        full_run_calls integer,
        fields jsonb,
        opt_out jsonb,
        windows text[] not null default '{}',
        notify jsonb not null default '{"addresses":[],"when":"every"}',
        look_back_minutes integer not null default 10,
        watermark_at timestamptz,
        watermark_id text,
        full_reason text default 'Nothing has been imported yet.',
        previewed_at timestamptz,
        primary key (connection_id, record_type)
      );
      create index import_config_team on import_config (team_id);
      comment on column import_config.watermark_at is 'Everything modified up to here has been imported, less the look-back; watermark_id breaks ties.';
      comment on column import_config.full_reason is 'Why the next run reads everything; null when it is incremental.';

      create table call_count (
        connection_id uuid not null references connection,
        day date not null,
        calls integer not null,
        primary key (connection_id, day)
      );
      comment on table call_count is 'Calls spent a day (Eastern) and connection.';

      create table run (
        id uuid primary key default gen_random_uuid(),
        team_id uuid not null references team,
        connection_id uuid not null references connection,
        record_type text not null,
        kind text not null check (kind in ('full', 'incremental')),
        state text not null check (state in ('queued', 'running', 'succeeded', 'completed_with_errors', 'failed', 'cancelled')),
        started_by text not null,
        window_key text unique,
        settings jsonb not null,
        since timestamptz,
        cursor jsonb,
        source_definition text,
        pages integer not null default 0,
        rows_read integer not null default 0,
        created integer not null default 0,
        updated integer not null default 0,
        unchanged integer not null default 0,
        skipped integer not null default 0,
        errors integer not null default 0,
        warnings integer not null default 0,
        opt_outs_set integer not null default 0,
        opt_outs_lifted integer not null default 0,
        opt_ins_not_applied integer not null default 0,
        source_rows integer,
        source_time timestamptz,
        last_modified_at timestamptz,
        last_record_id text,
        calls_spent integer not null default 0,
        calls_forecast integer,
        rows_per_second real,
        watermark_before timestamptz,
        watermark_after timestamptz,
        cancel_requested boolean not null default false,
        resumed integer not null default 0,
        attempts integer not null default 0,
        queued_at timestamptz not null,
        due_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        lease_owner text,
        lease_expires_at timestamptz,
        error_code text,
        error_message text,
        error_vendor text,
        constraint run_counts_add_up check (rows_read = created + updated + unchanged + skipped + errors)
      );
      create unique index run_one_at_a_time on run (connection_id) where state = 'running';
      create unique index run_one_waiting on run (connection_id, record_type) where state in ('queued', 'running');
      create index run_history on run (team_id, queued_at desc, id);
      create index run_of_connection on run (connection_id, record_type, queued_at desc);
      comment on table run is 'One execution of an import. Counters, cursor and contacts of a page are committed together.';
      comment on column run.settings is 'Source, mapping, opt-out mapping and look-back as they were when it was queued.';
      comment on column run.cursor is 'The connector''s position after the last committed page.';
      comment on column run.window_key is 'Makes a scheduled start happen once: connection, record type, window, day.';
      comment on column run.source_time is 'The vendor''s clock when the first pull began; the watermark never passes it.';

      create table row_issue (
        run_id uuid not null references run,
        row_no integer not null,
        seq smallint not null,
        kind text not null check (kind in ('error', 'skipped', 'warning')),
        record_id text not null,
        name text not null,
        code text not null,
        column_name text,
        value text,
        message text not null,
        primary key (run_id, row_no, seq)
      );
      create index row_issue_cause on row_issue (run_id, kind, code);
      comment on table row_issue is 'Rows that were skipped, refused, or taken with a warning; row_no is the position in the run.';

      create table run_log (
        id bigint generated always as identity primary key,
        run_id uuid not null references run,
        at timestamptz not null,
        message text not null
      );
      create index run_log_run on run_log (run_id, id);

      create table preview (
        id uuid primary key default gen_random_uuid(),
        team_id uuid not null references team,
        connection_id uuid not null references connection,
        record_type text not null,
        source_name text not null,
        state text not null check (state in ('running', 'finished', 'failed')),
        rows_fetched integer not null default 0,
        result jsonb,
        error jsonb,
        created_at timestamptz not null
      );
      comment on table preview is 'Dry runs: what an import would do; nothing of it is committed.';

      create table mail (
        id bigint generated always as identity primary key,
        team_id uuid not null references team,
        run_id uuid references run,
        address text not null,
        subject text not null,
        body text not null,
        state text not null check (state in ('waiting', 'sent', 'failed')),
        attempts integer not null default 0,
        due_at timestamptz not null,
        reason text not null default '',
        created_at timestamptz not null,
        sent_at timestamptz,
        unique (run_id, address)
      );
      create index mail_due on mail (due_at) where state = 'waiting';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
