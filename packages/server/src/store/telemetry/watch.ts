import { Gauge, type Registry } from 'prom-client';
import type { Driver } from './driver.ts';
import type { Layout } from './layout.ts';

const FIGURES = [
  {
    name: 'pharos_engine_merges',
    help: 'Merges of the telemetry engine that run now; many at all times mean that it is behind.',
    sql: ({ system, databases }: Layout) => `SELECT count() AS n FROM ${system('merges')} WHERE ${databases}`,
  },
  {
    name: 'pharos_engine_parts',
    help: 'Parts that the telemetry engine has on disk and in use.',
    sql: ({ system, databases }: Layout) =>
      `SELECT count() AS n FROM ${system('parts')} WHERE ${databases} AND active`,
  },
] as const;

/** Shows how the telemetry engine fares at `/metrics`; a figure that cannot be had in time is left out. */
export function watchEngine(registry: Registry, engine: Pick<Driver, 'query' | 'layout'>): void {
  for (const { name, help, sql } of FIGURES) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const options = { lane: 'ingest', timeoutMs: 2_000 } as const;
        const [row] = await engine.query<{ n: string }>(sql(engine.layout), {}, options).catch(() => []);
        if (row) this.set(Number(row.n));
        else this.remove();
      },
    });
  }
}
