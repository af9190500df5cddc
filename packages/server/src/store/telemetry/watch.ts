import { Gauge, type Registry } from 'prom-client';
import type { Driver } from './driver.ts';
import { type Layout, storedName } from './layout.ts';
import { STORED_TABLES } from './storage/tables.ts';

interface Figure {
  name: string;
  help: string;
  /** The name of a label, of which there is one figure for each value. */
  label?: string;
  /** Selects `n`, and `label`. */
  sql(layout: Layout): string;
}

const FIGURES: readonly Figure[] = [
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
  {
    name: 'pharos_engine_bytes',
    help: 'Bytes that the telemetry engine has on disk, in all replicas, by the kind of what is in them (docs/storage.md).',
    label: 'kind',
    sql: (layout: Layout) =>
      `SELECT transform(table, [${STORED_TABLES.map(({ table }) => `'${storedName(table, layout)}'`).join(', ')}],
  [${STORED_TABLES.map(({ kind }) => `'${kind}'`).join(', ')}], 'other') AS label, sum(bytes_on_disk) AS n
FROM ${layout.system('parts')} WHERE ${layout.databases} AND active GROUP BY label`,
  },
];

/** Shows how the telemetry engine fares at `/metrics`; a figure that cannot be had in time is left out. */
export function watchEngine(registry: Registry, engine: Pick<Driver, 'query' | 'layout'>): void {
  for (const { name, help, label, sql } of FIGURES) {
    new Gauge({
      name,
      help,
      registers: [registry],
      ...(label !== undefined && { labelNames: [label] }),
      async collect() {
        const options = { lane: 'ingest', timeoutMs: 2_000 } as const;
        const asked = engine.query<{ n: string; label?: string }>(sql(engine.layout), {}, options);
        const rows = await asked.catch(() => []);
        this.reset();
        // Without labels a gauge that is reset says 0, which is not what was seen.
        if (rows.length === 0 && label === undefined) this.remove();
        for (const row of rows)
          this.set(label === undefined ? {} : { [label]: row.label ?? '' }, Number(row.n));
      },
    });
  }
}
