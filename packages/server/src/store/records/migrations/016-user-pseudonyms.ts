import { sqlMigration } from './sql-migration.ts';

export const userPseudonyms = sqlMigration(
  `create table user_pseudonyms (
    project_id text primary key references projects on delete cascade,
    secret text not null,
    enabled boolean not null
  )`,
);
