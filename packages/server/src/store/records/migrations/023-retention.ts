import { sqlMigration } from './sql-migration.ts';

/** How long a project keeps what it sends, where it says something of its own. */
export const retention = sqlMigration(
  `create table retention (
    project_id text primary key references projects on delete cascade,
    days jsonb not null
  )`,
);
