import { sqlMigration } from './sql-migration.ts';

export const signedUsers = sqlMigration(
  'alter table browser_keys add column signing_secret text',
  `alter table browser_keys add column signed_users_only boolean not null default false
    check (signing_secret is not null or not signed_users_only)`,
);
