import { sqlMigration } from './sql-migration.ts';

// Documents as json, not jsonb, which refuses some of the text that a document may hold.
export const dashboards = sqlMigration(
  `create table dashboards (
    id text primary key,
    project_id text not null references projects on delete cascade,
    version integer not null,
    title json not null,
    description json not null,
    widgets integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
  )`,
  'create index on dashboards (project_id)',
  `create table dashboard_versions (
    dashboard_id text not null references dashboards on delete cascade,
    version integer not null,
    document json not null,
    note text not null,
    restored_from integer,
    at timestamptz not null,
    author text not null,
    primary key (dashboard_id, version)
  )`,
  `create table dashboard_shares (
    id text primary key,
    project_id text not null references projects on delete cascade,
    dashboard_id text not null,
    token_hash text not null unique,
    range text not null,
    variables json not null,
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz not null,
    last_opened_at timestamptz
  )`,
  'create index on dashboard_shares (project_id, dashboard_id)',
  `create table annotations (
    id text not null,
    project_id text not null references projects on delete cascade,
    kind text not null,
    title text not null,
    text text not null,
    at timestamptz not null,
    until timestamptz,
    link text,
    created_at timestamptz not null,
    primary key (project_id, id)
  )`,
  'create index on annotations (project_id, at)',
  'create index on annotations (project_id, created_at)',
);
