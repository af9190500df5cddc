import { sqlMigration } from './sql-migration.ts';

export const presenceSettings = sqlMigration(
  `create table presence_settings (
    project_id text primary key references projects on delete cascade,
    window_seconds integer not null
  )`,
);
