import { sqlMigration } from './sql-migration.ts';

/** Who of several processes does what only one at a time should do. */
export const leases = sqlMigration(
  `create table leases (
    name text primary key,
    holder text not null,
    leased_until timestamptz not null
  )`,
);
