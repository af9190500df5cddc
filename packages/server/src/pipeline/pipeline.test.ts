import { createPriceBook } from '@pharos/core/pricing/price-book';
import { BUILT_IN } from '@pharos/core/retention/kinds';
import { beforeEach, describe, expect, test } from 'vitest';
import { Overloaded } from '../intake/errors.ts';
import type { Ingest } from '../intake/request.ts';
import { createMemoryBus } from '../live/memory-bus.ts';
import { decode } from '../receive/decode.ts';
import type { TelemetryWriter } from '../store/telemetry/contract.ts';
import { protobufTraces } from '../testing/otlp.ts';
import { GroupCommit } from './group-commit.ts';
import { KnownTraces } from './known-traces.ts';
import { createIngest, createSteps } from './pipeline.ts';
import { createPrepare } from './prepare.ts';

const RECEIVED_MS = 1_790_000_000_000;
const TEXT_BYTES = 10_000;
const MAX_WAITING_BYTES = 20 * TEXT_BYTES;

let ingest: Ingest;
let commit: GroupCommit;
let resume: () => void;
let prepared: number;

/** An engine that stalls until it is told to go on. */
beforeEach(async () => {
  const going = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const writer: TelemetryWriter = {
    append: () => going,
    storedSpans: async () => [],
    recentTraces: async () => [],
    parkedFacts: async () => [],
    fold: async () => [],
    correct: async () => undefined,
    tracesOfSpans: async () => [],
    homelessSpans: async () => [],
    homeScores: async () => undefined,
    removeScores: async () => undefined,
  };
  const known = new KnownTraces(writer);
  await known.warm();
  commit = new GroupCommit(writer, known, createMemoryBus());
  const prepare = createPrepare();
  prepared = 0;
  ingest = createIngest(
    createSteps({
      keepFiles: async () => undefined,
      preparer: {
        async prepare({ body, envelope }) {
          prepared += 1;
          return prepare(
            decode('protobuf', 'traces', body, { receivedNs: 0n, contentType: '', subject: '' }),
            envelope,
            createPriceBook(),
          );
        },
      },
      commit,
      prices: async () => ({ overrides: [], exchange: [] }),
      userSecret: async () => '',
      taking: async () => ({ retention: BUILT_IN }),
      meter: { accepted: () => undefined, rejected: () => undefined },
      maxWaitingBytes: MAX_WAITING_BYTES,
    }),
  );
});

let spans = 0;
function send(projectId: string) {
  const startNs = BigInt(RECEIVED_MS) * 1_000_000n;
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: (++spans).toString(16).padStart(16, '0'),
    startNs,
    endNs: startNs,
    attributes: { 'input.value': 'x'.repeat(TEXT_BYTES) },
  };
  return ingest({
    kind: 'traces',
    format: 'protobuf',
    encoding: 'identity',
    body: protobufTraces([span]),
    envelope: { projectId, apiKeyId: 'k', receivedAtMs: RECEIVED_MS, version: BigInt(spans) },
  });
}

describe('while the engine stalls', () => {
  test('rows wait within their limit, whatever they were before they were prepared', async () => {
    const outcomes = Promise.allSettled(['a', 'b'].flatMap((project) => Array(40).fill(project)).map(send));
    // All of them came in while nothing waited yet.
    await expect.poll(() => prepared).toBe(80);
    expect(commit.waitingBytes).toBeLessThanOrEqual(MAX_WAITING_BYTES);
    expect(commit.waitingBytes).toBeGreaterThan(MAX_WAITING_BYTES / 2);
    resume();
    const refused = (await outcomes).filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(60);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(Overloaded);
  });

  test('requests that can have no room are not prepared, and taken again afterwards', async () => {
    const outcomes = Promise.allSettled(Array.from({ length: 20 }, () => send('a')));
    await expect.poll(() => prepared).toBe(20);
    for (let i = 0; i < 5; i++) await expect(send('a')).rejects.toBeInstanceOf(Overloaded);
    expect(prepared).toBe(20);
    resume();
    await outcomes;
    await expect(send('a')).resolves.toMatchObject({ rejected: { count: 0 } });
    expect(commit.waitingBytes).toBe(0);
  });

  test('one project leaves room for the others', async () => {
    const outcomes = Promise.allSettled(Array.from({ length: 40 }, () => send('a')));
    await expect.poll(() => prepared).toBe(40);
    await expect(send('a')).rejects.toBeInstanceOf(Overloaded);
    const other = send('b');
    resume();
    await expect(other).resolves.toMatchObject({ rejected: { count: 0 } });
    await outcomes;
  });
});
