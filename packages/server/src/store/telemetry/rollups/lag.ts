import { Gauge, type Registry } from 'prom-client';
import { NOW_MICROS } from '../columns.ts';
import type { Queries } from '../driver.ts';
import { ROLLUP_HOURS } from './schema.ts';

const LAG = `SELECT if(count() = 0, 0, (${NOW_MICROS} - min(marked)) / 1e6) AS seconds FROM (
  SELECT max(marked_at) AS marked, max(rolled_at) AS rolled FROM ${ROLLUP_HOURS.name} GROUP BY project_id, hour HAVING marked > rolled AND max(sealed_at) = 0)`;

/** Shows at `/metrics` how far the sums of hours are behind what is stored; nothing while the engine does not answer. */
export function watchLag(registry: Registry, engine: Queries): void {
  new Gauge({
    name: 'pharos_rollup_lag_seconds',
    help: 'How long the hour that waits longest to be summed up has been at rest; spans answer for it meanwhile.',
    registers: [registry],
    async collect() {
      const [row] = await engine
        .query<{ seconds: number }>(LAG, {}, { lane: 'background', timeoutMs: 2_000 })
        .catch(() => []);
      if (row) this.set(Number(row.seconds));
      else this.remove();
    },
  });
}
