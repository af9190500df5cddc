import { writeFileSync } from 'node:fs';
import { documentOf, PAGE, type Row } from './document.ts';
import { startPharos } from './pharos.ts';
import { failuresOf, runSdk } from './run.ts';
import { SDKS } from './sdks.ts';

/** Runs every program and writes docs/compatibility.md; ends with 1 when a check failed. */
const pharos = await startPharos();
const rows: Row[] = [];
try {
  for (const sdk of SDKS) {
    const { outcomes } = await runSdk(pharos, sdk);
    const failures = failuresOf(outcomes);
    console.log(failures.length === 0 ? `✓ ${sdk.title}` : `✗ ${sdk.title}\n  ${failures.join('\n  ')}`);
    rows.push({ sdk, outcomes });
    if (failures.length > 0) process.exitCode = 1;
  }
} finally {
  await pharos.stop();
}
writeFileSync(PAGE, documentOf(rows));
