import type { RetentionPreview } from '@pharos/core/api/retention';
import { RETENTION_KINDS, type Retention, type RetentionKind } from '@pharos/core/retention/kinds';
import { firstDayKept } from '@pharos/core/retention/past';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import type { Layout } from '../layout.ts';
import { ROLLUP_SUMS } from '../rollups/schema.ts';
import { storedOf } from '../storage/stored.ts';
import { STORED_TABLES } from '../storage/tables.ts';

/** Of each kind the table that holds its things; others find them. */
const COUNTED: Readonly<Record<RetentionKind, string>> = {
  spans: 'spans',
  payloads: 'payloads',
  logs: 'logs',
  scores: 'scores',
  metrics: 'metric_points',
  events: 'events',
  presence: 'presence',
  users: 'user_activity',
  rollups: ROLLUP_SUMS,
};

/** What a project would lose if it kept things for so long, as it is stored now; kinds that lose nothing are left out. */
export async function previewRetention(
  engine: Queries & { layout: Layout },
  project: ProjectScope,
  retention: Retention,
  nowMs: number,
): Promise<RetentionPreview['kinds']> {
  const ending = RETENTION_KINDS.flatMap((kind) => {
    const first = firstDayKept(retention[kind], nowMs);
    return first === undefined ? [] : [{ kind, table: COUNTED[kind], first }];
  });
  const tables = STORED_TABLES.filter(({ table }) => ending.some((each) => each.table === table));
  const stored = await storedOf(engine, project, tables);
  return ending.flatMap(({ kind, table, first }) => {
    const past = stored.filter(({ day, ...of }) => of.table === table && day !== undefined && day < first);
    if (past.length === 0) return [];
    const days = new Set(past.map(({ day = 0 }) => day));
    return {
      kind,
      rows: past.reduce((sum, { rows }) => sum + rows, 0),
      days: days.size,
      firstDay: new Date(Math.min(...days) * 86_400_000).toISOString().slice(0, 10),
      bytes: past.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  });
}
