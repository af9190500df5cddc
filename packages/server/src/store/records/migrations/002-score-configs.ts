import { sqlMigration } from './sql-migration.ts';

export const scoreConfigs = sqlMigration(
  `create table score_configs (
    id text primary key,
    project_id text not null references projects on delete cascade,
    name text not null,
    type text not null,
    min double precision,
    max double precision,
    categories jsonb not null,
    description text not null,
    archived boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index on score_configs (project_id, name)',
);
