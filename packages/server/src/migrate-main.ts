import { isShared } from './config/needs.ts';
import { readConfig } from './config.ts';
import { randomIds } from './ids.ts';
import { claimDataDir } from './store/data-dir.ts';
import { createLeases } from './store/records/leases.ts';
import { openRecords } from './store/records/open.ts';
import { migrateTelemetry } from './store/telemetry/open.ts';

/** `npm run migrate`: brings both stores to the schema of this version and ends. What is long is done afterwards by processes that do jobs. */
async function main(): Promise<void> {
  const config = { ...readConfig(), migrate: 'auto' as const };
  const claim = isShared(config) ? undefined : await claimDataDir(config.dataDir);
  const records = await openRecords(config);
  const leases = createLeases(records, { nowMs: Date.now }, randomIds.id());
  await leases.alone('open telemetry', () => migrateTelemetry(config));
  await records.destroy();
  await claim?.release();
  console.log('Both stores have the schema of this version.');
}

main().catch((error: unknown) => {
  console.error(`pharos: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
