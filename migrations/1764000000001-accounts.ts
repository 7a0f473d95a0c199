import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Teams, the people who sign in, sessions and tokens. */
export class Accounts1764000000001 implements MigrationInterface {
  name = 'Accounts1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table team (
        id uuid primary key default gen_random_uuid(),
        slug text not null unique,
        name text not null,
        created_at timestamptz not null default now()
      );
      comment on table team is 'The tenant: contacts, fields, connections and runs all belong to one team.';
      comment on column team.slug is 'Short name in addresses, /t/:slug.';

      create table app_user (
        id uuid primary key default gen_random_uuid(),
        email text not null,
        name text not null,
        password_hash text,
        is_owner boolean not null default false,
        deactivated_at timestamptz,
        created_at timestamptz not null default now(),
        last_sign_in_at timestamptz
      );
      create unique index app_user_email on app_user (lower(email));
      comment on column app_user.password_hash is 'scrypt, with its parameters; null for somebody who only has contacts assigned.';
      comment on column app_user.is_owner is 'An owner may do everything in every team.';

      create table team_member (
        team_id uuid not null references team,
        user_id uuid not null references app_user,
        role text not null check (role in ('owner', 'admin', 'viewer')),
        staff_id text,
        primary key (team_id, user_id)
      );
      create unique index team_member_staff_id on team_member (team_id, staff_id) where staff_id is not null;
      comment on column team_member.staff_id is 'What a source''s User ID column holds for this person.';

      create table session (
        token_hash bytea primary key,
        user_id uuid not null references app_user,
        csrf_token text not null,
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        expires_at timestamptz not null
      );
      comment on column session.token_hash is 'SHA-256 of the cookie; the cookie itself is never stored.';

      create table sign_in_throttle (
        key text primary key,
        failures integer not null,
        next_allowed_at timestamptz not null
      );
      comment on table sign_in_throttle is 'Growing delay per account and per address; never a lock-out.';

      create table first_run_link (
        token_hash bytea primary key,
        created_at timestamptz not null default now(),
        used_at timestamptz
      );

      create table api_token (
        id uuid primary key default gen_random_uuid(),
        team_id uuid not null references team,
        name text not null,
        scope text not null check (scope in ('read', 'write')),
        token_hash bytea not null unique,
        created_by text not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        expires_at timestamptz,
        revoked_at timestamptz
      );
      create index api_token_team on api_token (team_id);

      create table team_field (
        team_id uuid not null references team,
        key text not null,
        label text not null,
        type text not null check (type in ('text', 'number', 'date', 'checkbox')),
        created_at timestamptz not null default now(),
        primary key (team_id, key)
      );
      create unique index team_field_label on team_field (team_id, lower(label));
      comment on table team_field is 'The team''s own contact fields, at most 25.';

      create table texting_number (
        number text primary key,
        team_id uuid not null references team,
        provider text not null,
        auth_token bytea not null,
        set_at timestamptz not null,
        set_by text not null
      );
      create index texting_number_team on texting_number (team_id);
      comment on column texting_number.auth_token is 'Encrypted; signs the inbound webhook.';
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only. Restore a backup to go back.');
  }
}
