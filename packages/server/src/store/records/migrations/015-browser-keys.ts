import { sqlMigration } from './sql-migration.ts';

export const browserKeys = sqlMigration(
  `create table browser_keys (
    id text primary key,
    project_id text not null references projects on delete cascade,
    name text not null,
    public_key text not null unique,
    origins text[] not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  'create index on browser_keys (project_id)',
);
