import { join } from 'node:path';
import { openEmbedded } from '../../packages/server/src/store/telemetry/embedded-driver.ts';
import { round } from './statistics.ts';

export interface DiskFigures {
  /** Bytes a span after merging, of everything but the index of words. */
  bytesPerSpan: number;
  textIndexBytesPerSpan: number;
  byTable: Record<string, number>;
}

/** What a stopped server's telemetry takes on disk. Merges it first, as time would. */
export async function diskPerSpan(dataDir: string): Promise<DiskFigures> {
  const driver = await openEmbedded({ path: join(dataDir, 'telemetry') });
  const tables = ['spans', 'payloads', 'trace_index'];
  for (const table of tables)
    await driver.command(`OPTIMIZE TABLE ${table} FINAL`, {}, { timeoutMs: 300_000 });
  const [spans] = await driver.query<{ n: string }>('SELECT count() AS n FROM spans');
  const parts = await driver.query<{ name: string; bytes: string; indexes: string }>(
    `SELECT table AS name, sum(bytes_on_disk) AS bytes, sum(secondary_indices_compressed_bytes) AS indexes
     FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table`,
  );
  await driver.close();
  const count = Number(spans?.n ?? 0);
  const of = (name: string, field: 'bytes' | 'indexes') =>
    Number(parts.find((part) => part.name === name)?.[field] ?? 0);
  const textIndex = of('payloads', 'indexes');
  const total = tables.reduce((sum, name) => sum + of(name, 'bytes'), 0) - textIndex;
  return {
    bytesPerSpan: round(total / count),
    textIndexBytesPerSpan: round(textIndex / count),
    byTable: Object.fromEntries(tables.map((name) => [name, round(of(name, 'bytes') / count, 1)])),
  };
}
