import { sqlMigration } from './sql-migration.ts';

export const displayCurrency = sqlMigration(
  `alter table projects add column display_currency text not null default 'USD'`,
);
