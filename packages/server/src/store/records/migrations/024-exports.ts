import { sqlMigration } from './sql-migration.ts';

/** What is given out as files, once or by a schedule. */
export const exports = sqlMigration(
  `create table exports (
    id text primary key,
    project_id text not null references projects on delete cascade,
    definition json not null,
    sealed text,
    enabled boolean not null,
    next_from timestamptz,
    due_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
  )`,
  'create index on exports (project_id, created_at)',
  'create index on exports (due_at) where due_at is not null',
  // A stretch of time of an export, and how far it is.
  `create table export_runs (
    id text primary key,
    project_id text not null references projects on delete cascade,
    export_id text not null references exports on delete cascade,
    state text not null,
    begins_at timestamptz not null,
    ends_at timestamptz not null,
    kind text,
    cursor_ns bigint,
    files integer not null default 0,
    rows bigint not null default 0,
    bytes bigint not null default 0,
    attempts integer not null default 0,
    takes integer not null default 0,
    taken_at timestamptz,
    leased_until timestamptz,
    retry_at timestamptz,
    error text,
    created_at timestamptz not null,
    finished_at timestamptz
  )`,
  'create index on export_runs (export_id, created_at)',
  `create index on export_runs (taken_at) where state in ('queued', 'running')`,
  // What its manifest will list; gone when that is written.
  `create table export_files (
    run_id text not null references export_runs on delete cascade,
    path text not null,
    kind text not null,
    from_ns bigint not null,
    to_ns bigint not null,
    rows bigint not null,
    bytes bigint not null,
    sha256 text not null,
    primary key (run_id, path)
  )`,
);
