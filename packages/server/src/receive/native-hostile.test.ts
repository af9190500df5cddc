import { createPriceBook } from '@pharos/core/pricing/price-book';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError, TooLarge } from '../intake/errors.ts';
import type { WireFormat } from '../intake/request.ts';
import { createPrepare } from '../pipeline/prepare.ts';
import { decode } from './decode.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const AT = 1_790_000_000_000;
const times = { started_at: AT, finished_at: AT + 1, first_token_at: AT };

/** A good request of each protocol that is one JSON document. */
const GOOD: readonly (readonly [WireFormat, Json])[] = [
  [
    'langtrace',
    [
      {
        traceId: '7'.repeat(32),
        spanId: '7'.repeat(16),
        parentSpanId: '8'.repeat(16),
        name: 'query',
        kind: 2,
        startTime: [AT / 1000, 5],
        endTime: [AT / 1000, 6],
        status: { code: 2, message: 'late' },
        attributes: {
          'langtrace.service.type': 'vectordb',
          'db.system': 'pinecone',
          'db.query': '[{"topK":1}]',
        },
        events: [
          {
            name: 'response',
            attributes: { 'db.response': '{"matches":[{"id":1,"score":0.5}]}' },
            time: [AT / 1000, 5],
          },
        ],
        links: [{ context: { traceId: '9'.repeat(32), spanId: '9'.repeat(16) }, attributes: { a: 1 } }],
        resource: { _attributes: { 'service.name': 'x' } },
        instrumentationLibrary: { name: 'x', version: '1' },
      },
    ],
  ],
  [
    'langwatch',
    {
      trace_id: 'trace_1',
      metadata: { user_id: 'ada', labels: ['x'], plan: 'pro', sdk_name: 'x' },
      expected_output: 'x',
      spans: [
        {
          span_id: 's',
          parent_id: 'p',
          type: 'evaluation',
          name: 'judge',
          input: { type: 'list', value: [{ type: 'text', value: 'x' }] },
          output: { type: 'evaluation_result', value: { status: 'processed', score: 1, passed: true } },
          contexts: [{ document_id: 'd', content: 'x' }],
          metrics: { prompt_tokens: 1, cost: 0.1 },
          params: { tools: [{ function: { name: 'x' } }] },
          error: { has_error: true, message: 'x', stacktrace: ['y'] },
          timestamps: times,
        },
      ],
      evaluations: [
        { name: 'x', score: 1, label: 'y', timestamps: times },
        { name: 'x', status: 'error' },
      ],
    },
  ],
];

const pathsIn = (value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
    : [path];

function replaced(value: Json, [key, ...rest]: readonly (string | number)[], by: Json): Json {
  if (key === undefined) return by;
  const inner = replaced((value as Record<string, Json>)[key] as Json, rest, by);
  return Array.isArray(value)
    ? value.map((each, i) => (String(i) === String(key) ? inner : each))
    : { ...(value as Record<string, Json>), [key]: inner };
}

const CONTEXT = { receivedNs: BigInt(AT) * 1_000_000n, contentType: 'application/json', subject: '' };
const envelope = { projectId: 'p', apiKeyId: 'k', receivedAtMs: AT + 1000, version: 1n };
const prices = createPriceBook();
const prepare = createPrepare();

/** What a worker does: a bad request is refused, and nothing else is ever thrown. */
function take(format: WireFormat, body: Json): number | 'refused' {
  try {
    const batch = decode(format, 'traces', Buffer.from(JSON.stringify(body)), CONTEXT);
    const prepared = prepare(batch, envelope, prices);
    expect(prepared.rejected.counts.failed).toBeUndefined();
    return prepared.spans.length;
  } catch (error) {
    if (error instanceof DecodeError || error instanceof TooLarge) return 'refused';
    throw error;
  }
}

const anything = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(
    '',
    '?',
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    [null],
    { __proto__: null, constructor: 1 },
    '\ud800',
    [[[[1]]]],
  ),
);

describe.each(GOOD)('a request of %s', (format, good) => {
  test('is taken', () => expect(take(format, good)).toBe(1));

  test('harms nothing, whatever stands in the place of one of its values', () => {
    const mutation = fc.tuple(fc.constantFrom(...pathsIn(good)), anything);
    fc.assert(
      fc.property(mutation, ([path, by]) => void take(format, replaced(good, path, by))),
      { numRuns: 3000 },
    );
  });

  test('harms nothing when it is no request at all', () => {
    fc.assert(
      fc.property(anything, (body) => void take(format, body)),
      { numRuns: 500 },
    );
  });

  test('is refused when it is cut short', () => {
    const body = Buffer.from(JSON.stringify(good));
    for (let length = 0; length < body.length; length++)
      expect(() => decode(format, 'traces', body.subarray(0, length), CONTEXT)).toThrow(DecodeError);
  });
});
