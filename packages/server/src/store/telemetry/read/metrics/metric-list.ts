import type { Page } from '@pharos/core/api/common';
import type { MetricListQuery, MetricSummary } from '@pharos/core/api/metrics';
import { METRIC_KINDS, type MetricKind } from '@pharos/core/metric-points/point';
import { isoFromNs } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../../../errors.ts';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { integer, rowsOf, run, type Sql, sql, text } from '../sql.ts';

const MAX_ATTRIBUTES = 200;

interface Row {
  metric: string;
  kind: MetricKind;
  unit: string;
  description: string;
  monotonic: number;
  keys: string[];
  ns: string;
}

const cursorShape = z.tuple([z.string(), z.enum(METRIC_KINDS), z.string()]);

/** A metric is a name, a kind and a unit: what differs in one of them cannot be put together. */
const found = (scope: ProjectScope, conditions: readonly Sql[], ending: Sql): Sql => sql`
SELECT metric, kind, unit, anyLast(metric_keys.description) AS description, max(monotonic) AS monotonic,
  arraySort(groupUniqArrayIf(${integer(MAX_ATTRIBUTES)})(key, key != '')) AS keys,
  toString(toUnixTimestamp64Nano(max(metric_keys.last_time))) AS ns
FROM ${rowsOf(scope, 'metric_keys', ...conditions)} GROUP BY metric, kind, unit ${ending}`;

/** The metrics of a project by name, a page of them. */
export async function listMetrics(
  engine: Queries,
  scope: ProjectScope,
  { search, cursor, limit }: MetricListQuery,
): Promise<Page<MetricSummary>> {
  const conditions: Sql[] = [];
  if (search !== '') conditions.push(sql`positionCaseInsensitiveUTF8(metric, ${text(search)}) > 0`);
  if (cursor !== undefined) {
    const [metric, kind, unit] = readCursor(cursor);
    conditions.push(sql`(metric, kind, unit) > (${text(metric)}, ${text(kind)}, ${text(unit)})`);
  }
  const ending = sql`ORDER BY metric, kind, unit LIMIT ${integer(limit + 1)}`;
  const rows = await run<Row>(engine, found(scope, conditions, ending));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data: page.map(summaryOf), nextCursor: more ? writeCursor(last) : null };
}

/** How a metric was measured last, of this kind and unit if they are given. */
export async function findMetric(
  engine: Queries,
  scope: ProjectScope,
  { metric, kind, unit }: { metric: string; kind?: MetricKind | undefined; unit?: string | undefined },
): Promise<{ kind: MetricKind; unit: string; temporality: string; monotonic: boolean } | undefined> {
  const conditions = [sql`metric = ${text(metric)}`];
  if (kind !== undefined) conditions.push(sql`kind = ${text(kind)}`);
  if (unit !== undefined) conditions.push(sql`unit = ${text(unit)}`);
  const [row] = await run<{ kind: MetricKind; unit: string; temporality: string; monotonic: number }>(
    engine,
    sql`SELECT kind, unit, temporality, monotonic FROM ${rowsOf(scope, 'metric_keys', ...conditions)}
GROUP BY kind, unit, temporality, monotonic ORDER BY max(last_time) DESC, kind, unit LIMIT 1`,
  );
  return row && { ...row, monotonic: row.monotonic === 1 };
}

const summaryOf = ({ metric, kind, unit, description, monotonic, keys, ns }: Row): MetricSummary => ({
  ...{ name: metric, kind, unit, description, monotonic: monotonic === 1 },
  ...{ attributes: keys, lastSeen: isoFromNs(BigInt(ns)) },
});

const writeCursor = ({ metric, kind, unit }: Row): string =>
  Buffer.from(JSON.stringify([metric, kind, unit])).toString('base64url');

function readCursor(cursor: string): z.infer<typeof cursorShape> {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new ApiError('invalid_request', { message: 'The cursor is not one that this list gave.' });
  }
}
