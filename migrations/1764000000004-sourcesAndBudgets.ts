import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports, call budgets, sweeps, runs that wait or ask, previews that read on, windows that were missed. */
export class SourcesAndBudgets1764000000004 implements MigrationInterface {
  name = 'SourcesAndBudgets1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table connection
        add column certificate jsonb,
        add column budget_percent integer not null default 25 check (budget_percent between 1 and 100),
        add column stop_above_percent integer not null default 90 check (stop_above_percent between 1 and 100),
        add column org_calls_left integer,
        add column org_calls_allowed integer,
        add column org_calls_at timestamptz;
      comment on column connection.certificate is 'What may be seen of it: subject, expiresAt, fingerprint.';
      comment on column connection.budget_percent is 'Share of the org''s daily calls that imports may spend in an Eastern day.';
      comment on column connection.stop_above_percent is 'Imports pause when the whole org has used this share of its calls.';

      alter table import_config
        add column source_folder text,
        add column source_filter text not null default '',
        add column usual_run_calls integer,
        add column sweep_days text[] not null default '{}',
        add column left_tag text,
        add column windows_since timestamptz;
      comment on column import_config.sweep_days is 'Days (mon to sun, Eastern) on which the first chosen window reads everything.';
      comment on column import_config.windows_since is 'When the windows were chosen or the import was turned on; earlier ones can''t have been missed.';

      alter table run
        drop constraint run_kind_check,
        add constraint run_kind_check check (kind in ('full', 'incremental', 'sweep')),
        add column hold text check (hold in ('budget', 'limit', 'question')),
        add column hold_code text,
        add column hold_message text,
        add column question jsonb,
        add column accepted jsonb,
        add column unordered boolean not null default false,
        add column collects_seen boolean not null default false,
        add column left_source integer not null default 0;
      comment on column run.hold is 'Why a queued run waits: until due_at, or for a person''s answer.';
      comment on column run.question is 'The source as it was confirmed (before) and as it is (after).';
      comment on column run.accepted is 'What a person answered may be imported: definition and count.';
      comment on column run.unordered is 'Its rows came in no order, so the watermark moves only when it is complete.';

      alter table contact
        add column left_source_at timestamptz,
        add column tags text[] not null default '{}';
      comment on column contact.left_source_at is 'When a complete reading of its source no longer found the record; null while it does.';
      create index contact_left_source on contact (team_id, id) where left_source_at is not null;
      create index contact_tagged on contact (team_id, id) where tags <> '{}';
      create index contact_link on contact (connection_id, record_type, record_id);

      create table source_seen (
        reader_id uuid not null,
        record_id text not null,
        primary key (reader_id, record_id)
      );
      comment on table source_seen is 'Records that a complete reading (a run or a preview) has met so far; emptied when it ends.';
      comment on column source_seen.record_id is 'A record; for a preview also a number (E.164) that it would have given to somebody.';

      alter table preview
        add column cursor jsonb,
        add column pages integer not null default 0,
        add column active_at timestamptz;
      comment on column preview.active_at is 'Last sign of life of whoever reads for it.';
      comment on column preview.cursor is 'Where reading on begins; null when nothing was read or everything was.';

      alter table mail
        add column key text unique,
        add column connection_id uuid references connection;
      comment on column mail.key is 'Makes an alert go to an address once.';

      create table missed_window (
        window_key text primary key,
        team_id uuid not null references team,
        connection_id uuid not null references connection,
        record_type text not null,
        name text not null,
        opens_at timestamptz not null,
        closes_at timestamptz not null,
        reason text not null check (reason in ('service_down', 'import_running', 'not_connected'))
      );
      create index missed_window_import on missed_window (connection_id, record_type, opens_at);
      comment on table missed_window is 'Windows that closed without having started their import.';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
