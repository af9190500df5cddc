import { grants } from '../../http/access.ts';
import type { Caller } from '../../http/auth.ts';
import type { Records } from '../../store/records/tables.ts';

/**
 * Whether who asks administers every project of this server, so that totals of it tell them nothing of what is not theirs: what is
 * free of a disk tells what others take. A key is of one project.
 */
export async function administersAll(records: Records, caller: Caller): Promise<boolean> {
  if (caller.type === 'key' && !grants(caller.scopes, 'admin')) return false;
  const others =
    caller.type === 'key'
      ? records.selectFrom('projects').where('id', '!=', caller.project)
      : records
          .selectFrom('projects')
          .where('id', 'not in', (projects) =>
            projects
              .selectFrom('members')
              .select('projectId')
              .where('userId', '=', caller.userId)
              .where('role', 'in', ['admin', 'owner']),
          );
  return (await others.select('id').limit(1).executeTakeFirst()) === undefined;
}
