import type { Waste, WasteQuery } from '@pharos/core/api/waste';
import { formatDecimal, parseDecimal } from '@pharos/core/pricing/decimal';
import { WASTE_KINDS, type WasteKind } from '@pharos/core/waste/waste';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { decimal } from '../decimal.ts';
import { dimension } from '../question-parts.ts';
import { integer, run, sql, text, trusted } from '../sql.ts';
import { HEAVY, HEAVY_OPTIONS } from './heavy.ts';
import { type Judged, judgedSpans } from './judged.ts';

type Row = Record<WasteKind | 'value' | 'cost', string>;

/** What was wasted by each model, agent or user, those that wasted most first. Spans without one are the group ''. */
export async function wasteGroups(
  engine: Queries,
  scope: ProjectScope,
  judged: Judged,
  by: NonNullable<WasteQuery['by']>,
  limit: number,
): Promise<NonNullable<Waste['groups']>> {
  const kinds = WASTE_KINDS.map(
    (kind) => sql`toString(sumIf(cost_total, waste = ${text(kind)})) AS ${trusted(kind)}`,
  );
  const rows = await run<Row>(
    engine,
    sql`SELECT ${dimension(by)} AS value, ${kinds.reduce((all, each) => sql`${all}, ${each}`)},
  toString(sum(cost_total)) AS cost, sumIf(cost_total, waste != '') AS wasted
FROM (${judgedSpans(scope, judged, 'cost_total, model, agent_name, user_id')})
GROUP BY value HAVING wasted > 0 ORDER BY wasted DESC, value LIMIT ${integer(limit)} ${HEAVY}`,
    HEAVY_OPTIONS,
  );
  return rows.map((row) => {
    const costs = Object.fromEntries(WASTE_KINDS.map((kind) => [kind, decimal(row[kind])])) as Record<
      WasteKind,
      string
    >;
    const wasted = Object.values(costs).reduce((sum, cost) => sum + (parseDecimal(cost) ?? 0n), 0n);
    return { value: row.value, cost: decimal(row.cost), wasted: formatDecimal(wasted), kinds: costs };
  });
}
