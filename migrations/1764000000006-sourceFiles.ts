import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files as sources: their ledger, how they are read, columns that went missing, rows that can be corrected. */
export class SourceFiles1764000000006 implements MigrationInterface {
  name = 'SourceFiles1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table connection add column writes_back boolean not null default true;
      comment on column connection.writes_back is 'Opt-outs can be written to the records of its source.';

      alter table import_config
        add column file_options jsonb,
        add column column_answers jsonb not null default '[]';
      comment on column import_config.file_options is 'How files are chosen, read and put away; null where sources are no files.';
      comment on column import_config.column_answers is 'What was answered for good about columns a file may lack: keep or clear.';

      alter table team_field
        add column required boolean not null default false,
        add column mergeable boolean not null default true,
        add column visible boolean not null default true;
      comment on column team_field.required is 'A file must have its column; cells may be blank.';
      comment on column team_field.mergeable is 'May be merged into the text of a message.';
      comment on column team_field.visible is 'Shown to users beside the contact.';

      create table source_file (
        id uuid primary key default gen_random_uuid(),
        team_id uuid not null references team,
        connection_id uuid not null references connection,
        record_type text not null,
        origin text not null default 'server' check (origin in ('server', 'upload')),
        folder text not null,
        name text not null,
        size bigint not null,
        modified_at timestamptz not null,
        sha256 text,
        state text not null default 'seen' check (state in ('seen', 'fetched', 'staged', 'imported', 'disposed')),
        steady_since timestamptz not null,
        seen_at timestamptz not null,
        fetched_at timestamptz,
        staged_at timestamptz,
        imported_at timestamptz,
        disposed_at timestamptz,
        staged jsonb,
        chain uuid,
        refused_code text,
        refused_message text,
        disposal text not null default '',
        dispose_tries integer not null default 0,
        dispose_due_at timestamptz,
        move_target text,
        content bytea,
        forgotten_at timestamptz
      );
      create unique index source_file_version on source_file (connection_id, record_type, folder, name, size, modified_at)
        where origin = 'server';
      create index source_file_imported on source_file (connection_id, record_type, modified_at desc) where imported_at is not null;
      create index source_file_to_forget on source_file (fetched_at) where forgotten_at is null;
      create index source_file_to_dispose on source_file (dispose_due_at) where state = 'imported';
      comment on table source_file is 'Ledger of the files of a source: each version is imported once and put away once.';
      comment on column source_file.modified_at is 'By the server''s clock; compared with times of the same server only.';
      comment on column source_file.steady_since is 'Since when, by our clock, its size and time are as they are.';
      comment on column source_file.staged is 'What reading it through told: headers, rows, encoding, notes.';
      comment on column source_file.chain is 'The queue of runs that tried it last; one queue tries a file once.';
      comment on column source_file.move_target is 'Where it is being moved to, written before the move begins.';
      comment on column source_file.content is 'The bytes of an upload; those of a server''s file are in the spool only.';

      comment on column source_file.forgotten_at is 'When the copy on our disk, or the upload''s bytes, were deleted.';

      alter table run
        drop constraint run_hold_check,
        add constraint run_hold_check check (hold in ('budget', 'limit', 'question', 'upload')),
        add column file_id uuid references source_file,
        add column chain uuid,
        add column corrects uuid references run,
        add column note text;
      create index run_corrects on run (corrects) where corrects is not null;
      create index run_file on run (file_id) where file_id is not null;
      comment on column run.chain is 'First run of a queue that imports several files one after another.';
      comment on column run.corrects is 'The run whose rows in error this one corrects.';
      comment on column run.note is 'What there is to say of a run that found nothing to import.';

      alter table row_issue
        add column line_no integer,
        add column cells jsonb;
      comment on column row_issue.line_no is 'Line of the file on which the row begins; null for records.';
      comment on column row_issue.cells is 'The whole row as received, in the order of the file''s headers; of rows in error only.';

      alter table preview add column file_id uuid references source_file, add column corrects uuid references run;
      alter table mail add column attachment text check (attachment in ('error_rows'));
      comment on column mail.attachment is 'What is attached when it is sent; made then, never stored.';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
