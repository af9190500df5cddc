import type { AttributeValue, RawSpan } from '@pharos/core/span';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  jsonLogs,
  jsonTraces,
  type OtlpLog,
  type OtlpSpan,
  type PlainValue,
  protobufLogs,
  protobufTraces,
} from '../../testing/otlp.ts';
import { decode } from '../decode.ts';

const RECEIVED = 1_795_000_000_000_000_000n;
const CONTEXT = { receivedNs: RECEIVED, contentType: '', subject: '' };
const FORMATS = ['protobuf', 'json'] as const;
type Format = (typeof FORMATS)[number];

const encodeTraces = { protobuf: protobufTraces, json: jsonTraces };
const encodeLogs = { protobuf: protobufLogs, json: jsonLogs };
const traces = (format: Format, spans: OtlpSpan[], source = {}) =>
  decode(format, 'traces', encodeTraces[format](spans, source), CONTEXT);
const logs = (format: Format, records: OtlpLog[], source = {}) =>
  decode(format, 'logs', encodeLogs[format](records, source), CONTEXT);

const good: OtlpSpan = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'chat gpt-4.1',
  startNs: 1_795_467_558_914_000_001n,
  endNs: 1_795_467_559_914_000_003n,
};
const only = (format: Format, span: OtlpSpan): RawSpan => {
  const batch = traces(format, [span]);
  expect(batch.rejected.count).toBe(0);
  return batch.spans[0] as RawSpan;
};

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((id) => id.some((byte) => byte !== 0))
    .map((id) => Buffer.from(id).toString('hex'));
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const string = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    '你好，世界',
    'gen_ai.request.model',
    '\0',
    'x'.repeat(300),
  ),
);
const { value: anyValue } = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    string,
    int64,
    // JSON knows no -0.
    fc.double().map((number) => (number === 0 ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(string, tie('value'), { maxKeys: 4 }),
  ),
}));
const attributes = fc.array(fc.tuple(string, anyValue), { maxLength: 12 }).map((pairs) => new Map(pairs));
const time = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
const span: fc.Arbitrary<OtlpSpan> = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: fc.oneof(fc.constant(''), hex(8)),
  name: string,
  kind: fc.integer({ min: 0, max: 5 }),
  startNs: time,
  endNs: time,
  attributes,
  events: fc.array(fc.record({ name: string, timeNs: time, attributes }), { maxLength: 3 }),
  links: fc.array(fc.record({ traceId: hex(16), spanId: hex(8), attributes }), { maxLength: 3 }),
  status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: string }),
});

/** The value as the store will meet it. */
function stored(value: PlainValue): AttributeValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== 'object' || value === null) return value;
  const object: { [key: string]: AttributeValue } = Object.create(null);
  for (const [key, item] of Object.entries(value)) object[key] = stored(item);
  return object;
}
const storedAttributes = (source: OtlpSpan['attributes']) =>
  new Map([...(source as Map<string, PlainValue>)].map(([key, value]) => [key, stored(value)]));

describe.each(FORMATS)('decode of OTLP %s', (format) => {
  it('gives back any span exactly as it was sent', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 4 }), attributes, string, (spans, resource, scope) => {
        const batch = traces(format, spans, { resource, scope: { name: scope, version: '1.2' } });
        expect(batch.rejected.count).toBe(0);
        expect(batch.spans.map((found) => ({ ...found, attributes: withoutMarks(found) }))).toEqual(
          spans.map((sent) => ({
            traceId: sent.traceId,
            spanId: sent.spanId,
            parentSpanId: /^0*$/.test(sent.parentSpanId ?? '') ? '' : sent.parentSpanId,
            name: sent.name,
            otelKind: sent.kind,
            startNs: sent.startNs,
            endNs: (sent.endNs ?? 0n) < (sent.startNs ?? 0n) ? sent.startNs : sent.endNs,
            status: ['unset', 'ok', 'error'][sent.status?.code ?? 0],
            statusMessage: sent.status?.message,
            attributes: storedAttributes(sent.attributes),
            events: sent.events?.map((event) => ({
              ...event,
              attributes: storedAttributes(event.attributes),
            })),
            links: sent.links?.map((link) => ({ ...link, attributes: storedAttributes(link.attributes) })),
            resource: storedAttributes(resource),
            scopeName: scope,
            scopeVersion: '1.2',
          })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('gives back any log record exactly as it was sent', () => {
    const log = fc.record({
      traceId: hex(16),
      spanId: hex(8),
      timeNs: time,
      severityNumber: fc.integer({ min: 0, max: 24 }),
      severityText: string,
      eventName: fc.string({ minLength: 1 }),
      body: string,
      attributes,
    });
    fc.assert(
      fc.property(fc.array(log, { maxLength: 4 }), (records) => {
        const batch = logs(format, records, { resource: { 'service.name': 'bot' }, scope: { name: 'lib' } });
        expect(batch.rejected.count).toBe(0);
        expect(batch.logs).toEqual(
          records.map((sent) => ({
            ...sent,
            attributes: storedAttributes(sent.attributes),
            resource: new Map([['service.name', 'bot']]),
            scopeName: 'lib',
          })),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('rejects one bad span with its reason and keeps the others', () => {
    const batch = traces(format, [
      good,
      { ...good, traceId: '' },
      { ...good, traceId: '0'.repeat(32) },
      { ...good, traceId: 'abcd' },
      { ...good, spanId: '0'.repeat(16) },
      { ...good, spanId: '00112233445566778899' },
      { ...good, parentSpanId: 'abcdef' },
      { ...good, startNs: 0n },
      { ...good, startNs: 2n ** 63n },
      { ...good, endNs: 2n ** 64n - 1n },
      { ...good, parentSpanId: '0'.repeat(16) },
    ]);
    expect(batch.spans.map((found) => found.parentSpanId)).toEqual(['', '']);
    expect(batch.rejected).toEqual({
      count: 9,
      reasons: [
        'a trace id must be 16 bytes, not all zero',
        'a span id must be 8 bytes, not all zero',
        'a parent span id must be 8 bytes or empty',
        'a span must have a start time',
        'a time lies beyond the year 2262',
      ],
      counts: { bad_id: 6, bad_time: 3 },
      items: new Map(),
    });
  });

  it('keeps the start of a span that ends before it and says by how much', () => {
    const skewed = only(format, { ...good, endNs: (good.startNs ?? 0n) - 1500n });
    expect(skewed.endNs).toBe(skewed.startNs);
    expect(skewed.attributes.get('pharos.clock_skew')).toBe(1500);
    const open = only(format, { ...good, endNs: 0n });
    expect(open.endNs).toBe(open.startNs);
    expect(open.attributes).toEqual(new Map([['pharos.no_end_time', true]]));
  });

  it('keeps 64-bit integers and special doubles exact', () => {
    const sent = {
      max: 2n ** 63n - 1n,
      min: -(2n ** 63n),
      unsafe: 2n ** 53n + 1n,
      safe: -9_007_199_254_740_991,
      nan: Number.NaN,
      infinity: Number.NEGATIVE_INFINITY,
    };
    expect(Object.fromEntries(only(format, { ...good, attributes: sent }).attributes)).toEqual(sent);
  });

  it('treats keys that mean something to JavaScript as plain data', () => {
    const hostile = new Map<string, PlainValue>([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['nested', JSON.parse('{"__proto__":{"isPublic":true},"constructor":{"prototype":1}}')],
      ['gen_ai.prompt.4294967295.content', 'sparse'],
    ]);
    const found = only(format, { ...good, attributes: hostile }).attributes;
    expect([...found.keys()]).toEqual([...hostile.keys()]);
    const nested = found.get('nested') as Record<string, AttributeValue>;
    expect(Object.getPrototypeOf(nested)).toBe(null);
    expect(Object.keys(nested)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).isPublic).toBeUndefined();
  });

  it('cuts attributes, events and links at their limits and counts what it cut', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => i);
    const found = only(format, {
      ...good,
      attributes: Object.fromEntries(many(1200).map((i) => [`key${i}`, i])),
      droppedAttributes: 7,
      events: many(200).map((i) => ({ name: `event${i}` })),
      links: many(130).map(() => ({ traceId: good.traceId ?? '', spanId: 'eee19b7ec3c1b175' })),
    });
    expect(found.attributes.get('key999')).toBe(999);
    expect(found.attributes.has('key1000')).toBe(false);
    expect(found.attributes.get('pharos.dropped_attributes')).toBe(207);
    expect(found.events.length).toBe(128);
    expect(found.attributes.get('pharos.dropped_events')).toBe(72);
    expect(found.links.length).toBe(128);
    expect(found.attributes.get('pharos.dropped_links')).toBe(2);
  });

  it('cuts a value nested deeper than 64 and counts the cut', () => {
    let deep: PlainValue = 'bottom';
    for (let i = 0; i < 70; i++) deep = [deep];
    const found = only(format, { ...good, attributes: { deep, shallow: [['kept']] } }).attributes;
    expect(found.get('shallow')).toEqual([['kept']]);
    let depth = 0;
    for (let value = found.get('deep'); Array.isArray(value); value = value[0]) depth++;
    expect(depth).toBe(63);
    expect(found.get('pharos.dropped_attributes')).toBe(1);
  });

  it('takes the later value of a repeated key', () => {
    const sent: [string, PlainValue][] = [
      ['key', 'early'],
      ['other', 1],
      ['key', 'late'],
    ];
    expect([...only(format, { ...good, attributes: sent }).attributes]).toEqual([
      ['key', 'late'],
      ['other', 1],
    ]);
  });

  it('takes a value of 50 MB', () => {
    const value = 'x'.repeat(50_000_000);
    expect(only(format, { ...good, attributes: { value } }).attributes.get('value')).toBe(value);
  });

  it('leaves a log record with a bad id belonging to no span', () => {
    const { logs: found } = logs(format, [
      { traceId: 'abcd', spanId: good.spanId ?? '', timeNs: 1n },
      { traceId: good.traceId ?? '', spanId: 'abcd', timeNs: 1n },
    ]);
    expect(found.map(({ traceId, spanId }) => [traceId, spanId])).toEqual([
      ['', ''],
      [good.traceId, ''],
    ]);
  });

  it('gives a log record the time it was observed, else that of a record near it, else received', () => {
    const times = (...records: OtlpLog[]) => logs(format, records).logs.map((log) => log.timeNs);
    expect(times({ observedNs: 5n, timeNs: 4n }, { observedNs: 5n })).toEqual([4n, 5n]);
    expect(times({}, { timeNs: 7n }, {}, { timeNs: 3n })).toEqual([7n, 7n, 7n, 3n]);
    expect(times({}, {})).toEqual([RECEIVED, RECEIVED]);
  });

  it('keeps the structure of a log body', () => {
    const { logs: found } = logs(format, [{ body: { content: '你好', tokens: 2n ** 60n, list: [1, null] } }]);
    expect(found[0]?.body).toEqual({ content: '你好', tokens: 2n ** 60n, list: [1, null] });
  });

  it('takes a request without spans', () => {
    expect(traces(format, []).spans).toEqual([]);
    const nothing = format === 'json' ? Buffer.from('{}') : Buffer.alloc(0);
    expect(decode(format, 'traces', nothing, CONTEXT).spans).toEqual([]);
  });
});

function withoutMarks(found: RawSpan) {
  const kept = new Map(found.attributes);
  kept.delete('pharos.clock_skew');
  return kept;
}
