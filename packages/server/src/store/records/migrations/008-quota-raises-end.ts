import { sqlMigration } from './sql-migration.ts';

export const quotaRaisesEnd = sqlMigration(
  'alter table quota_raises add column ended_at timestamptz, add column ended_by text',
  'create index on audit (project_id, subject)',
);
