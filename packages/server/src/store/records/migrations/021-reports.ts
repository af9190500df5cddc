import { sqlMigration } from './sql-migration.ts';

export const reports = sqlMigration(
  `create table reports (
    id text primary key,
    project_id text not null references projects on delete cascade,
    definition json not null,
    due_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
  )`,
  'create index on reports (project_id, created_at)',
  'create index on reports (due_at) where due_at is not null',
  // A report being made, or as it was made; what it says stays when its report goes.
  `create table report_runs (
    id text primary key,
    project_id text not null references projects on delete cascade,
    report_id text references reports on delete set null,
    request json not null,
    state text not null,
    step integer not null default 0,
    steps integer not null default 0,
    attempts integer not null default 0,
    leased_until timestamptz,
    scheduled_for timestamptz,
    asked_by text,
    created_at timestamptz not null,
    finished_at timestamptz,
    error text,
    sent integer not null default 0,
    begins_at timestamptz,
    ends_at timestamptz,
    made json
  )`,
  'create unique index on report_runs (report_id, scheduled_for)',
  'create index on report_runs (project_id, created_at, id)',
  `create index on report_runs (created_at) where state in ('queued', 'running')`,
);
