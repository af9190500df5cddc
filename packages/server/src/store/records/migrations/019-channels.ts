import { sqlMigration } from './sql-migration.ts';

export const channels = sqlMigration(
  `create table channels (
    id text primary key,
    project_id text not null references projects on delete cascade,
    kind text not null,
    name text not null,
    language text,
    enabled boolean not null,
    config json not null,
    sealed text,
    secrets text[] not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
  )`,
  'create index on channels (project_id)',
  `create table deliveries (
    id integer generated always as identity primary key,
    project_id text not null references projects on delete cascade,
    channel_id text not null references channels on delete cascade,
    key text not null,
    subject text not null,
    notice json not null,
    state text not null,
    attempts integer not null default 0,
    earlier_attempts integer not null default 0,
    maybe_repeated integer not null default 0,
    last_error text,
    since timestamptz not null,
    due_at timestamptz not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    unique (channel_id, key)
  )`,
  `create index on deliveries (channel_id, due_at, id) where state in ('waiting', 'sending')`,
  `create index on deliveries (channel_id, subject) where state in ('waiting', 'sending')`,
  'create index on deliveries (project_id, id)',
  'create index on deliveries (ended_at)',
);
