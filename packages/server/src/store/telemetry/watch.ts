import { Gauge, type Registry } from 'prom-client';
import type { Queries } from './driver.ts';

const FIGURES = [
  {
    name: 'pharos_engine_merges',
    help: 'Merges of the telemetry engine that run now; many at all times mean that it is behind.',
    sql: 'SELECT count() AS n FROM system.merges WHERE database = currentDatabase()',
  },
  {
    name: 'pharos_engine_parts',
    help: 'Parts that the telemetry engine has on disk and in use.',
    sql: 'SELECT count() AS n FROM system.parts WHERE database = currentDatabase() AND active',
  },
] as const;

/** Shows how the telemetry engine fares at `/metrics`; a figure that cannot be had in time is left out. */
export function watchEngine(registry: Registry, engine: Queries): void {
  for (const { name, help, sql } of FIGURES) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const options = { lane: 'ingest', timeoutMs: 2_000 } as const;
        const [row] = await engine.query<{ n: string }>(sql, {}, options).catch(() => []);
        if (row) this.set(Number(row.n));
        else this.remove();
      },
    });
  }
}
