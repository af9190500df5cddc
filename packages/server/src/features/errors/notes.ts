import type { ErrorChange, ErrorNote } from '@pharos/core/api/errors';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** What was said of these errors, by their ids; of others nothing was. */
export async function notesOf(
  records: Records,
  project: ProjectScope,
  groups: readonly string[],
): Promise<Map<string, ErrorNote>> {
  if (groups.length === 0) return new Map();
  const rows = await records
    .selectFrom('errorNotes')
    .selectAll()
    .where('projectId', '=', project)
    .where('errorGroup', 'in', groups)
    .execute();
  return new Map(
    rows.map(({ errorGroup: group, resolvedAt, muted, owner }) => [
      group,
      { group, resolvedAt: resolvedAt?.toISOString() ?? null, muted, owner },
    ]),
  );
}

const SAID_NOTHING = { resolvedAt: null, muted: false, owner: null };

/** Changes what is said of an error; what the change leaves out stays. */
export async function changeNote(
  tx: Records,
  project: ProjectScope,
  group: string,
  { resolved, muted, owner }: ErrorChange,
  { by, at }: { by: string; at: Date },
): Promise<ErrorNote> {
  const before = (await notesOf(tx, project, [group])).get(group) ?? { group, ...SAID_NOTHING };
  const note: ErrorNote = {
    group,
    resolvedAt: resolved === undefined ? before.resolvedAt : resolved ? at.toISOString() : null,
    muted: muted ?? before.muted,
    owner: owner === undefined ? before.owner : owner,
  };
  const row = {
    resolvedAt: note.resolvedAt === null ? null : new Date(note.resolvedAt),
    muted: note.muted,
    owner: note.owner,
    changedBy: by,
    changedAt: at,
  };
  await tx
    .insertInto('errorNotes')
    .values({ projectId: project, errorGroup: group, ...row })
    .onConflict((conflict) => conflict.columns(['projectId', 'errorGroup']).doUpdateSet(row))
    .execute();
  return note;
}
