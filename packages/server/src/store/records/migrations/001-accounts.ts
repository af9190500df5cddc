import { sqlMigration } from './sql-migration.ts';

export const accounts = sqlMigration(
  `create table users (
    id text primary key,
    email text not null unique,
    name text not null,
    password_hash text,
    created_at timestamptz not null
  )`,
  `create table login_sessions (
    token_hash text primary key,
    user_id text not null references users on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  'create index on login_sessions (user_id)',
  'create index on login_sessions (expires_at)',
  `create table login_links (
    token_hash text primary key,
    user_id text not null references users on delete cascade,
    expires_at timestamptz not null
  )`,
  `create table projects (
    id text primary key,
    name text not null,
    created_at timestamptz not null
  )`,
  `create table members (
    project_id text not null references projects on delete cascade,
    user_id text not null references users on delete cascade,
    role text not null,
    created_at timestamptz not null,
    primary key (project_id, user_id)
  )`,
  'create index on members (user_id)',
  `create table invitations (
    id text primary key,
    project_id text not null references projects on delete cascade,
    token_hash text not null unique,
    email text,
    role text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  'create index on invitations (project_id)',
  `create table api_keys (
    id text primary key,
    project_id text not null references projects on delete cascade,
    name text not null,
    public_key text not null unique,
    secret_hash text not null unique,
    secret_hint text not null,
    scopes text[] not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz
  )`,
  'create index on api_keys (project_id)',
  `create table saved_views (
    id text primary key,
    project_id text not null references projects on delete cascade,
    user_id text not null references users on delete cascade,
    page text not null,
    name text not null,
    query text not null,
    created_at timestamptz not null
  )`,
  'create index on saved_views (project_id, user_id)',
  `create table price_overrides (
    id text primary key,
    project_id text not null references projects on delete cascade,
    model text not null,
    provider text not null,
    input text,
    cached_read text,
    cache_write text,
    output text,
    updated_at timestamptz not null,
    unique (project_id, provider, model)
  )`,
  `create table audit (
    id integer generated always as identity primary key,
    at timestamptz not null,
    project_id text,
    actor text not null,
    action text not null,
    subject text not null,
    ip text
  )`,
  'create index on audit (project_id, id)',
);
