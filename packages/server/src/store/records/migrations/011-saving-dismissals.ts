import { sqlMigration } from './sql-migration.ts';

export const savingDismissals = sqlMigration(
  `create table saving_dismissals (
    project_id text not null references projects on delete cascade,
    key text not null,
    reason text not null,
    dismissed_by text not null,
    dismissed_at timestamptz not null,
    primary key (project_id, key)
  )`,
);
