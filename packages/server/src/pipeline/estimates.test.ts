import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DETAILS_EVENT } from '@pharos/core/gen-ai-events';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignalKind } from '../intake/request.ts';
import { createMemoryBus } from '../live/memory-bus.ts';
import { decode } from '../receive/decode.ts';
import { createEstimator, type Estimator } from '../receive/estimator.ts';
import { scopeTo } from '../store/scope.ts';
import { openTelemetry, type Telemetry } from '../store/telemetry/open.ts';
import { type OtlpSpan, protobufLogs, protobufTraces } from '../testing/otlp.ts';
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
let estimator: Estimator;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pharos-estimates-'));
  estimator = createEstimator();
  telemetry = await openTelemetry({ dataDir, engineMemoryMb: 1024, searchIndex: false }, clock, {
    reprice: async (_project, span) => priceSpan(span, prices),
    estimate: estimator.estimate,
  });
});
afterAll(async () => {
  await telemetry.close();
  await estimator.close();
  await rm(dataDir, { recursive: true, force: true });
});

const aCommit = () => new GroupCommit(telemetry.writer, new KnownTraces(telemetry.writer), createMemoryBus());

type Told = { format: 'langfuse' | 'protobuf'; kind: SignalKind; body: Uint8Array };
async function send(commit: GroupCommit, projectId: string, told: readonly Told[]): Promise<void> {
  await Promise.all(
    told.map(({ format, kind, body }) => {
      const batch = decode(format, kind, body, { receivedNs: 0n, contentType: '', subject: '' });
      const envelope = { projectId, apiKeyId: 'k', receivedAtMs: clock.nowMs(), version: nextVersion() };
      return commit.commit(prepare(batch, envelope, prices));
    }),
  );
}

const START_MS = 1_790_000_000_000;
const at = (ms: number) => new Date(START_MS + ms).toISOString();
const event = (type: string, ms: number, body: { id: string } & Record<string, unknown>): Told => ({
  format: 'langfuse',
  kind: 'traces',
  body: Buffer.from(
    JSON.stringify({
      batch: [{ id: `${type}-${body.id}-${ms}`, type, timestamp: at(ms), body: { traceId: 't', ...body } }],
    }),
  ),
});
const model = 'gpt-4.1';
const text = { input: 'What is the capital of France?', output: 'Paris is the capital of France.' };
const ended = { startTime: at(20), endTime: at(60) };

/** Every way in which usage may lack: see what each comes to below. */
const STORY: readonly Told[] = [
  event('trace-create', 0, { id: 't', name: 'support' }),
  // A stream whose answer is told later, and never its tokens.
  event('generation-create', 20, { id: 'streamed', startTime: at(20), model, input: text.input }),
  event('generation-update', 60, { id: 'streamed', endTime: at(60), output: text.output }),
  // Told whole without usage, which comes late.
  event('generation-create', 21, { id: 'late', ...ended, model, ...text }),
  event('generation-update', 900, { id: 'late', usageDetails: { input: 6, output: 3 } }),
  // Two records of one call, of which the inner one reports.
  event('generation-create', 22, { id: 'outer', ...ended, model, ...text }),
  event('generation-create', 23, {
    id: 'inner',
    ...ended,
    parentObservationId: 'outer',
    model,
    ...text,
    usageDetails: { input: 20, output: 10 },
  }),
  // An agent that reports what its silent call used.
  event('agent-create', 24, { id: 'agent', ...ended, usageDetails: { input: 100 } }),
  event('generation-create', 25, { id: 'silent', ...ended, parentObservationId: 'agent', model, ...text }),
  // An agent that reports the same of one of two: it repeats that one.
  event('agent-create', 26, { id: 'repeats', ...ended, usageDetails: { input: 1000 } }),
  event('generation-create', 27, {
    id: 'told',
    ...ended,
    parentObservationId: 'repeats',
    model,
    usageDetails: { input: 1000 },
  }),
  event('generation-create', 28, { id: 'untold', ...ended, parentObservationId: 'repeats', model, ...text }),
  // Nothing to count: one is still running, one was refused.
  event('generation-create', 29, { id: 'running', startTime: at(29), model, input: text.input }),
  event('generation-create', 30, { id: 'refused', ...ended, model, input: text.input, level: 'ERROR' }),
];

const open = async (projectId: string, traceId: string) => {
  const found = await telemetry.reader.trace(scopeTo(projectId), traceId, 'full');
  return { trace: found?.trace, spans: found?.spans };
};
const GUESS = { input: 14, output: 7, total: 21, estimated: true, tokenizer: 'o200k_base' };

describe('token estimates', () => {
  test('stand in where nobody reports, and only there', async () => {
    await send(aCommit(), 'model', STORY);
    const { trace, spans } = await open('model', 't');
    const usage = Object.fromEntries(spans?.map((span) => [span.spanId, span.usage]) ?? []);
    expect(usage).toEqual({
      t: null,
      streamed: { ...GUESS, counted: true },
      late: { input: 6, output: 3, total: 9, counted: true },
      outer: { ...GUESS, counted: false },
      inner: { input: 20, output: 10, total: 30, counted: true },
      agent: { input: 100, total: 100, counted: true },
      silent: { ...GUESS, counted: false },
      repeats: { input: 1000, total: 1000, counted: false },
      told: { input: 1000, total: 1000, counted: true },
      untold: { ...GUESS, counted: true },
      running: null,
      refused: null,
    });
    expect(trace?.usage.total).toBe(21 + 9 + 30 + 100 + 1000 + 21);
    // 14 tokens at 2 USD and 7 at 8 USD a million.
    expect(spans?.find(({ spanId }) => spanId === 'streamed')?.cost).toMatchObject({ total: '0.000084' });
  });

  const settled = (order: readonly Told[]) =>
    fc.record({
      first: fc.shuffledSubarray([...order.keys()], { minLength: order.length }),
      again: fc.array(fc.constantFrom(...order.keys()), { maxLength: 3 }),
      each: fc.integer({ min: 1, max: 5 }),
      restarts: fc.boolean(),
    });
  let run = 0;
  async function isTheSameHoweverTold(story: readonly Told[], traceId: string, numRuns: number) {
    await send(aCommit(), `whole-${traceId}`, story);
    const whole = await open(`whole-${traceId}`, traceId);
    await fc.assert(
      fc.asyncProperty(settled(story), async ({ first, again, each, restarts }) => {
        const project = `run-${run++}`;
        const living = aCommit();
        const all = [...first, ...again].map((i) => story[i] as Told);
        while (all.length > 0) await send(restarts ? aCommit() : living, project, all.splice(0, each));
        expect(await open(project, traceId)).toEqual(whole);
      }),
      { numRuns },
    );
  }

  test('are the same in any order of pieces, in any batches, resent and over restarts', async () => {
    await isTheSameHoweverTold(STORY, 't', 6);
  }, 240_000);

  test('are made anew when texts come by themselves, and give way to usage that does', async () => {
    const traceId = '5b8efff798038103d269b633813fc60c';
    const START = BigInt(START_MS) * 1_000_000n;
    const spanId = (n: number) => n.toString(16).padStart(16, '0');
    const spanOf = (id: number, attributes: OtlpSpan['attributes'], parent?: number): Told => ({
      format: 'protobuf',
      kind: 'traces',
      body: protobufTraces([
        {
          ...{ traceId, spanId: spanId(id), name: 'chat', startNs: START, endNs: START + 1_000_000n },
          attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model, ...attributes },
          ...(parent !== undefined && { parentSpanId: spanId(parent) }),
        },
      ]),
    });
    const said = (role: string, content: string) =>
      JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
    const texts = {
      'gen_ai.input.messages': said('user', text.input),
      'gen_ai.output.messages': said('assistant', text.output),
    };
    const logOf = (id: number, attributes: Record<string, string | number>): Told => ({
      format: 'protobuf',
      kind: 'logs',
      body: protobufLogs([
        { traceId, spanId: spanId(id), timeNs: START, eventName: DETAILS_EVENT, attributes },
      ]),
    });
    const story = [
      spanOf(1, {}),
      logOf(1, texts),
      spanOf(2, texts),
      logOf(2, { 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 4 }),
      spanOf(3, texts),
      spanOf(4, {}, 3),
      logOf(4, texts),
    ];
    await send(aCommit(), 'otlp', story);
    const { trace } = await open('otlp', traceId);
    expect(trace?.usage.total).toBe(21 + 9 + 21);
    await isTheSameHoweverTold(story, traceId, 6);
  }, 240_000);

  test('are bounded in work and the same again of a text that is longer than is kept', async () => {
    const long = event('generation-create', 20, {
      ...{ id: 'long', ...ended, model },
      input: '天地玄黄宇宙洪荒'.repeat(300_000),
      output: '<|endoftext|><|im_start|>',
    });
    const commit = aCommit();
    await send(commit, 'long', [long]);
    const first = await open('long', 't');
    expect(first.spans?.[0]?.usage).toMatchObject({ output: 12, estimated: true });
    await send(commit, 'long', [long]);
    await send(aCommit(), 'long', [event('generation-update', 90, { id: 'long', version: '2' })]);
    expect((await open('long', 't')).spans?.[0]?.usage).toEqual(first.spans?.[0]?.usage);
  });
});
