import { type Migration, Migrator, sql } from 'kysely';
import type { Records } from './tables.ts';

const statements = (...texts: string[]): Migration => ({
  async up(db) {
    for (const text of texts) await sql.raw(text).execute(db);
  },
});

/** In order, each applied once. A migration that was released is never edited: write another. */
export const MIGRATIONS: Record<string, Migration> = {
  '001-accounts': statements(
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
  ),
  '002-score-configs': statements(
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
  ),
  '003-media': statements(
    `create table media (
      project_id text not null references projects on delete cascade,
      id text not null,
      sha256 text not null,
      content_type text not null,
      bytes integer not null,
      secret text not null,
      created_at timestamptz not null,
      uploaded_at timestamptz,
      primary key (project_id, id)
    )`,
  ),
  // Documents as json, not jsonb, which refuses some of the text that a document may hold.
  '004-dashboards': statements(
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
  ),
  '005-prices': statements(
    `alter table price_overrides
      add column valid_from text not null default '',
      add column currency text not null default 'USD',
      add column rates json not null default '{}'`,
    `update price_overrides set rates = json_strip_nulls(json_build_object(
      'input', input, 'cachedRead', cached_read, 'cacheWrite', cache_write, 'output', output))`,
    `alter table price_overrides
      drop constraint price_overrides_project_id_provider_model_key,
      drop column input, drop column cached_read, drop column cache_write, drop column output,
      add unique (project_id, provider, model, valid_from)`,
    `create table exchange_rates (
      project_id text not null references projects on delete cascade,
      currency text not null,
      valid_from text not null,
      usd text not null,
      updated_at timestamptz not null,
      primary key (project_id, currency, valid_from)
    )`,
  ),
  '006-quotas': statements(
    `create table quotas (
      id text primary key,
      project_id text not null references projects on delete cascade,
      definition json not null,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      updated_by text not null
    )`,
    'create index on quotas (project_id)',
    `create table quota_raises (
      id text primary key,
      project_id text not null references projects on delete cascade,
      quota_id text not null references quotas on delete cascade,
      subject text,
      new_limit text,
      addition text,
      reason text not null,
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz
    )`,
    'create index on quota_raises (quota_id)',
    // It outlives its quota: history is what was, and alerts are told by it.
    `create table quota_events (
      id integer generated always as identity primary key,
      project_id text not null references projects on delete cascade,
      quota_id text not null,
      quota_name text not null,
      subject text not null,
      threshold integer not null,
      measure text not null,
      limit_amount text not null,
      used text not null,
      window_start timestamptz not null,
      at timestamptz not null,
      unique (quota_id, subject, window_start, threshold, limit_amount)
    )`,
    'create index on quota_events (project_id, id)',
  ),
  '007-reprice': statements(
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
  ),
  '008-quota-raises-end': statements(
    'alter table quota_raises add column ended_at timestamptz, add column ended_by text',
    'create index on audit (project_id, subject)',
  ),
  '009-statements': statements(
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
  ),
  '010-price-regions': statements(
    `alter table price_overrides add column region text not null default ''`,
    `alter table price_overrides
      drop constraint price_overrides_project_id_provider_model_valid_from_key,
      add unique (project_id, provider, model, region, valid_from)`,
  ),
  '011-saving-dismissals': statements(
    `create table saving_dismissals (
      project_id text not null references projects on delete cascade,
      key text not null,
      reason text not null,
      dismissed_by text not null,
      dismissed_at timestamptz not null,
      primary key (project_id, key)
    )`,
  ),
  '012-display-currency': statements(
    `alter table projects add column display_currency text not null default 'USD'`,
  ),
  '013-error-notes': statements(
    `create table error_notes (
      project_id text not null references projects on delete cascade,
      error_group text not null,
      resolved_at timestamptz,
      muted boolean not null,
      owner text,
      changed_by text not null,
      changed_at timestamptz not null,
      primary key (project_id, error_group)
    )`,
  ),
  '014-presence-settings': statements(
    `create table presence_settings (
      project_id text primary key references projects on delete cascade,
      window_seconds integer not null
    )`,
  ),
  '015-browser-keys': statements(
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
  ),
  '016-user-pseudonyms': statements(
    `create table user_pseudonyms (
      project_id text primary key references projects on delete cascade,
      secret text not null,
      enabled boolean not null
    )`,
  ),
  '017-expected-in-parallel': statements(
    `alter table presence_settings
      add column expected_users integer, add column expected_sessions integer, add column expected_runs integer`,
  ),
  '018-signed-users': statements(
    'alter table browser_keys add column signing_secret text',
    `alter table browser_keys add column signed_users_only boolean not null default false
      check (signing_secret is not null or not signed_users_only)`,
  ),
  '019-channels': statements(
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
    `create index on deliveries (channel_id, due_at) where state in ('waiting', 'sending')`,
    `create index on deliveries (channel_id, subject) where state in ('waiting', 'sending')`,
    'create index on deliveries (project_id, id)',
    'create index on deliveries (ended_at)',
  ),
  '020-deliveries-due': statements(
    `create index on deliveries (channel_id, due_at, id) where state in ('waiting', 'sending')`,
    'drop index deliveries_channel_id_due_at_idx',
  ),
  '021-alerts': statements(
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
  ),
};

/** Brings the schema up to date, under PostgreSQL's advisory lock so that two starting servers do it once. */
export async function migrate(records: Records): Promise<void> {
  const migrator = new Migrator({
    db: records.withoutPlugins(),
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    migrationTableName: 'pharos_migrations',
    migrationLockTableName: 'pharos_migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
