import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSpan } from '../../../testing/spans.ts';
import { scopeTo } from '../../scope.ts';
import type { SpanQuery } from '../contract.ts';
import { type FilledStore, openFilledStore } from './testing/filled-store.ts';

const START = 1_790_000_000_000_000_000n;
const SECOND = 1_000_000_000n;
const project = scopeTo('p1');

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore({ nowMs: () => Number(START / 1_000_000n) }, { textIndex: false });
  const at = (trace: string, spanId: string, second: bigint, more = {}) =>
    aSpan({
      traceId: trace,
      spanId,
      startNs: START + second * SECOND,
      input: { text: `in ${spanId}` },
      ...more,
    });
  const spans = [
    at('t1', 'root', 0n),
    at('t1', 'call', 1n, { parentSpanId: 'root', kind: 'llm', model: 'gpt-4.1' }),
    at('t1', 'tool', 2n, { parentSpanId: 'root', kind: 'tool', name: 'search', status: 'error' }),
    at('t2', 'root2', 2n, { userId: 'ada' }),
    at('t2', 'old', -40n * 86_400n, { parentSpanId: 'root2' }),
  ];
  await store.put('p1', { spans: spans.map((span) => ({ ...span, name: 'an older version' })) });
  await store.put('p1', { spans });
  await store.put('p2', { spans: [at('t1', 'theirs', 1n)] });
});
afterAll(() => store.close());

const list = async (query: Partial<SpanQuery> = {}) => {
  const { data } = await store.reader.spans(project, { limit: 10, ...query });
  return data.map(({ spanId }) => spanId);
};

describe('a list of spans', () => {
  test('has the newest version of each, newest first or oldest first, of its own project', async () => {
    expect(await list()).toEqual(['tool', 'root2', 'call', 'root', 'old']);
    expect(await list({ order: 'oldest' })).toEqual(['old', 'root', 'call', 'root2', 'tool']);
    const { data } = await store.reader.spans(project, { limit: 10, names: ['an older version'] });
    expect(data).toEqual([]);
  });

  test.each<[string, Partial<SpanQuery>, string[]]>([
    ['a trace', { traceIds: ['t1'] }, ['tool', 'call', 'root']],
    [
      'several traces far apart in time',
      { traceIds: ['t1', 't2'] },
      ['tool', 'root2', 'call', 'root', 'old'],
    ],
    ['ids', { spanIds: ['call', 'theirs'] }, ['call']],
    ['roots', { parentIds: [''] }, ['root2', 'root']],
    ['children', { parentIds: ['root'] }, ['tool', 'call']],
    ['kinds and statuses', { kinds: ['tool', 'llm'], statuses: ['error'] }, ['tool']],
    ['a range', { from: '2026-09-21T14:13:21Z', to: '2026-09-21T14:13:22Z' }, ['call']],
    ['filters', { filters: [{ field: 'user', op: '=', values: ['ada'] }] }, ['root2']],
    ['nothing', { traceIds: [] }, []],
  ])('can be of %s', async (_, query, expected) => {
    expect(await list(query)).toEqual(expected);
    expect(await store.reader.countSpans(project, query)).toBe(expected.length);
  });

  test('comes in pages, by cursor or by number, without gap or repetition', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.reader.spans(project, { limit: 2, cursor });
      all.push(...page.data.map(({ spanId }) => spanId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(all).toEqual(await list());
    expect(await list({ limit: 2, offset: 2 })).toEqual(['call', 'root']);
  });

  test('is of what an attribute or the resource says, or of what does not say it', async () => {
    const named = (spanId: string, more: object) => aSpan({ traceId: 't9', spanId, startNs: START, ...more });
    await store.put('p9', {
      spans: [
        named('span', { attributes: new Map([['project', 'a']]) }),
        named('resource', { resource: new Map([['project', 'b']]) }),
        named('none', {}),
      ],
    });
    const of = async (...values: string[]) => {
      const naming = { attribute: 'project', values };
      const { data } = await store.reader.spans(scopeTo('p9'), { limit: 10, naming, order: 'oldest' });
      return data.map(({ spanId }) => spanId);
    };
    expect([await of('a'), await of('b'), await of('c'), await of('b', '')]).toEqual([
      ['span'],
      ['resource'],
      [],
      ['none', 'resource'],
    ]);
  });

  test('gives all text by cursor, in shorter pages where it is long, and none that is left out', async () => {
    const long = 'x'.repeat(900_000);
    const spans = Array.from({ length: 40 }, (_, i) =>
      aSpan({
        traceId: 't8',
        spanId: `s${10 + i}`,
        startNs: START,
        input: { text: long },
        output: { text: 'y' },
      }),
    );
    await store.put('p8', { spans });
    const ids: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await store.reader.spans(scopeTo('p8'), { limit: 100, cursor, order: 'oldest' });
      expect(page.data.filter(({ contentOmitted }) => contentOmitted)).toEqual([]);
      ids.push(...page.data.map(({ spanId }) => spanId));
      cursor = page.nextCursor ?? undefined;
      pages += 1;
    } while (cursor !== undefined);
    expect([pages, ids]).toEqual([3, spans.map(({ spanId }) => spanId)]);
  });

  test('brings what was said, unless it is not asked for', async () => {
    const [full] = (await store.reader.spans(project, { limit: 1 })).data;
    expect(full).toMatchObject({ spanId: 'tool', input: 'in tool' });
    expect(full?.contentOmitted).toBeUndefined();
    const [short] = (await store.reader.spans(project, { limit: 1, content: false })).data;
    expect(short).toMatchObject({ input: null, contentOmitted: true });
  });
});
