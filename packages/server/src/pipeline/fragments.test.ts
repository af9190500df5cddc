import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryBus } from '../live/memory-bus.ts';
import { decode } from '../receive/decode.ts';
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
  telemetry = await openTelemetry(
    { dataDir, engineMemoryMb: 1024, searchIndex: false },
    clock,
    async (_project, span) => priceSpan(span, prices),
  );
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

/** A trace with everything that has to be put together: a late start, an agent that repeats its call, an owner. */
const STORY = [
  event('trace-create', 5, { id: 't', timestamp: at(5), output: 'done', userId: 'ada' }),
  event('trace-create', 0, { id: 't', timestamp: at(0), name: 'support', input: 'hello', sessionId: 'chat' }),
  event('agent-create', 10, {
    id: 'a',
    traceId: 't',
    name: 'planner',
    startTime: at(10),
    usageDetails: { total: 9 },
  }),
  event('generation-create', 20, {
    id: 'g',
    traceId: 't',
    parentObservationId: 'a',
    startTime: at(20),
    model: 'gpt-4.1',
  }),
  event('generation-update', 60, {
    id: 'g',
    traceId: 't',
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
];

/** Sends events in one request, through a process that knows nothing of what came before. */
async function send(projectId: string, events: readonly object[]): Promise<void> {
  const known = new KnownTraces(telemetry.writer);
  const commit = new GroupCommit(telemetry.writer, known, createMemoryBus());
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

test('a span told in pieces comes to the same over any number of restarts, in any order', async () => {
  await send('model', STORY);
  const model = await open('model');
  expect(model.trace?.trace).toMatchObject({
    durationMs: 90,
    errorCount: 1,
    userId: 'ada',
    usage: { total: 9 },
  });
  expect(model.listed).toMatchObject([{ traceId: 't', spanCount: 4 }]);
  let run = 0;
  const order = fc.shuffledSubarray([...STORY.keys()], { minLength: STORY.length });
  const again = fc.array(fc.constantFrom(...STORY.keys()), { maxLength: 2 });
  const size = fc.integer({ min: 1, max: 3 });
  await fc.assert(
    fc.asyncProperty(order, again, size, async (first, resent, each) => {
      const project = `run-${run++}`;
      const all = [...first, ...resent].map((i) => STORY[i] as object);
      while (all.length > 0) await send(project, all.splice(0, each));
      expect(await open(project)).toEqual(model);
    }),
    { numRuns: 12 },
  );
}, 180_000);
