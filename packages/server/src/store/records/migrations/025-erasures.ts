import { sqlMigration } from './sql-migration.ts';

/** What was erased of users, and what signs the receipts of a project. */
export const erasures = sqlMigration(
  `create table erasures (
    id text primary key,
    project_id text not null references projects on delete cascade,
    state text not null,
    subject text not null,
    ids jsonb,
    reason text not null,
    asked_by text not null,
    created_at timestamptz not null,
    phase text not null,
    passes integer not null,
    erased jsonb not null,
    files jsonb not null,
    attempts integer not null,
    error text not null,
    finished_at timestamptz,
    receipt jsonb
  )`,
  'create index on erasures (project_id, created_at)',
  `create index on erasures (created_at) where state in ('pending', 'running')`,
  `create table erasure_secrets (
    project_id text primary key references projects on delete cascade,
    secret text not null
  )`,
);
