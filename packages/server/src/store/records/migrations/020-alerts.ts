import { sqlMigration } from './sql-migration.ts';

export const alerts = sqlMigration(
  `create table alert_documents (
    id text primary key,
    project_id text not null references projects on delete cascade,
    kind text not null,
    definition jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    updated_by text not null
  )`,
  'create index on alert_documents (project_id, kind, created_at)',
  // How the groups of a rule stand, and who evaluates it until when.
  `create table alert_standings (
    rule_id text primary key references alert_documents on delete cascade,
    standings json not null,
    evaluated_at timestamptz,
    due_at timestamptz not null,
    leased_until timestamptz,
    error text,
    dropped integer not null default 0
  )`,
  'create index on alert_standings (due_at)',
  `create table incidents (
    id text primary key,
    project_id text not null references projects on delete cascade,
    rule_id text not null,
    group_key text not null,
    rule json not null,
    labels json not null,
    course json not null,
    value double precision,
    limit_value double precision,
    opened_at timestamptz not null,
    ended_at timestamptz,
    ends_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text,
    assignee text,
    muted_by text
  )`,
  'create unique index on incidents (rule_id, group_key) where ended_at is null',
  'create index on incidents (rule_id, group_key, opened_at)',
  'create index on incidents (project_id, opened_at, id)',
  'create index on incidents (project_id) where ended_at is null',
  `create table incident_events (
    id integer generated always as identity primary key,
    incident_id text not null references incidents on delete cascade,
    at timestamptz not null,
    kind text not null,
    actor text,
    data json not null
  )`,
  'create index on incident_events (incident_id, id)',
  `create table alert_pages (
    id text primary key,
    project_id text not null references projects on delete cascade,
    policy_id text not null,
    group_key text not null,
    page json not null,
    unique (policy_id, group_key)
  )`,
  `create table alert_looks (
    project_id text primary key references projects on delete cascade,
    due_at timestamptz not null,
    leased_until timestamptz
  )`,
);
