import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_END_TIME, type Span } from '../span.ts';
import { mergeBodies, type SpanFragment } from './fragment.ts';
import { overlay, tell } from './tell.ts';

const MS = 1_000_000n;
const START = 1_790_000_000_000n * MS;
const at = (ms: number) => new Date(Number(START / MS) + ms).toISOString();

const fragment = (update: boolean, ms: number, body: SpanFragment['body']): SpanFragment => ({
  traceId: 't',
  spanId: 's',
  format: 'langfuse',
  timeNs: START + BigInt(ms) * MS,
  update,
  body: { type: 'generation', ...body },
});
const create = fragment(false, 0, {
  name: 'answer',
  model: 'gpt-4.1',
  startTime: at(0),
  metadata: { a: 1, b: 1 },
});
const end = fragment(true, 20, {
  endTime: at(20),
  output: 'On its way.',
  usageDetails: { input: 9, output: 3 },
});
const rename = fragment(true, 10, { name: 'reply', metadata: { b: 2 }, output: 'On its' });

describe('what fragments tell of a span', () => {
  test('is the last word on each thing, whatever the order they are given in', () => {
    const { span, placed } = tell([end, create, rename]);
    expect(placed).toBe(true);
    expect(span).toMatchObject({
      name: 'reply',
      kind: 'llm',
      model: 'gpt-4.1',
      startNs: START,
      endNs: START + 20n * MS,
      usage: { input: 9, output: 3 },
      output: { text: 'On its way.' },
    });
    expect(span.attributes.get('langfuse.observation.metadata.a')).toBe(1);
    expect(span.attributes.get('langfuse.observation.metadata.b')).toBe(2);
    expect(tell([rename, end, create, end])).toEqual(tell([end, create, rename]));
  });

  test('has no place in time before its start is told, and no end before its end', () => {
    expect(tell([end]).placed).toBe(false);
    expect(tell([create]).span.attributes.get(NO_END_TIME)).toBe(true);
    expect(tell([create, end]).span.attributes.has(NO_END_TIME)).toBe(false);
  });

  test('comes to the same laid over in any parts and order as read at once', () => {
    const updates = fc.array(
      fc.record({
        ms: fc.integer({ min: 1, max: 50 }),
        body: fc.record(
          {
            name: fc.constantFrom('a', 'b'),
            output: fc.constantFrom('x', 'y'),
            endTime: fc.constantFrom(at(60), at(70)),
            level: fc.constantFrom('ERROR', 'DEFAULT'),
            metadata: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom(1, 2)),
          },
          { requiredKeys: [] },
        ),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(updates, fc.context(), (told, context) => {
        const all = [create, ...told.map(({ ms, body }) => fragment(true, ms, body as SpanFragment['body']))];
        const whole = tell(all).span;
        // What is stored was read from the first few; then everything is read and laid over it.
        for (let known = 1; known <= all.length; known += 1) {
          const stored = tell(all.slice(0, known)).span;
          const laid = overlay(stored, tell(all));
          context.log(`${known}`);
          expect(comparable(laid)).toEqual(comparable(whole));
          expect(overlay(laid, tell(all))).toEqual(laid);
        }
      }),
    );
  });

  test('that do not place the span change what they say and nothing else', () => {
    const stored = tell([create]).span;
    const laid = overlay({ ...stored, kind: 'embedding', parentSpanId: 'p' }, tell([end]));
    expect(laid).toMatchObject({ kind: 'embedding', parentSpanId: 'p', name: 'answer', startNs: START });
    expect(laid.output).toEqual({ text: 'On its way.' });
    expect([...tell([end]).span.attributes.keys()]).toEqual([
      'langfuse.observation.type',
      'langfuse.observation.usage_details',
    ]);
  });

  test('gives a span that starts earlier than was known its true start', () => {
    const trace = (ms: number): SpanFragment => ({
      ...fragment(false, ms, { type: 'trace', timestamp: at(ms) }),
      traceId: 't',
      spanId: 't',
    });
    const stored = tell([trace(50)]).span;
    expect(overlay(stored, tell([trace(50), trace(10)]))).toMatchObject({
      startNs: START + 10n * MS,
      endNs: START + 50n * MS,
    });
  });
});

const comparable = ({ attributes, ...rest }: Span) => ({
  ...rest,
  attributes: [...attributes].sort(([a], [b]) => (a < b ? -1 : 1)),
});

describe('bodies merged', () => {
  test('keep of each key the last value that is one, merge what is deep, unite lists', () => {
    const merged = mergeBodies(
      [
        { a: 1, b: 'x', meta: { m: 1, deep: { x: 1 } }, tags: ['p', 'q'] },
        { a: null, b: 'y', meta: { n: 2, deep: { y: 2 } }, tags: ['q', 'r'] },
      ],
      { deep: ['meta'], union: ['tags'] },
    );
    expect(merged).toEqual({
      a: 1,
      b: 'y',
      meta: { m: 1, n: 2, deep: { x: 1, y: 2 } },
      tags: ['p', 'q', 'r'],
    });
  });

  test('treat hostile keys as data', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}');
    const merged = mergeBodies([hostile, hostile], { deep: ['__proto__'] });
    expect(Object.keys(merged).sort()).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
