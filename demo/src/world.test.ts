import { eventReportSchema } from '@pharos/core/api/events';
import { scoreCreateSchema } from '@pharos/core/api/scores';
import { groupBy } from '@pharos/core/group-by';
import { normalise } from '@pharos/core/normalise';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import type { RawSpan } from '@pharos/core/span';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from './clock.ts';
import { eventsBody } from './events.ts';
import { batches } from './history.ts';
import { Agenda } from './live.ts';
import { logsBody, tracesBody } from './otlp.ts';
import { evaluated, given, scoresBody } from './scores.ts';
import { storyUntil } from './story.ts';
import type { SpanRecord } from './tape.ts';
import { type Rest, visitsBetween, visitsFrom, type World } from './world.ts';

const END = Date.parse('2026-11-23T12:00:00Z');
const world = (seed: string, users = 40, endMs = END): World => ({ seed, users, story: storyUntil(endMs) });
const history = (of: World, days: number, endMs = END) => [
  ...batches(visitsBetween(of, endMs - days * DAY, endMs), endMs, () => undefined),
];
const bodies = (of: World, days: number) =>
  JSON.stringify(
    history(of, days).map(({ spans, scores }) => [
      tracesBody(spans),
      logsBody(evaluated(scores)),
      scoresBody(given(scores)),
    ]),
  );

test('the same seed and end give the same bodies, another seed others', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.integer({ min: 1, max: 30 }), (seed, users) => {
      expect(bodies(world(seed, users), 0.4)).toBe(bodies(world(seed, users), 0.4));
      expect(bodies(world(`${seed}'`, users), 0.4)).not.toBe(bodies(world(seed, users), 0.4));
    }),
    { numRuns: 8 },
  );
});

const week = history(world('week', 300), 7);
const spans = week.flatMap((batch) => batch.spans);
const scores = week.flatMap((batch) => batch.scores);
const events = week.flatMap((batch) => batch.events);

describe('a week', () => {
  test('has events of the shop in sessions that have traces, each once and as the API takes them', () => {
    expect(events.length).toBeGreaterThan(1_000);
    for (const event of eventsBody(events).events)
      expect(eventReportSchema.safeParse(event).error).toBeUndefined();
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
    const named = (name: string) => events.filter((event) => event.name === name).length;
    expect(named('product viewed')).toBeGreaterThan(named('order placed'));
    expect(named('order placed')).toBeGreaterThan(50);
  });

  test('has tens of thousands of spans of all four agents, and scores that judge roots', () => {
    expect(spans.length).toBeGreaterThan(20_000);
    expect(spans.length).toBeLessThan(40_000);
    const roots = new Map(
      spans.filter((span) => !span.parentSpanId).map((span) => [span.spanId, span.traceId]),
    );
    expect(evaluated(scores).length).toBeGreaterThan(400);
    const bodies = scoresBody(given(scores));
    expect(bodies.length).toBeGreaterThan(100);
    expect(new Set(bodies.map(({ scoreId }) => scoreId)).size).toBe(bodies.length);
    for (const body of bodies) expect(scoreCreateSchema.safeParse(body).success).toBe(true);
    expect(new Set(bodies.map(({ value }) => typeof value))).toEqual(
      new Set(['boolean', 'number', 'string']),
    );
    expect(bodies.some(({ comment }) => /\p{Script=Han}/u.test(comment ?? ''))).toBe(true);
    expect(bodies.some((body) => 'sessionId' in body)).toBe(true);
    for (const score of scores) expect(roots.get(score.spanId)).toBe(score.traceId);
  });

  test('is made of trees: ids are unique and hexadecimal, children lie within their parents', () => {
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    expect(byId.size).toBe(spans.length);
    // A parent that ends after the end of history has not been sent yet.
    const wrong = spans.filter((span) => {
      const parent = byId.get(span.parentSpanId);
      const inside =
        !parent ||
        (parent.traceId === span.traceId && parent.startMs <= span.startMs && parent.endMs >= span.endMs);
      const inTime = END - 7 * DAY <= span.startMs && span.startMs < span.endMs && span.endMs <= END;
      const named = /^[0-9a-f]{32}$/.test(span.traceId) && /^[0-9a-f]{16}$/.test(span.spanId);
      return !(inside && inTime && named);
    });
    expect(wrong).toEqual([]);
    expect(spans.filter((span) => span.parentSpanId && byId.has(span.parentSpanId)).length).toBeGreaterThan(
      15_000,
    );
  });

  test('follows the sun: Chinese customers come in the Chinese day and evening', () => {
    const hours = spans
      .filter((span) => span.name === 'chat qwen3-max')
      .map((span) => (new Date(span.startMs).getUTCHours() + 8) % 24);
    const share = (from: number, to: number) =>
      hours.filter((h) => h >= from && h < to).length / hours.length;
    expect(share(9, 23)).toBeGreaterThan(0.8);
    expect(share(2, 6)).toBeLessThan(0.05);
  });

  test('tells its story: the newer support bot fails more, an afternoon is full of 429s', () => {
    const failing = (release: string) => {
      const calls = spans.filter(
        (span) => span.name === 'execute_tool lookup_order' && span.service.version === release,
      );
      return calls.filter((span) => span.error).length / calls.length;
    };
    expect(failing('2026.47.1')).toBeGreaterThan(failing('2026.46.3') * 3);
    const limited = (from: string, to: string) => {
      const calls = spans.filter(
        ({ name, startMs }) =>
          name === 'chat gpt-5-mini' && startMs >= Date.parse(from) && startMs < Date.parse(to),
      );
      return calls.filter((span) => span.error?.type === 'RateLimitError').length / calls.length;
    };
    expect(limited('2026-11-20T12:30:00Z', '2026-11-20T14:00:00Z')).toBeGreaterThan(0.2);
    expect(limited('2026-11-20T14:00:00Z', '2026-11-22T00:00:00Z')).toBeLessThan(0.05);
  });

  test('has decisions, and a coding agent whose newer version looks the same up again and again', () => {
    const chosen = spans.map(({ attributes }) => attributes['pharos.decision.chosen']);
    expect(new Set(chosen)).toEqual(
      new Set([undefined, 'tools', 'help centre', 'memory', 'try again', 'apologise', 'give up']),
    );
    const loops = (version: string) => {
      const calls = spans.flatMap(({ traceId, name, attributes }) =>
        name.startsWith('execute_tool') && attributes['gen_ai.agent.version'] === version
          ? [`${traceId} ${name} ${attributes['gen_ai.tool.call.arguments']}`]
          : [],
      );
      return [...groupBy(calls, (call) => call).values()].filter(({ length }) => length > 2).length;
    };
    expect(loops('0.11')).toBe(0);
    expect(loops('0.12')).toBeGreaterThan(1);
    expect(spans.some(({ error }) => error?.type === 'MaxTurnsExceeded')).toBe(true);
  });
});

const attributesOf = (record: object): RawSpan['attributes'] =>
  new Map(Object.entries(record) as [string, string | number][]);
const raw = (record: SpanRecord): RawSpan => ({
  traceId: record.traceId,
  spanId: record.spanId,
  parentSpanId: record.parentSpanId,
  name: record.name,
  otelKind: record.kind,
  startNs: BigInt(Math.round(record.startMs * 1000)) * 1000n,
  endNs: BigInt(Math.round(record.endMs * 1000)) * 1000n,
  status: record.error ? 'error' : 'unset',
  statusMessage: record.error?.message ?? '',
  attributes: attributesOf(record.attributes),
  events: [],
  links: [],
  resource: attributesOf({
    'service.name': record.service.name,
    'service.version': record.service.version,
    'deployment.environment.name': record.service.environment,
  }),
  scopeName: record.scope.name,
  scopeVersion: record.scope.version,
});

describe('as Pharos reads it', () => {
  const read = spans.slice(0, 8000).map((span) => normalise(raw(span)));
  const prices = createPriceBook();

  test('every step of an agent has its kind, and belongs to a user, a session, a release, an environment', () => {
    const kinds = new Set(read.map((span) => span.kind));
    for (const kind of ['agent', 'llm', 'tool', 'retriever', 'embedding', 'reranker', 'guardrail'] as const) {
      expect(kinds).toContain(kind);
    }
    const conventions = new Set(read.map((span) => span.convention));
    expect(conventions).toContain('otel-genai');
    expect(conventions).toContain('openinference');
    expect(conventions).toContain('vercel-ai');
    for (const span of read.filter(({ kind }) => kind !== 'span' && kind !== 'retriever')) {
      expect(span.userId, span.name).not.toBe('');
      expect(span.sessionId, span.name).not.toBe('');
      expect(span.release).not.toBe('');
      expect(span.environment).not.toBe('');
    }
  });

  test('an answered model call has messages, exclusive usage and a price; only the own model has none', () => {
    const calls = read.filter((span) => span.kind === 'llm' && span.status !== 'error');
    expect(calls.length).toBeGreaterThan(1000);
    const unpriced = new Set<string>();
    for (const call of calls) {
      expect(call.input, call.name).toHaveProperty('messages');
      expect(call.output, call.name).toHaveProperty('messages');
      expect(call.usage?.mismatch).toBeUndefined();
      expect(call.usage?.output).toBeGreaterThan(0);
      if (!priceSpan(call, prices)) unpriced.add(call.model);
    }
    expect([...unpriced]).toEqual(['atlas-writer-7b']);
    expect(calls.some((call) => (call.usage?.cachedRead ?? 0) > 0)).toBe(true);
    expect(calls.some((call) => (call.usage?.cacheWrite ?? 0) > 0)).toBe(true);
    expect(calls.some((call) => (call.usage?.reasoning ?? 0) > 0)).toBe(true);
    expect(calls.some((call) => call.timeToFirstTokenNs !== undefined)).toBe(true);
  });

  test('agents carry name and version, retrievers carry scored documents', () => {
    const agents = read.filter((span) => span.kind === 'agent');
    expect(new Set(agents.map((span) => span.agentName))).toEqual(
      new Set(['support-bot', 'rag-search', 'coding-agent', 'code-reviewer', 'report-writer']),
    );
    const retrievers = read.filter((span) => span.kind === 'retriever' && span.status !== 'error');
    for (const span of retrievers.filter(({ documents }) => documents.length > 0)) {
      expect(span.documents[0]?.score).toBeGreaterThan(0.5);
    }
    expect(retrievers.filter(({ documents }) => documents.length > 0).length).toBeGreaterThan(100);
  });
});

test('live, every span comes once, when it is over, with what history left unfinished', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 20 }), (seed, rate) => {
      const of = world(`live-${seed}`);
      const fromMs = END - 0.1 * DAY;
      const unfinished: Rest[] = [];
      const sent = [...batches(visitsBetween(of, fromMs, END), END, (visit) => unfinished.push(visit))];
      const agenda = new Agenda(visitsFrom(of, END, rate), unfinished);
      const ids = sent.flatMap((batch) => batch.spans.map(({ spanId }) => spanId));
      let now = END;
      for (let tick = 0; tick < 30; tick += 1) {
        const before = now;
        now += 40_000;
        const { spans: due } = agenda.due(now);
        expect(due.filter(({ endMs }) => endMs <= before || endMs > now)).toEqual([]);
        expect(due.map(({ endMs }) => endMs)).toEqual(due.map(({ endMs }) => endMs).sort((a, b) => a - b));
        ids.push(...due.map(({ spanId }) => spanId));
      }
      const came = new Set(ids);
      expect(came.size).toBe(ids.length);
      const begun = [...visitsBetween(of, fromMs, END)].flatMap((visit) => visit.spans);
      expect(begun.filter(({ spanId, endMs }) => endMs <= now && !came.has(spanId))).toEqual([]);
      expect(came.size).toBeGreaterThan(begun.filter(({ endMs }) => endMs <= now).length);
    }),
    { numRuns: 5 },
  );
});
