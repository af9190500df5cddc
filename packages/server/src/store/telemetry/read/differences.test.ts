import { differencesRequestSchema } from '@pharos/core/api/differences';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aSpan } from '../../../testing/spans.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const START = Date.parse('2026-03-01T12:00:00Z');
const ns = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;

/** A request every second; `seconds` is when it starts, and how long it takes is in its facts. */
function request(index: number, durationMs: number, facts: Partial<Span> = {}): Span {
  const startNs = ns(START + index * 1000);
  return aSpan({
    traceId: `trace${index}`,
    spanId: `span${index}`,
    startNs,
    endNs: startNs + ns(durationMs),
    ...facts,
  });
}

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  const requests = Array.from({ length: 1200 }, (_, i) => {
    const old = i % 10 === 3;
    const slow = old && i % 20 === 3;
    return request(i, slow ? 9000 : 200 + (i % 7), {
      model: old ? 'old-model' : `model-${i % 4}`,
      provider: old ? 'old-provider' : 'provider',
      userId: `user${i % 400}`,
      sessionId: `session${i}`,
      tags: i % 3 === 0 ? ['beta', 'eu'] : i % 3 === 1 ? ['eu'] : [],
      status: i % 11 === 0 ? 'error' : 'ok',
      error: i % 11 === 0 ? { type: 'Timeout', message: '', stack: '' } : undefined,
      attributes: new Map<string, string | number | boolean>([
        ['app.region', ['eu', 'us', 'cn'][i % 3] ?? ''],
        ['http.status', i % 11 === 0 ? 500 : 200],
        ['app.cached', i % 2 === 0],
        ['request.id', `id${i}`],
        ['app.cluster', old ? 'blue' : 'green'],
        ...(i % 11 === 0 ? [] : [['gen_ai.response.model', 'answered'] as const]),
      ]),
    });
  });
  const calls = Array.from({ length: 300 }, (_, i) =>
    request(i, 50, { spanId: `call${i}`, parentSpanId: `span${i}`, kind: 'tool', toolName: 'search' }),
  );
  await store.put(OURS, { spans: [...requests, ...calls] });
  // Told again with another model: the newest version alone counts.
  await store.put(OURS, { spans: [request(0, 201, { model: 'newest' })] });
  await store.put(THEIRS, { spans: requests.map((span) => ({ ...span, model: 'their-model' })) });
});
afterAll(() => store.close());

const compare = (asked: Partial<z.input<typeof differencesRequestSchema>>) =>
  store.reader.differences(
    OURS,
    differencesRequestSchema.parse({
      from: '2026-03-01T12:00:00Z',
      to: '2026-03-01T13:00:00Z',
      selection: { filters: [{ field: 'spanDuration', op: '>=', values: [5000] }] },
      ...asked,
    }),
  );

describe('compare', () => {
  it('finds the value behind slow requests, and names once what the same rows have', async () => {
    const { selected, rest, differences } = await compare({});
    expect([selected, rest]).toEqual([60, 1140]);
    expect(differences[0]).toMatchObject({
      dimension: 'model',
      value: 'old-model',
      selected: { count: 60, share: 1 },
      rest: { count: 60, share: 60 / 1140 },
      lift: 19,
      sameAs: [
        { dimension: 'provider', value: 'old-provider' },
        { dimension: 'attr.app.cluster', value: 'blue' },
      ],
    });
    const named = differences.map(({ dimension, value }) => `${dimension} ${value}`);
    // Odd requests alone are slow, so this is no accident.
    expect(named).toContain('attr.app.cached false');
    expect(named.filter((name) => /user|session|region|status|tag/.test(name))).toEqual([]);
  });

  it('compares the fields of a span and its frequent attributes, but no ids and nothing the selection is made by', async () => {
    const { dimensions } = await compare({
      selection: { filters: [{ field: 'status', op: '=', values: ['error'] }] },
    });
    const names = dimensions.map(({ dimension }) => dimension);
    for (const name of ['model', 'user', 'tag', 'apiKey', 'attr.app.region', 'attr.http.status'])
      expect(names).toContain(name);
    for (const name of ['status', 'error', 'attr.request.id', 'spanDuration'])
      expect(names).not.toContain(name);
    expect(dimensions[0]).toMatchObject({ dimension: 'attr.http.status', distinct: 3 });
  });

  it('does not tell of failures that they came to nothing', async () => {
    const ofFailures = await compare({
      selection: { filters: [{ field: 'status', op: '=', values: ['error'] }] },
    });
    const names = ofFailures.dimensions.map(({ dimension }) => dimension);
    expect(names).toContain('attr.http.status');
    expect(names).not.toContain('attr.gen_ai.response.model');
    expect(names).not.toContain('error');
    const ofSlow = await compare({});
    expect(ofSlow.dimensions.map(({ dimension }) => dimension)).toContain('attr.gen_ai.response.model');
  });

  it('counts a span in each of its tags, and those that have none', async () => {
    const { dimensions } = await compare({
      dimensions: ['tag', 'attr.app.region'],
      selection: { to: '2026-03-01T12:10:00Z' },
    });
    const side = (count: number) => ({ count, share: count / 600 });
    const values = (name: string) => {
      const found = dimensions.find(({ dimension }) => dimension === name)?.values ?? [];
      return Object.fromEntries(found.map(({ value, ...sides }) => [value, sides]));
    };
    // The request that was told again has lost its tags and attributes.
    expect(values('tag')).toEqual({
      beta: { selected: side(199), rest: side(200) },
      eu: { selected: side(399), rest: side(400) },
      '': { selected: side(201), rest: side(200) },
    });
    expect(values('attr.app.region')).toMatchObject({
      eu: { selected: side(199) },
      '': { selected: side(1) },
    });
  });

  it('counts what a metric counts, within the filters and the search', async () => {
    const none = { from: '2026-03-01T12:00:00Z', filters: [] };
    const count = async (asked: Parameters<typeof compare>[0]) =>
      (await compare({ selection: none, ...asked })).selected;
    expect(await count({ over: 'spans' })).toBe(1500);
    expect(await count({ over: 'toolCalls' })).toBe(300);
    expect(await count({ over: 'modelCalls' })).toBe(0);
    expect(await count({ filters: [{ field: 'user', op: '=', values: ['user7'] }] })).toBe(3);
    expect(await count({ filters: [{ field: 'duration', op: '>', values: [5000] }] })).toBe(60);
    expect(await count({ search: 'old-model' })).toBe(120);
  });

  it('selects by facts of the trace and by a part of the range at once', async () => {
    const { selected, rest } = await compare({
      selection: {
        from: '2026-03-01T12:05:00Z',
        filters: [
          { field: 'duration', op: '>', values: [5000] },
          { field: 'model', op: '=', values: ['old-model'] },
        ],
      },
    });
    expect([selected, rest]).toEqual([45, 1155]);
  });

  it('sorts numbers into bins when asked for them', async () => {
    const { differences } = await compare({ dimensions: ['spanDuration'] });
    expect(differences[0]).toMatchObject({ dimension: 'spanDuration', value: '8000' });
  });

  it('has nothing to say about an empty range', async () => {
    expect(await compare({ from: '2026-05-01T00:00:00Z', to: '2026-05-02T00:00:00Z' })).toMatchObject({
      selected: 0,
      rest: 0,
      differences: [],
    });
  });

  it('sees no row of another project', async () => {
    const { dimensions } = await compare({
      selection: { filters: [{ field: 'kind', op: 'exists', values: [] }] },
    });
    expect(JSON.stringify(dimensions)).not.toContain('their-model');
  });
});
