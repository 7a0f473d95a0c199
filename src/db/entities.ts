import { EntitySchema } from 'typeorm';

/**
 * Tables that are read and written plainly, row by row. Sets, claims and the page merge are hand-written SQL beside
 * them.
 */

export interface TeamRow {
  id: string;
  slug: string;
  name: string;
  created_at: Date;
}

export const TeamEntity = new EntitySchema<TeamRow>({
  name: 'team',
  tableName: 'team',
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    slug: { type: 'text' },
    name: { type: 'text' },
    created_at: { type: 'timestamptz', createDate: true },
  },
});

export interface UserRow {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  is_owner: boolean;
  deactivated_at: Date | null;
  created_at: Date;
  last_sign_in_at: Date | null;
}

export const UserEntity = new EntitySchema<UserRow>({
  name: 'app_user',
  tableName: 'app_user',
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    email: { type: 'text' },
    name: { type: 'text' },
    password_hash: { type: 'text', nullable: true },
    is_owner: { type: 'boolean' },
    deactivated_at: { type: 'timestamptz', nullable: true },
    created_at: { type: 'timestamptz', createDate: true },
    last_sign_in_at: { type: 'timestamptz', nullable: true },
  },
});

export interface ConnectionRow {
  id: string;
  team_id: string;
  connector: string;
  name: string;
  version: number;
  settings: Record<string, unknown>;
  account_id: string | null;
  account_name: string | null;
  user_name: string | null;
  schedule_paused: boolean;
  writes_back: boolean;
  certificate: { subject: string; expiresAt: string; fingerprint: string } | null;
  budget_percent: number;
  stop_above_percent: number;
  org_calls_left: number | null;
  org_calls_allowed: number | null;
  org_calls_at: Date | null;
  fault_code: string | null;
  fault_message: string | null;
  fault_since: Date | null;
  created_at: Date;
  disconnected_at: Date | null;
}

export const ConnectionEntity = new EntitySchema<ConnectionRow>({
  name: 'connection',
  tableName: 'connection',
  columns: {
    id: { type: 'uuid', primary: true, generated: 'uuid' },
    team_id: { type: 'uuid' },
    connector: { type: 'text' },
    name: { type: 'text' },
    version: { type: 'integer', default: 1 },
    settings: { type: 'jsonb', default: {} },
    account_id: { type: 'text', nullable: true },
    account_name: { type: 'text', nullable: true },
    user_name: { type: 'text', nullable: true },
    schedule_paused: { type: 'boolean', default: false },
    writes_back: { type: 'boolean', default: true },
    certificate: { type: 'jsonb', nullable: true },
    budget_percent: { type: 'integer', default: 25 },
    stop_above_percent: { type: 'integer', default: 90 },
    org_calls_left: { type: 'integer', nullable: true },
    org_calls_allowed: { type: 'integer', nullable: true },
    org_calls_at: { type: 'timestamptz', nullable: true },
    fault_code: { type: 'text', nullable: true },
    fault_message: { type: 'text', nullable: true },
    fault_since: { type: 'timestamptz', nullable: true },
    created_at: { type: 'timestamptz', createDate: true },
    disconnected_at: { type: 'timestamptz', nullable: true },
  },
});

export const entities = [TeamEntity, UserEntity, ConnectionEntity];
