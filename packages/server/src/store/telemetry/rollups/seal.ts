import type { ProjectScope } from '../../scope.ts';
import { NOW_MICROS } from '../columns.ts';
import type { Queries } from '../driver.ts';
import { dueFills } from '../fills.ts';
import { rowsOf, run, sql } from '../read/sql.ts';
import type { Past } from '../retention/past.ts';
import type { Background } from './roll-up.ts';
import { MARKS_VIEW, ROLLUP_HOURS } from './schema.ts';

/** An hour that has been at rest for two days and could not be summed up is given up. */
const PATIENCE_MICROS = 48 * 3_600_000_000;

/**
 * Seals the hours that are past, before their spans are removed: from then on their sums are what is known of them, and a late span changes
 * them no more. False: some are not summed up yet, or not known, so their spans are still needed.
 */
export async function sealHours(engine: Background, past: Past): Promise<boolean> {
  const unmarked = await engine.query(dueFills(`view = '${MARKS_VIEW.name}'`));
  if (unmarked.length > 0) return false;
  const open = (also: string) => `FROM ${ROLLUP_HOURS.name} WHERE ${past.of('hour')}
GROUP BY project_id, hour HAVING max(sealed_at) = 0${also}`;
  await engine.command(
    `INSERT INTO ${ROLLUP_HOURS.name} (project_id, hour, sealed_at) SELECT project_id, hour, ${NOW_MICROS}
${open(` AND (max(rolled_at) > max(marked_at) OR max(marked_at) + ${PATIENCE_MICROS} < ${NOW_MICROS})`)}`,
    past.params,
  );
  const waiting = await engine.query(`SELECT hour ${open('')} LIMIT 1`, past.params);
  return waiting.length === 0;
}

const HOUR_NS = 3_600_000_000_000n;

/** Up to when spans of a project were removed, in nanoseconds since 1970; undefined: none were. */
export async function sealedUntil(engine: Queries, scope: ProjectScope): Promise<bigint | undefined> {
  const [row] = await run<{ hour: number }>(
    engine,
    sql`SELECT max(hour) AS hour FROM ${rowsOf(scope, ROLLUP_HOURS.name, sql`sealed_at > 0`)} HAVING count() > 0`,
    { lane: 'ingest' },
  );
  return row && BigInt(row.hour + 1) * HOUR_NS;
}
