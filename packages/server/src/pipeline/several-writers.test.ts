import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import { questionSchema } from '@pharos/core/question';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createMemoryBus } from '../live/memory-bus.ts';
import { openTraceTurns, type TraceTurns } from '../live/trace-turns.ts';
import { decode } from '../receive/decode.ts';
import { scopeTo } from '../store/scope.ts';
import { openTelemetry, type Telemetry } from '../store/telemetry/open.ts';
import { NO_FOLDING } from '../store/telemetry/testing/no-folding.ts';
import { type OtlpSpan, protobufTraces } from '../testing/otlp.ts';
import { NO_REDIS, redisReachable, TEST_REDIS, TEST_REDIS_ADDRESS } from '../testing/test-redis.ts';
import { GroupCommit } from './group-commit.ts';
import { KnownTraces } from './known-traces.ts';
import { createPrepare } from './prepare.ts';
import { createVersions } from './versions.ts';

const START = Date.parse('2026-11-20T12:00:00Z');
const TRACES = 4;
const SPANS = 5;
const PATIENCE = { timeout: 20_000 };
const clock = { nowMs: () => Date.now() };
const nextVersion = createVersions(clock);
const prepare = createPrepare();
const AT_ONCE = { receivedNs: 0n, contentType: '', subject: '' };

/** An agent that repeats what its calls use, over calls that each report it. */
const spanOf = (trace: number, id: number): OtlpSpan => ({
  traceId: (trace + 1).toString(16).padStart(32, '0'),
  spanId: (id + 1).toString(16).padStart(16, '0'),
  ...(id > 0 && { parentSpanId: '1'.padStart(16, '0') }),
  name: id === 0 ? 'agent' : 'call',
  startNs: BigInt(START) * 1_000_000n,
  endNs: BigInt(START) * 1_000_000n + 1_000_000n,
  attributes: {
    'gen_ai.operation.name': id === 0 ? 'invoke_agent' : 'chat',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': id === 0 ? 100 * (SPANS - 1) : 100,
  },
});

const batchOf = (projectId: string, spans: OtlpSpan[]) =>
  prepare(
    decode('protobuf', 'traces', protobufTraces(spans), AT_ONCE),
    { projectId, apiKeyId: 'k', receivedAtMs: clock.nowMs(), version: nextVersion() },
    createPriceBook(),
  );

let dataDir: string;
let telemetry: Telemetry;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pharos-writers-'));
  telemetry = await openTelemetry({ dataDir, engineMemoryMb: 1024, searchIndex: false }, clock, NO_FOLDING);
});
afterAll(async () => {
  await telemetry.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** One of the processes that share the store. */
const writer = (turns: TraceTurns) =>
  new GroupCommit(
    telemetry.writer,
    new KnownTraces(telemetry.writer, { sharedStore: true }),
    createMemoryBus(),
    { turns },
  );

const tokensOf = async (projectId: string): Promise<unknown> => {
  const question = questionSchema.parse({
    metrics: ['tokens', 'spans'],
    from: new Date(START - 3_600_000).toISOString(),
    to: new Date(START + 3_600_000).toISOString(),
  });
  return (await telemetry.reader.ask(scopeTo(projectId), question)).series[0]?.totals;
};

describe.skipIf(!(await redisReachable()))('several processes that write to one store', () => {
  const namespace = `turns-${randomUUID()}`;
  const turnsOf = (holder: string, holdMs?: number) =>
    openTraceTurns({
      ...{ redis: TEST_REDIS_ADDRESS, onError: () => undefined, holder, namespace },
      ...(holdMs !== undefined && { holdMs }),
    });

  test('count the tokens of a trace once, whoever is sent which of its spans', async () => {
    const turns = ['a', 'b', 'c'].map((holder) => turnsOf(holder));
    const writers = turns.map(writer);
    let projects = 0;
    const places = fc.array(fc.nat(2), { minLength: TRACES * SPANS, maxLength: TRACES * SPANS });
    await fc.assert(
      fc.asyncProperty(places, async (of) => {
        const projectId = `shared ${++projects}`;
        await Promise.all(
          writers.flatMap((each, at) =>
            Array.from({ length: SPANS }, (_, id) => {
              const own = Array.from({ length: TRACES }, (_, trace) => trace)
                .filter((trace) => of[trace * SPANS + id] === at)
                .map((trace) => spanOf(trace, id));
              return own.length === 0 ? undefined : each.commit(batchOf(projectId, own));
            }),
          ),
        );
        expect(await tokensOf(projectId)).toMatchObject({
          tokens: TRACES * (SPANS - 1) * 100,
          spans: TRACES * SPANS,
        });
      }),
      { numRuns: 3, endOnFailure: true },
    );
    expect(turns.map(({ missed }) => missed)).toEqual([0, 0, 0]);
    for (const each of turns) await each.close();
  });

  test('wait for one another, and no longer than a process may be dead', async () => {
    const HOLD_MS = 3_000;
    const [one, other, dead] = [turnsOf('one', HOLD_MS), turnsOf('other', HOLD_MS), turnsOf('dead', HOLD_MS)];
    const trace = [{ projectId: 'p', traceId: 't' }];
    const end = await one.take(trace);
    let taken = false;
    const second = other.take(trace).then((endOther) => {
      taken = true;
      return endOther;
    });
    const redis = new Redis(TEST_REDIS);
    const left = () => redis.pttl(`${namespace}:{p}:turn:t`);
    // Whoever lives says so before its turn would be over.
    const before = await vi.waitFor(async () => {
      const ms = await left();
      expect(ms).toBeLessThan(HOLD_MS - 500);
      return ms;
    }, PATIENCE);
    await vi.waitFor(async () => expect(await left()).toBeGreaterThan(before), PATIENCE);
    expect(taken).toBe(false);
    await end();
    await (await second)();
    expect([one.missed, other.missed]).toEqual([0, 0]);

    await dead.take(trace);
    await dead.close();
    await (await other.take(trace))();
    expect(other.missed).toBe(0);
    for (const each of [one, other]) await each.close();
    redis.disconnect();
  });
});

test('without Redis a process writes all the same, and that is counted', async () => {
  const turns = openTraceTurns({ redis: NO_REDIS, onError: () => undefined, holder: 'alone' });
  await writer(turns).commit(batchOf('alone', [spanOf(0, 0), spanOf(0, 1)]));
  expect(await tokensOf('alone')).toMatchObject({ spans: 2 });
  expect(turns.missed).toBe(1);
  await turns.close();
});
