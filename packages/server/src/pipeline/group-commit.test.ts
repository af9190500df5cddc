import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DETAILS_EVENT } from '@pharos/core/gen-ai-events';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LiveEvent } from '../live/bus.ts';
import { createMemoryBus } from '../live/memory-bus.ts';
import { decode } from '../receive/decode.ts';
import { scopeTo } from '../store/scope.ts';
import type { EncodedRows } from '../store/telemetry/contract.ts';
import { EngineError } from '../store/telemetry/engine-errors.ts';
import { openTelemetry, type Telemetry } from '../store/telemetry/open.ts';
import { NO_FOLDING } from '../store/telemetry/testing/no-folding.ts';
import { type OtlpSpan, protobufLogs, protobufTraces } from '../testing/otlp.ts';
import { GroupCommit } from './group-commit.ts';
import { KnownTraces } from './known-traces.ts';
import { createPrepare } from './prepare.ts';
import type { PreparedBatch } from './prepared.ts';
import { createVersions } from './versions.ts';

const clock = { nowMs: () => Date.now() };
const nextVersion = createVersions(clock);
const prepare = createPrepare();
const PROJECT = 'p1';
const AT_ONCE = { receivedNs: 0n, contentType: '', subject: '' };
const START = 1_790_000_000_000_000_000n;

const envelope = () => ({
  projectId: PROJECT,
  apiKeyId: 'k',
  receivedAtMs: clock.nowMs(),
  version: nextVersion(),
});

const batchOf = (...spans: OtlpSpan[]): PreparedBatch =>
  prepare(decode('protobuf', 'traces', protobufTraces(spans), AT_ONCE), envelope(), createPriceBook());

const span = (trace: number, id: number, over: Partial<OtlpSpan> = {}): OtlpSpan => ({
  traceId: trace.toString(16).padStart(32, '0'),
  spanId: id.toString(16).padStart(16, '0'),
  name: `span ${id}`,
  startNs: START,
  endNs: START + 1_000_000n,
  ...over,
});

/** What a log record says of a span: its session. */
const patchOf = (trace: number, id: number, session: string): PreparedBatch => {
  const { traceId = '', spanId = '' } = span(trace, id);
  const attributes = { 'session.id': session };
  const log = { traceId, spanId, timeNs: START, eventName: DETAILS_EVENT, attributes };
  return prepare(decode('protobuf', 'logs', protobufLogs([log]), AT_ONCE), envelope(), createPriceBook());
};

let dataDir: string;
let telemetry: Telemetry;
let commit: GroupCommit;
let known: KnownTraces;
/** What open pages are told. */
let told: LiveEvent[];
/** Told before each insert; throws to make it fail. */
let beforeAppend: (rows: EncodedRows) => void;
let inserts: number;
/** What the next fold or correction fails with, once. */
let failing: { fold?: Error; correct?: Error };
function failOnce(step: keyof typeof failing): void {
  const error = failing[step];
  delete failing[step];
  if (error) throw error;
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pharos-commit-'));
  telemetry = await openTelemetry({ dataDir, engineMemoryMb: 1024, searchIndex: false }, clock, NO_FOLDING);
  beforeAppend = () => {};
  inserts = 0;
  failing = {};
  const { writer } = telemetry;
  const watched: typeof writer = {
    append: async (rows) => {
      inserts += 1;
      beforeAppend(rows);
      await writer.append(rows);
    },
    storedSpans: (traces) => writer.storedSpans(traces),
    recentTraces: (limit) => writer.recentTraces(limit),
    parkedFacts: (traces) => writer.parkedFacts(traces),
    fold: async (spans) => {
      failOnce('fold');
      return writer.fold(spans);
    },
    correct: async (corrections) => {
      failOnce('correct');
      await writer.correct(corrections);
    },
    tracesOfSpans: (spans) => writer.tracesOfSpans(spans),
    homelessSpans: (limit) => writer.homelessSpans(limit),
    homeScores: (spans) => writer.homeScores(spans),
    removeScores: (projectId, ids) => writer.removeScores(projectId, ids),
  };
  known = new KnownTraces(watched);
  await known.warm();
  const bus = createMemoryBus();
  told = [];
  bus.subscribe(PROJECT, (event) => told.push(event));
  commit = new GroupCommit(watched, known, bus);
});
afterEach(async () => {
  await commit.drain();
  await telemetry.close();
  await rm(dataDir, { recursive: true, force: true });
});

const stored = async (trace: number) =>
  (await telemetry.reader.trace(scopeTo(PROJECT), trace.toString(16).padStart(32, '0'), 'full'))?.spans ?? [];

describe('GroupCommit', () => {
  test('writes at once when idle and together when busy', async () => {
    const first = commit.commit(batchOf(span(1, 1)));
    const others = Array.from({ length: 20 }, (_, i) => commit.commit(batchOf(span(2 + i, 1))));
    await Promise.all([first, ...others]);
    expect(inserts).toBe(2);
    expect(await stored(21)).toHaveLength(1);
    expect(commit.waitingBytes).toBe(0);
  });

  test('tells from when on spans have changed, when it knows', async () => {
    const hour = 3_600_000_000_000n;
    await commit.commit(batchOf(span(1, 1), span(1, 2, { startNs: START - hour })));
    // It stays where it was first seen.
    await commit.commit(batchOf(span(1, 2, { startNs: START, name: 'again' })));
    await commit.commit(patchOf(1, 1, 'talk'));
    const startMs = Number(START / 1_000_000n);
    expect(told.map(({ earliestMs }) => earliestMs)).toEqual([
      startMs - 3_600_000,
      startMs - 3_600_000,
      undefined,
    ]);
  });

  test('fails a bad batch alone', async () => {
    const bad = batchOf(span(2, 1));
    bad.spanRows = bad.spanRows.subarray(0, 40);
    const outcomes = await Promise.allSettled([
      commit.commit(batchOf(span(1, 1))),
      commit.commit(batchOf(span(3, 1))),
      commit.commit(bad),
      commit.commit(batchOf(span(4, 1))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await stored(4)).toHaveLength(1);
    expect(await stored(2)).toHaveLength(0);
  });

  test('forgets what it meant to write when the write failed', async () => {
    beforeAppend = () => {
      throw new Error('no space');
    };
    await expect(commit.commit(batchOf(span(1, 1, { startNs: START - 5n })))).rejects.toThrow('no space');
    beforeAppend = () => {};
    await commit.commit(batchOf(span(1, 1)));
    expect(await stored(1)).toMatchObject([
      { startTime: new Date(Number(START / 1_000_000n)).toISOString() },
    ]);
  });

  test('looks nothing up for traces that are new, and only those that memory has lost', async () => {
    for (let trace = 1; trace <= 50; trace++) await commit.commit(batchOf(span(trace, 1)));
    expect(known.lookups).toBe(0);
    const restarted = new KnownTraces(telemetry.writer);
    await restarted.warm();
    const after = new GroupCommit(telemetry.writer, restarted, createMemoryBus());
    await after.commit(
      batchOf(
        span(7, 1, { startNs: START + 3_600_000_000_000n, endNs: START + 3_601_000_000_000n }),
        span(99, 1),
      ),
    );
    expect(restarted.lookups).toBe(1);
    expect(await stored(7)).toMatchObject([
      { startTime: new Date(Number(START / 1_000_000n)).toISOString() },
    ]);
  });

  test('keeps the book of a trace that is larger than its memory while it is written', async () => {
    const small = new KnownTraces(telemetry.writer, { maxSpans: 10 });
    await small.warm();
    const writing = new GroupCommit(telemetry.writer, small, createMemoryBus());
    for (let i = 0; i < 4; i++)
      await writing.commit(batchOf(...Array.from({ length: 20 }, (_, j) => span(1, 1 + 20 * i + j))));
    expect(small.lookups).toBe(0);
    await writing.commit(batchOf(span(2, 1)));
    await writing.commit(batchOf(span(1, 1, { startNs: START + 5n })));
    expect(small.lookups).toBe(1);
    expect(await stored(1)).toHaveLength(80);
  });

  test('a full trace refuses further spans, and theirs alone', async () => {
    const narrow = new KnownTraces(telemetry.writer, { maxSpansOfTrace: 3 });
    await narrow.warm();
    const writing = new GroupCommit(telemetry.writer, narrow, createMemoryBus());
    const spans = [1, 2, 3, 4, 5].map((id) =>
      span(1, id, { attributes: { 'openinference.span.kind': 'CHAIN', 'input.value': `text ${id}` } }),
    );
    expect(await writing.commit(batchOf(span(2, 1), ...spans, span(3, 1)))).toHaveLength(2);
    expect(await writing.commit(batchOf(span(1, 3, { name: 'renamed' })))).toHaveLength(0);
    expect(await stored(1)).toMatchObject([
      { name: 'span 1' },
      { name: 'span 2', input: 'text 2' },
      { name: 'renamed' },
    ]);
    expect(await stored(2)).toHaveLength(1);
    expect(await stored(3)).toHaveLength(1);
  });

  test('looks every trace up where others write to the same store', async () => {
    const writers = [0, 1].map(
      () =>
        new GroupCommit(
          telemetry.writer,
          new KnownTraces(telemetry.writer, { sharedStore: true }),
          createMemoryBus(),
        ),
    );
    await writers[0]?.commit(batchOf(span(1, 1)));
    await writers[1]?.commit(batchOf(span(1, 1, { startNs: START + 3_600_000_000_000n })));
    expect(await stored(1)).toMatchObject([
      { startTime: new Date(Number(START / 1_000_000n)).toISOString() },
    ]);
  });

  test('refuses a whole group at once when the engine cannot take anything', async () => {
    beforeAppend = () => {
      throw new EngineError('memory limit exceeded', 241);
    };
    const outcomes = await Promise.allSettled(
      [2, 3, 4, 5].map((trace) => commit.commit(batchOf(span(trace, 1)))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    // The first alone, then the three that had come meanwhile together, and none of these by itself.
    expect(inserts).toBe(2);
    expect(commit.waitingBytes).toBe(0);
    beforeAppend = () => {};
    await commit.commit(batchOf(span(3, 1)));
    expect(await stored(3)).toHaveLength(1);
  });

  test.each([
    ['that passes', new EngineError('memory limit exceeded', 241)],
    ['that does not', new EngineError('a bug', 49)],
  ])('folds a patch when it is sent again after a failure %s', async (_, error) => {
    await commit.commit(batchOf(span(1, 1)));
    failing.fold = error;
    await expect(commit.commit(patchOf(1, 1, 'chat'))).rejects.toBe(error);
    await commit.commit(patchOf(1, 1, 'chat'));
    expect(await stored(1)).toMatchObject([{ sessionId: 'chat' }]);
  });

  test('folds the patches of a group one by one after a failure', async () => {
    for (const trace of [1, 2, 3]) await commit.commit(batchOf(span(trace, 1)));
    const busy = commit.commit(batchOf(span(4, 1)));
    const folded = [1, 2, 3].map((trace) => commit.commit(patchOf(trace, 1, 'chat')));
    failing.fold = new EngineError('a bug', 49);
    await Promise.all([busy, ...folded]);
    for (const trace of [1, 2, 3]) expect(await stored(trace)).toMatchObject([{ sessionId: 'chat' }]);
  });

  test('corrects older spans when a batch is sent again whose corrections failed', async () => {
    const usage = { 'gen_ai.usage.input_tokens': 100, 'gen_ai.request.model': 'gpt-4.1' };
    const agent = span(1, 1, { attributes: { ...usage, 'gen_ai.operation.name': 'invoke_agent' } });
    const call = span(1, 2, {
      parentSpanId: agent.spanId ?? '',
      attributes: { ...usage, 'gen_ai.operation.name': 'chat' },
    });
    await commit.commit(batchOf(agent));
    failing.correct = new EngineError('memory limit exceeded', 241);
    await expect(commit.commit(batchOf(call))).rejects.toBeInstanceOf(EngineError);
    await commit.commit(batchOf(call));
    expect((await stored(1)).map(({ usage }) => usage?.counted)).toEqual([false, true]);
  });

  test('takes the usage of an agent back when its model call arrives in a later commit', async () => {
    const usage = {
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 10,
      'gen_ai.request.model': 'gpt-4.1',
    };
    await commit.commit(
      batchOf(span(1, 1, { attributes: { ...usage, 'gen_ai.operation.name': 'invoke_agent' } })),
    );
    const call = span(1, 2, { attributes: { ...usage, 'gen_ai.operation.name': 'chat' } });
    await commit.commit(batchOf({ ...call, parentSpanId: '1'.padStart(16, '0') }));
    expect((await stored(1)).map(({ usage }) => usage?.counted)).toEqual([false, true]);
  });
});
