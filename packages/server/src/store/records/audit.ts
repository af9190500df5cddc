import type { Records } from './tables.ts';

export interface AuditEntry {
  atMs: number;
  projectId: string | null;
  /** `user:<id>`, `key:<id>`, `anonymous` for somebody who proved to be nobody, or `system` for the start. */
  actor: string;
  /** What was done, as `<thing>.<verb>`. */
  action: string;
  /** The id of what it was done to. Never a secret. */
  subject: string;
  ip: string | null;
}

/** Adds a line to the book of who changed what. Give it the transaction of the change itself. */
export async function audit(records: Records, { atMs, ...entry }: AuditEntry): Promise<void> {
  await records
    .insertInto('audit')
    .values({ ...entry, at: new Date(atMs) })
    .execute();
}
