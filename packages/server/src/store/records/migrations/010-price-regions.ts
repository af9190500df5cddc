import { sqlMigration } from './sql-migration.ts';

export const priceRegions = sqlMigration(
  `alter table price_overrides add column region text not null default ''`,
  `alter table price_overrides
    drop constraint price_overrides_project_id_provider_model_valid_from_key,
    add unique (project_id, provider, model, region, valid_from)`,
);
