import type { RetentionPreview } from '@pharos/core/api/retention';
import { RETENTION_KINDS, type Retention, type RetentionKind } from '@pharos/core/retention/kinds';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { type Layout, storedName } from '../layout.ts';
import { ROLLUP_SUMS } from '../rollups/schema.ts';
import { onlyOf, type Past, pastOf } from './past.ts';
import { KEPT_TABLES, type KeptTable } from './tables.ts';

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

type Found = RetentionPreview['kinds'][number];

/** What a project would lose if it kept things for so long, as it is stored now; kinds that lose nothing are left out. */
export async function previewRetention(
  engine: Queries & { layout: Layout },
  project: ProjectScope,
  retention: Retention,
  nowMs: number,
): Promise<Found[]> {
  const keeping = onlyOf(project, retention);
  const found: Found[] = [];
  for (const kind of RETENTION_KINDS) {
    const kept = KEPT_TABLES.find(({ table }) => table === COUNTED[kind]);
    const past = kept && pastOf(kept, keeping, nowMs);
    const lost = past && (await countPast(engine, kept, past));
    if (lost && lost.rows > 0) found.push({ kind, ...lost });
  }
  return found;
}

/** Bytes are those of its partitions, by its share of their rows. */
async function countPast(
  engine: Queries & { layout: Layout },
  { table, time, form, division }: KeptTable,
  past: Past,
): Promise<Omit<Found, 'kind'>> {
  const { layout } = engine;
  const day = form.dayOf(time);
  const [row] = await engine.query<{ rows: string; days: string; first: number; bytes: number }>(
    `SELECT sum(n) AS rows, uniqExactMerge(days) AS days, min(first) AS first, sum(n * bytes_per_row) AS bytes FROM (
  SELECT ${division?.partitionOf(time) ?? "'all'"} AS id, count() AS n, uniqExactState(${day}) AS days, min(${day}) AS first
  FROM ${table} WHERE ${past.of(time)} GROUP BY id
) AS past LEFT JOIN (
  SELECT partition_id AS id, sum(bytes_on_disk) / sum(rows) AS bytes_per_row FROM ${layout.system('parts')}
  WHERE ${layout.databases} AND table = {stored:String} AND active GROUP BY id
) AS parts USING (id)`,
    { ...past.params, stored: storedName(table, layout) },
    { lane: 'background', timeoutMs: 30_000 },
  );
  const rows = Number(row?.rows ?? 0);
  return {
    rows,
    days: Number(row?.days ?? 0),
    bytes: Math.round(Number(row?.bytes ?? 0)),
    firstDay: new Date(Number(row?.first ?? 0) * 86_400_000).toISOString().slice(0, 10),
  };
}
