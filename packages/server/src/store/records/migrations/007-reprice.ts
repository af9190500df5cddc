import { sqlMigration } from './sql-migration.ts';

export const reprice = sqlMigration(
  `create table reprice_jobs (
    id text primary key,
    project_id text not null references projects on delete cascade,
    from_ns bigint not null,
    to_ns bigint not null,
    state text not null,
    spans integer not null,
    done integer not null,
    changed integer not null,
    before text not null,
    after text not null,
    cursor json,
    error text not null,
    created_at timestamptz not null,
    created_by text not null,
    leased_until timestamptz not null,
    finished_at timestamptz
  )`,
  'create index on reprice_jobs (project_id, created_at)',
  // One at a time: a second one would count what the first has changed.
  `create unique index on reprice_jobs (project_id) where state in ('waiting', 'running')`,
);
