import { aSpan } from '../../../testing/spans.ts';
import { NO_ROWS } from '../contract.ts';
import { openEmbedded } from '../embedded-driver.ts';
import { RowEncoder } from '../encode.ts';
import { migrate } from '../migrate.ts';
import { EngineWriter } from '../writer.ts';
import { NO_FOLDING } from './no-folding.ts';

/** Appends batch after batch and prints the number of each that is acknowledged, until killed. Argument: the data directory. */
const BATCH = 50;
const driver = await openEmbedded({ path: process.argv[2] ?? '' });
await migrate(driver, { textIndex: false });
const writer = new EngineWriter(driver, NO_FOLDING);
const encoder = new RowEncoder();
for (let batch = 0; ; batch++) {
  const sender = { projectId: 'p', apiKeyId: 'key', version: BigInt(batch + 1) };
  for (let i = 0; i < BATCH; i++) {
    encoder.span(aSpan({ traceId: `trace-${batch}`, spanId: `span-${i}`, input: { text: 'hello' } }), sender);
  }
  const { spanRows, payloadRows } = encoder.take();
  await writer.append({ ...NO_ROWS, spans: [spanRows], payloads: [payloadRows] });
  process.stdout.write(`${batch}\n`);
}
