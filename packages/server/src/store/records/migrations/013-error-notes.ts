import { sqlMigration } from './sql-migration.ts';

export const errorNotes = sqlMigration(
  `create table error_notes (
    project_id text not null references projects on delete cascade,
    error_group text not null,
    resolved_at timestamptz,
    muted boolean not null,
    owner text,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (project_id, error_group)
  )`,
);
