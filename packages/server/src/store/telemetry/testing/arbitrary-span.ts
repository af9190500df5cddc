import type { Content, Json, Message, Part } from '@pharos/core/content';
import {
  type Attributes,
  type AttributeValue,
  SPAN_KINDS,
  SPAN_STATUSES,
  type Span,
} from '@pharos/core/span';
import { USAGE_BUCKETS, type Usage } from '@pharos/core/usage';
import fc from 'fast-check';
import { aSpan } from '../../../testing/spans.ts';

const DAY_NS = 86_400_000_000_000n;

/** Texts of any letters, and the ones that break careless code. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '\0', '世'.repeat(50), 'x'.repeat(300), "'; DROP TABLE spans; --"),
);
const key = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString', '0', 'a.b.c'));
const id = fc.stringMatching(/^[0-9a-f]{16}$/);
/** A few days, since each costs an insert a part of its own. */
const startNs = fc
  .tuple(fc.constantFrom(0n, 20_000n, 46_000n), fc.bigInt({ min: 0n, max: DAY_NS - 1n }))
  .map(([day, ns]) => day * DAY_NS + ns);
const ns = fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n });
const count = fc.nat({ max: 0xffff_ffff });
const money = fc
  .tuple(fc.nat(999_999), fc.nat(999_999_999))
  .map(([whole, part]) => `${whole}.${String(part).padStart(9, '0')}1`);

const attributeValue: fc.Arbitrary<AttributeValue> = fc.letrec<{ any: AttributeValue }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(key, tie('any'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;
const attributes: fc.Arbitrary<Attributes> = fc
  .array(fc.tuple(key, fc.oneof(attributeValue, fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }))), {
    maxLength: 6,
  })
  .map((entries) => new Map(entries));
const labels: fc.Arbitrary<Attributes> = fc
  .array(fc.tuple(key, text), { maxLength: 3 })
  .map((entries) => new Map(entries));

const json = attributeValue as fc.Arbitrary<Json>;
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text }),
  fc.record({ type: fc.constant('toolCall' as const), id: text, name: text, arguments: json }),
  fc.record({ type: fc.constant('json' as const), value: json }),
);
const message: fc.Arbitrary<Message> = fc.record({
  role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
  parts: fc.array(part, { maxLength: 3 }),
});
const content: fc.Arbitrary<Content | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ text }),
  fc.record({ json }),
  fc.record({ messages: fc.array(message, { maxLength: 3 }) }),
);
const buckets = <Value>(value: fc.Arbitrary<Value>) =>
  fc.record(Object.fromEntries(USAGE_BUCKETS.map((bucket) => [bucket, value])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Partial<Record<(typeof USAGE_BUCKETS)[number], Value>>>;
const usage: fc.Arbitrary<Usage> = fc
  .tuple(buckets(count), count, fc.boolean())
  .map(([parts, total, mismatch]) => ({ ...parts, total, ...(mismatch ? { mismatch } : {}) }));

/** Any span that the store promises to give back as it was. */
export const arbitrarySpan: fc.Arbitrary<Span> = fc
  .record({
    traceId: id,
    spanId: id,
    parentSpanId: fc.oneof(fc.constant(''), id),
    name: text,
    kind: fc.constantFrom(...SPAN_KINDS),
    startNs,
    lasting: ns,
    status: fc.constantFrom(...SPAN_STATUSES),
    statusMessage: fc.oneof(text, fc.constant('m'.repeat(5000))),
    error: fc.option(fc.record({ type: text, message: text, stack: text }), { nil: undefined }),
    model: text,
    requestModel: text,
    provider: text,
    usage: fc.option(usage, { nil: undefined }),
    usageEstimated: fc.boolean(),
    usageTokenizer: fc.constantFrom('', 'o200k_base', 'claude~o200k_base'),
    cost: fc.option(
      fc.record({
        input: money,
        output: money,
        total: money,
        currency: text,
        priceId: text,
        priceVersion: text,
      }),
      {
        nil: undefined,
      },
    ),
    timeToFirstTokenNs: fc.option(fc.bigInt({ min: 1n, max: 10n ** 15n }), { nil: undefined }),
    userId: text,
    sessionId: text,
    tags: fc.array(text, { maxLength: 3 }),
    input: content,
    output: content,
    documents: fc.array(fc.record({ id: text, content: text, score: fc.constant(0.5) }), { maxLength: 2 }),
    toolDefinitions: fc.array(fc.record({ name: text, parameters: json }), { maxLength: 2 }),
    attributes,
    resource: labels,
    events: fc.array(fc.record({ name: text, timeNs: ns, attributes: labels }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: id, spanId: id, attributes: labels }), { maxLength: 2 }),
  })
  .map(({ lasting, ...facts }) => aSpan({ ...facts, endNs: facts.startNs + lasting }));
