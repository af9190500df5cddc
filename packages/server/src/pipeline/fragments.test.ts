import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryBus } from '../live/memory-bus.ts';
import { decode } from '../receive/decode.ts';
import estimate from '../receive/estimate.worker.ts';
import { scopeTo } from '../store/scope.ts';
import { openTelemetry, type Telemetry } from '../store/telemetry/open.ts';
import { GroupCommit } from './group-commit.ts';
import { KnownTraces } from './known-traces.ts';
import { createPrepare } from './prepare.ts';
import { createVersions } from './versions.ts';

const clock = { nowMs: () => Date.now() };
const nextVersion = createVersions(clock);
const prices = createPriceBook();
const prepare = createPrepare();

let dataDir: string;
let telemetry: Telemetry;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pharos-fragments-'));
  telemetry = await openTelemetry({ dataDir, engineMemoryMb: 1024, searchIndex: false }, clock, {
    estimate: async (calls) => estimate(calls),
    reprice: async (_project, span) => priceSpan(span, prices),
  });
});
afterAll(async () => {
  await telemetry.close();
  await rm(dataDir, { recursive: true, force: true });
});

const at = (ms: number) => new Date(1_790_000_000_000 + ms).toISOString();
const event = (type: string, ms: number, body: object) => ({
  id: `${type}-${ms}`,
  type,
  timestamp: at(ms),
  body,
});

/** A trace with everything that has to be put together: a late start, an agent that repeats its calls, an owner. */
const STORY = [
  event('trace-create', 5, { id: 't', timestamp: at(5), output: 'done', userId: 'ada' }),
  event('trace-create', 0, { id: 't', timestamp: at(0), name: 'support', input: 'hello', sessionId: 'chat' }),
  event('agent-create', 10, {
    id: 'a',
    traceId: 't',
    name: 'planner',
    startTime: at(10),
    usageDetails: { total: 12 },
  }),
  event('generation-create', 20, { id: 'g', traceId: 't', startTime: at(20), model: 'gpt-4.1' }),
  // Said long after the span has ended, and by somebody who knows its parent.
  event('generation-update', 5_000, {
    id: 'g',
    traceId: 't',
    parentObservationId: 'a',
    endTime: at(60),
    usageDetails: { input: 6, output: 3 },
  }),
  event('agent-update', 70, {
    id: 'a',
    traceId: 't',
    endTime: at(70),
    level: 'ERROR',
    statusMessage: 'gave up',
  }),
  event('event-create', 90, { id: 'e', traceId: 't', name: 'handed over', startTime: at(90) }),
  // Whole by itself, and yet not all there is.
  event('generation-create', 30, {
    id: 'w',
    traceId: 't',
    parentObservationId: 'a',
    startTime: at(30),
    endTime: at(40),
    model: 'gpt-4.1-mini',
    input: 'q',
    usageDetails: { input: 2, output: 1 },
  }),
  event('generation-create', 45, { id: 'w', traceId: 't', output: 'final' }),
];

interface Process {
  commit: GroupCommit;
  known: KnownTraces;
}
const aProcess = (): Process => {
  const known = new KnownTraces(telemetry.writer);
  return { known, commit: new GroupCommit(telemetry.writer, known, createMemoryBus()) };
};

async function send({ commit }: Process, projectId: string, events: readonly object[]): Promise<void> {
  const body = Buffer.from(JSON.stringify({ batch: events }));
  const batch = decode('langfuse', 'traces', body, { receivedNs: 0n, contentType: '', subject: '' });
  const envelope = { projectId, apiKeyId: 'k', receivedAtMs: clock.nowMs(), version: nextVersion() };
  await commit.commit(prepare(batch, envelope, prices));
}

const open = async (projectId: string) => {
  const trace = await telemetry.reader.trace(scopeTo(projectId), 't', 'full');
  const { data } = await telemetry.reader.traces(scopeTo(projectId), {
    from: at(-1000),
    to: at(1000),
    filter: '',
    limit: 10,
  });
  return { trace, listed: data };
};

test('a span told in pieces comes to the same in any order, in one process or over restarts', async () => {
  await send(aProcess(), 'model', STORY);
  const model = await open('model');
  expect(model.trace?.trace).toMatchObject({
    durationMs: 90,
    errorCount: 1,
    userId: 'ada',
    usage: { total: 12 },
  });
  expect(model.listed).toMatchObject([{ traceId: 't', spanCount: 5 }]);
  expect(model.trace?.spans.find(({ spanId }) => spanId === 'w')).toMatchObject({
    parentSpanId: 'a',
    durationMs: 10,
    output: 'final',
  });
  let run = 0;
  const order = fc.shuffledSubarray([...STORY.keys()], { minLength: STORY.length });
  const again = fc.array(fc.constantFrom(...STORY.keys()), { maxLength: 2 });
  const size = fc.integer({ min: 1, max: 3 });
  await fc.assert(
    fc.asyncProperty(order, again, size, fc.boolean(), async (first, resent, each, restarts) => {
      const project = `run-${run++}`;
      const living = aProcess();
      const all = [...first, ...resent].map((i) => STORY[i] as object);
      while (all.length > 0) await send(restarts ? aProcess() : living, project, all.splice(0, each));
      expect(await open(project)).toEqual(model);
    }),
    { numRuns: 8 },
  );
}, 180_000);

test('what turns out to be elsewhere is no reason to read its trace again', async () => {
  const living = aProcess();
  for (const told of STORY) await send(living, 'once', [told]);
  expect(living.known.lookups).toBe(1);
  expect(await open('once')).toEqual(await open('model'));
});

test('what cannot be a time or an id is refused, and nothing else with it', async () => {
  const body = (events: object[]) => Buffer.from(JSON.stringify({ batch: events }));
  const events = [
    event('span-create', 1, { id: 's1', traceId: 't', startTime: '0001-01-01T00:00:00Z' }),
    event('span-create', 2, { id: 'b\nc', traceId: 'a' }),
    event('span-create', 3, { id: '\ud800', traceId: 'a' }),
    event('span-create', 4, { id: 'fine', traceId: 'a' }),
  ];
  const context = { receivedNs: 0n, contentType: '', subject: '' };
  const { rejected, fragments } = decode('langfuse', 'traces', body(events), context);
  expect([...rejected.items.keys()]).toEqual([0, 1, 2]);
  expect(fragments.map(({ spanId }) => spanId)).toEqual(['fine']);
});

test('a large input is cut, and what is told beside it is not', async () => {
  const project = 'large';
  const run = { id: 'r', trace_id: 'r', name: 'look', run_type: 'llm', start_time: at(0) };
  const said = {
    id: 'r',
    trace_id: 'r',
    inputs: { image: 'x'.repeat(2_500_000) },
    outputs: { answer: 'a cat', usage_metadata: { input_tokens: 5, output_tokens: 2, total_tokens: 7 } },
    end_time: at(9),
  };
  const { commit } = aProcess();
  for (const request of [{ post: [run] }, { patch: [said] }]) {
    const context = { receivedNs: 0n, contentType: '', subject: '' };
    const batch = decode('langsmith', 'traces', Buffer.from(JSON.stringify(request)), context);
    const envelope = {
      projectId: project,
      apiKeyId: 'k',
      receivedAtMs: clock.nowMs(),
      version: nextVersion(),
    };
    await commit.commit(prepare(batch, envelope, prices));
  }
  const trace = await telemetry.reader.trace(scopeTo(project), 'r', 'full');
  expect(trace?.spans).toMatchObject([{ durationMs: 9, usage: { total: 7 } }]);
  expect(JSON.stringify(trace?.spans)).toContain('a cat');
});
