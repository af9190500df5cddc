import { sqlMigration } from './sql-migration.ts';

export const quotas = sqlMigration(
  `create table quotas (
    id text primary key,
    project_id text not null references projects on delete cascade,
    definition json not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
  )`,
  'create index on quotas (project_id)',
  `create table quota_raises (
    id text primary key,
    project_id text not null references projects on delete cascade,
    quota_id text not null references quotas on delete cascade,
    subject text,
    new_limit text,
    addition text,
    reason text not null,
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz
  )`,
  'create index on quota_raises (quota_id)',
  // It outlives its quota: history is what was, and alerts are told by it.
  `create table quota_events (
    id integer generated always as identity primary key,
    project_id text not null references projects on delete cascade,
    quota_id text not null,
    quota_name text not null,
    subject text not null,
    threshold integer not null,
    measure text not null,
    limit_amount text not null,
    used text not null,
    window_start timestamptz not null,
    at timestamptz not null,
    unique (quota_id, subject, window_start, threshold, limit_amount)
  )`,
  'create index on quota_events (project_id, id)',
);
