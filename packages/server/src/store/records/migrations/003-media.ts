import { sqlMigration } from './sql-migration.ts';

export const media = sqlMigration(
  `create table media (
    project_id text not null references projects on delete cascade,
    id text not null,
    sha256 text not null,
    content_type text not null,
    bytes integer not null,
    secret text not null,
    created_at timestamptz not null,
    uploaded_at timestamptz,
    primary key (project_id, id)
  )`,
);
