import { sqlMigration } from './sql-migration.ts';

export const expectedInParallel = sqlMigration(
  `alter table presence_settings
    add column expected_users integer, add column expected_sessions integer, add column expected_runs integer`,
);
