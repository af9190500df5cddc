import { sqlMigration } from './sql-migration.ts';

export const prices = sqlMigration(
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
);
