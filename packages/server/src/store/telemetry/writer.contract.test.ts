import type { Span } from '@pharos/core/span';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aLog, aModelCall, aPatch, aScore, aSpan } from '../../testing/spans.ts';
import type { EncodedRows, SpanKey } from './contract.ts';
import type { Driver } from './driver.ts';
import { RowEncoder } from './encode.ts';
import { type StoredPayload, type StoredRow, storedSpan } from './stored-span.ts';
import { arbitrarySpan } from './testing/arbitrary-span.ts';
import { ENGINES, openTestEngine } from './testing/engines.ts';
import { NO_FOLDING } from './testing/no-folding.ts';
import { EngineWriter } from './writer.ts';

const encoder = new RowEncoder();
let version = 1_790_000_000_000_000_000n;
const sender = (projectId: string) => {
  version += 1000n;
  return { projectId, apiKeyId: 'key', version };
};

function rows(
  projectId: string,
  encode: (to: RowEncoder, by: ReturnType<typeof sender>) => void,
): EncodedRows {
  encode(encoder, sender(projectId));
  const { spanRows, payloadRows, logRows, scoreRows, pointRows, patchRows } = encoder.take();
  return {
    spans: [spanRows],
    payloads: [payloadRows],
    logs: [logRows],
    scores: [scoreRows],
    points: [pointRows],
    patches: [patchRows],
  };
}
const spanRows = (projectId: string, ...spans: Span[]) =>
  rows(projectId, (to, by) => {
    for (const span of spans) to.span(span, by);
  });

interface Previews {
  input_preview: string;
  output_preview: string;
}

/** Every test has a project of its own. */
let projects = 0;
const aProject = () => `project-${++projects}`;
const idOf = (n: number) => n.toString(16).padStart(16, '0');

describe.each(ENGINES)('the writer on the %s engine', (kind) => {
  let driver: Driver;
  let writer: EngineWriter;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ driver, close } = await openTestEngine(kind));
    writer = new EngineWriter(driver, {
      ...NO_FOLDING,
      reprice: async () => ({ total: '0.5', currency: 'USD', priceId: 'new-price', priceVersion: '' }),
    });
  });
  afterAll(() => close());

  async function stored(project: string): Promise<(StoredRow & StoredPayload & Previews)[]> {
    return driver.query(
      `SELECT s.*, toUnixTimestamp64Nano(s.start_time) AS start_ns, p.input AS input, p.output AS output, p.details AS details
       FROM spans AS s FINAL LEFT JOIN (SELECT * FROM payloads ORDER BY ver DESC LIMIT 1 BY project_id, trace_id, span_id) AS p
         USING (project_id, trace_id, span_id)
       WHERE project_id = {project:String} ORDER BY start_time, span_id`,
      { project },
    );
  }
  const storedSpans = async (project: string) => (await stored(project)).map((row) => storedSpan(row, row));

  test('gives back every span as it was, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(arbitrarySpan, { selector: (span) => span.spanId, maxLength: 20 }),
        async (spans) => {
          const project = aProject();
          await writer.append(spanRows(project, ...spans));
          const found = new Map((await storedSpans(project)).map((span) => [span.spanId, span]));
          for (const span of spans) expect(found.get(span.spanId)).toEqual(expectedOf(span));
          expect(found.size).toBe(spans.length);
        },
      ),
      { numRuns: kind === 'embedded' ? 40 : 5 },
    );
  });

  test('a span sent twice is one row, and the last word on it wins', async () => {
    const project = aProject();
    await writer.append(spanRows(project, aSpan({ name: 'first' }), aSpan({ name: 'second' })));
    await writer.append(spanRows(project, aSpan({ name: 'third' })));
    expect((await storedSpans(project)).map(({ name }) => name)).toEqual(['third']);
  });

  test('takes spans of hundreds of different days in one batch, the last the engine knows too', async () => {
    const project = aProject();
    const days = Array.from({ length: 150 }, (_, day) =>
      aSpan({ spanId: idOf(day), startNs: BigInt(day) * 86_400_000_000_000n }),
    );
    const last = aSpan({ spanId: 'last', startNs: 2n ** 64n, endNs: 2n ** 65n, input: { text: 'x' } });
    await writer.append(spanRows(project, ...days, last));
    expect(await stored(project)).toHaveLength(151);
  });

  test('knows the facts of stored spans by trace, each project its own', async () => {
    const [project, other] = [aProject(), aProject()];
    const call = aModelCall({ traceId: 'shared', spanId: 'call', parentSpanId: 'root', userId: 'ada' });
    await writer.append(spanRows(project, call));
    await writer.append(spanRows(other, aSpan({ traceId: 'shared', spanId: 'step', sessionId: 'chat' })));
    await writer.append(spanRows(project, { ...call, sessionId: 'later' }));
    expect(
      await writer.storedSpans([
        { projectId: project, traceId: 'shared' },
        { projectId: other, traceId: 'unknown' },
      ]),
    ).toEqual([
      {
        projectId: project,
        version: expect.any(BigInt),
        traceId: 'shared',
        spanId: 'call',
        parentSpanId: 'root',
        startNs: call.startNs,
        endNs: call.endNs,
        kind: 'llm',
        spends: true,
        estimated: false,
        covered: false,
        counted: true,
        userId: 'ada',
        sessionId: 'later',
        convention: call.convention,
        lasting: false,
      },
    ]);
    expect(await writer.storedSpans([{ projectId: other, traceId: 'shared' }])).toMatchObject([
      { projectId: other, spanId: 'step', spends: false },
    ]);
    expect(await writer.storedSpans([])).toEqual([]);
  });

  test('lists the traces it holds, newest first, those that only have patches too', async () => {
    const project = aProject();
    const late = 4_000_000_000_000_000_000n;
    await writer.append(spanRows(project, aSpan({ traceId: 'older', startNs: late })));
    await writer.append(spanRows(project, aSpan({ traceId: 'newer', startNs: late + 2n })));
    await writer.append(
      rows(project, (to, by) => to.patch(aPatch({ traceId: 'waiting', timeNs: late + 1n }), by)),
    );
    const traces = await writer.recentTraces(10_000);
    expect(traces.filter(({ projectId }) => projectId === project)).toEqual(
      ['newer', 'waiting', 'older'].map((traceId) => ({ projectId: project, traceId })),
    );
    expect(await writer.recentTraces(1)).toEqual(traces.slice(0, 1));
  });

  test('keeps a patch once however often it is sent, in the order of time', async () => {
    const project = aProject();
    const later = aPatch({ timeNs: 20n, output: { text: '再见' }, usage: { input: 3, total: 3 } });
    const earlier = aPatch({ timeNs: 10n, userId: 'ada' });
    for (let i = 0; i < 3; i++) {
      await writer.append(
        rows(project, (to, by) => {
          to.patch(later, by);
          to.patch(earlier, by);
        }),
      );
    }
    const { traceId, spanId } = later;
    const facts = { spends: true, userId: 'ada', sessionId: '', endNs: 0n };
    expect(await writer.parkedFacts([{ projectId: project, traceId }])).toEqual([
      { projectId: project, traceId, spanId, ...facts },
    ]);
  });

  test('folds parked facts onto a span, prices it anew and changes nothing else', async () => {
    const project = aProject();
    const span = aModelCall({ usage: undefined, cost: undefined, input: { text: 'hello' }, tags: ['beta'] });
    const key: SpanKey = { projectId: project, ...span };
    await writer.append(
      rows(project, (to, by) => {
        to.span(span, by, { counted: false, covered: false });
        to.patch(aPatch({ output: { text: 'bye' }, usage: { input: 7, total: 7 }, sessionId: 'chat' }), by);
      }),
    );
    for (let i = 0; i < 2; i++) {
      await writer.fold([key, { ...key, spanId: 'unknown' }]);
      const [row] = await stored(project);
      expect(row).toMatchObject({
        counted: 0,
        session_id: 'chat',
        price_id: 'new-price',
        output_preview: 'bye',
      });
      expect(row && storedSpan(row, row)).toEqual({
        ...span,
        output: { text: 'bye' },
        usage: { input: 7, total: 7 },
        sessionId: 'chat',
        cost: { input: '0', total: '0.5', currency: 'USD', priceId: 'new-price', priceVersion: '' },
      });
    }
    expect(await stored(project)).toHaveLength(1);
  });

  test('a cost that the client sent survives a fold', async () => {
    const project = aProject();
    const span = aModelCall({
      clientCost: '0.25',
      cost: { total: '0.25', currency: 'USD', priceId: 'client', priceVersion: '' },
    });
    await writer.append(
      rows(project, (to, by) => {
        to.span(span, by);
        to.patch(aPatch({ usage: { input: 1, total: 1 } }), by);
      }),
    );
    await writer.fold([{ projectId: project, ...span }]);
    expect(await storedSpans(project)).toEqual([{ ...span, usage: { input: 1, total: 1 } }]);
  });

  test('corrects only what a correction names, of only that span', async () => {
    const project = aProject();
    const spans = ['a', 'b', 'c'].map((spanId) => aSpan({ spanId, userId: 'ada', input: { text: spanId } }));
    await writer.append(spanRows(project, ...spans));
    const of = (spanId: string) => ({ ...(spans[0] as Span), projectId: project, spanId });
    await writer.correct([
      { projectId: project, traceId: of('a').traceId, spanId: 'a', startNs: of('a').startNs, counted: false },
      {
        projectId: project,
        traceId: of('b').traceId,
        spanId: 'b',
        startNs: of('b').startNs,
        userId: '',
        sessionId: "o'chat",
      },
    ]);
    expect(
      (await stored(project)).map(({ span_id, counted, user_id, session_id, input_preview }) => [
        span_id,
        counted,
        user_id,
        session_id,
        input_preview,
      ]),
    ).toEqual([
      ['a', 0, 'ada', '', 'a'],
      ['b', 1, '', "o'chat", 'b'],
      ['c', 1, 'ada', '', 'c'],
    ]);
  });

  test('a resent log record or score is there once', async () => {
    const project = aProject();
    const log = aLog({
      body: '订单',
      attributes: new Map<string, string | number>([
        ['a', 1],
        ['b', 'x'],
      ]),
    });
    for (let i = 0; i < 2; i++) {
      await writer.append(
        rows(project, (to, by) => {
          to.log(log, by);
          to.log({ ...log, body: 'another' }, by);
          to.log({ ...log, attributes: new Map([['a', 2]]) }, by);
          to.score(aScore({ value: undefined, type: 'text', label: `v${i}` }), by);
        }),
      );
    }
    const logs = await driver.query(
      "SELECT body, attrs, attrs_num FROM logs FINAL WHERE project_id = {project:String} ORDER BY body, attrs_num['a']",
      { project },
    );
    expect(logs).toEqual([
      { body: 'another', attrs: { b: 'x' }, attrs_num: { a: 1 } },
      { body: '订单', attrs: { b: 'x' }, attrs_num: { a: 1 } },
      { body: '订单', attrs: {}, attrs_num: { a: 2 } },
    ]);
    const scores = await driver.query(
      'SELECT score_id, value, label FROM scores FINAL WHERE project_id = {project:String}',
      { project },
    );
    expect(scores).toEqual([{ score_id: 'score-1', value: null, label: 'v1' }]);
  });

  test('finds words of any language through the text index', async () => {
    const project = aProject();
    await writer.append(spanRows(project, aSpan({ input: { text: '请帮我查询订单 ORDER' } })));
    for (const words of ['查询', 'order', '"text":"请']) {
      const found = await driver.query(
        `SELECT span_id FROM payloads WHERE project_id = {project:String} AND lower(input) LIKE {like:String}`,
        { project, like: `%${words}%` },
      );
      expect(found).toHaveLength(1);
    }
  });
});

/** What is stored of a span: amounts in the engine's places, and the bucket costs of the reported buckets. */
function expectedOf(span: Span): Span {
  if (span.cost === undefined) return span;
  const trimmed = (amount: string) => amount.replace(/0+$/, '');
  const cost: NonNullable<Span['cost']> = { ...span.cost };
  for (const bucket of ['input', 'output', 'total'] as const) cost[bucket] = trimmed(cost[bucket] ?? '');
  for (const bucket of ['cachedRead', 'cacheWrite', 'reasoning'] as const) {
    if (span.usage?.[bucket] !== undefined) cost[bucket] = '0';
  }
  return { ...span, cost };
}
