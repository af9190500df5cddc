import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { normalise } from '@pharos/core/normalise';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import { decode } from '../../packages/server/src/receive/decode.ts';
import { openEmbedded } from '../../packages/server/src/store/telemetry/embedded-driver.ts';
import { RowEncoder } from '../../packages/server/src/store/telemetry/encode.ts';
import { migrate } from '../../packages/server/src/store/telemetry/migrate.ts';
import { PAYLOAD_COLUMNS } from '../../packages/server/src/store/telemetry/record-columns.ts';
import { SPAN_COLUMNS } from '../../packages/server/src/store/telemetry/span-columns.ts';
import type { Body } from './bodies.ts';
import { round } from './statistics.ts';

export interface RawFigures {
  /** Rows a second, encoding included: the engine's own limit for these rows. */
  rowsPerSecond: number;
  /** What one span costs, in microseconds: each step on one core before the engine, and the engine's own time. */
  micros: { decode: number; normalise: number; encode: number; engine: number };
}

const ROWS_PER_INSERT = 5_120;

/**
 * The fastest insert path known, on an empty engine with the same schema and indexes: batches of about 5,000 rows,
 * one after the other, with nothing else to do.
 */
export async function rawInsertRate(bodies: readonly Body[], textIndex: boolean): Promise<RawFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pharos-raw-'));
  const driver = await openEmbedded({ path: join(dataDir, 'telemetry') });
  await migrate(driver, { textIndex });
  const prices = createPriceBook();
  const encoder = new RowEncoder();
  const spent = { decode: 0, normalise: 0, encode: 0, engine: 0 };
  let rows = 0;
  const timed = async <Result>(
    step: keyof typeof spent,
    work: () => Result | Promise<Result>,
  ): Promise<Result> => {
    const began = performance.now();
    const result = await work();
    spent[step] += performance.now() - began;
    return result;
  };
  const insert = async () => {
    const { spanRows, payloadRows } = await timed('encode', () => encoder.take());
    await timed('engine', async () => {
      await driver.insert(
        'payloads',
        names(PAYLOAD_COLUMNS),
        [payloadRows].filter((bytes) => bytes.length > 0),
      );
      await driver.insert('spans', names(SPAN_COLUMNS), [spanRows]);
    });
  };
  let waiting = 0;
  for (const [index, body] of bodies.entries()) {
    const sender = {
      projectId: 'raw',
      apiKeyId: 'raw',
      version: BigInt(Date.now()) * 1_000_000n + BigInt(index),
    };
    const { spans: raw } = await timed('decode', () =>
      decode('protobuf', 'traces', gunzipSync(body.bytes), { receivedNs: 0n, contentType: '', subject: '' }),
    );
    const spans = await timed('normalise', () =>
      raw.map((one) => {
        const span = normalise(one);
        span.cost = priceSpan(span, prices);
        return span;
      }),
    );
    await timed('encode', () => {
      for (const span of spans) encoder.span(span, sender);
    });
    rows += spans.length;
    waiting += spans.length;
    if (waiting >= ROWS_PER_INSERT || index === bodies.length - 1) {
      await insert();
      waiting = 0;
    }
  }
  await driver.close();
  rmSync(dataDir, { recursive: true, force: true });
  const micros = (ms: number) => round((ms * 1000) / rows, 1);
  return {
    rowsPerSecond: Math.round((rows * 1000) / (spent.encode + spent.engine)),
    micros: {
      decode: micros(spent.decode),
      normalise: micros(spent.normalise),
      encode: micros(spent.encode),
      engine: micros(spent.engine),
    },
  };
}

const names = (columns: readonly { name: string }[]): string[] => columns.map(({ name }) => name);
