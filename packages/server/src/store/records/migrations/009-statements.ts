import { sqlMigration } from './sql-migration.ts';

export const statements = sqlMigration(
  `create table statements (
    id text primary key,
    project_id text not null references projects on delete cascade,
    name text not null,
    reading json not null,
    facts json not null,
    created_at timestamptz not null,
    created_by text not null
  )`,
  'create index on statements (project_id, created_at)',
);
