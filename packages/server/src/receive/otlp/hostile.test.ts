import { gunzipSync } from 'node:zlib';
import type { RawSpan } from '@pharos/core/span';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecodeError, TooLarge } from '../../intake/errors.ts';
import type { SignalKind, WireFormat } from '../../intake/request.ts';
import { jsonTraces, type OtlpLog, type OtlpSpan, protobufLogs, protobufTraces } from '../../testing/otlp.ts';
import { decodeProto } from '../../testing/otlp-proto.ts';
import { otlpRequests, readRecording, recordedSdks } from '../../testing/recordings.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';
import { decode } from '../decode.ts';

const good: OtlpSpan = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  startNs: 1_795_467_558_914_000_001n,
  endNs: 1_795_467_559_914_000_003n,
};
const CONTEXT = { receivedNs: 1n, contentType: '', subject: '' };
const traces = (format: WireFormat, body: Uint8Array) => decode(format, 'traces', body, CONTEXT);
const json = (body: unknown) =>
  traces('json', Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const jsonSpan = (span: object) => json({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const [plainJsonSpan] = JSON.parse(jsonTraces([good]).toString()).resourceSpans[0].scopeSpans[0].spans;

/** Encodes a length-delimited field by hand, for messages that no encoder would make. */
const field = (number: number, content: Buffer): Buffer => {
  const head = [(number << 3) | 2];
  for (let rest = content.length; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.concat([Buffer.from([...head, rest]), content]);
    head.push((rest & 0x7f) | 0x80);
  }
};
const protobufSpan = (span: Buffer) => field(1, field(2, field(2, span)));

function orTooLarge(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(TooLarge);
  }
}

function msOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

describe('OTLP/JSON forms', () => {
  const id = Buffer.from('5b8efff798038103d269b633813fc60c', 'hex');
  const spanId = Buffer.from('eee19b7ec3c1b174', 'hex');

  it.each([
    ['hex', id.toString('hex'), spanId.toString('hex')],
    ['upper-case hex', id.toString('hex').toUpperCase(), spanId.toString('hex').toUpperCase()],
    ['base64', id.toString('base64'), spanId.toString('base64')],
    ['base64 without padding', id.toString('base64url'), spanId.toString('base64url')],
  ])('takes ids as %s', (_, traceId, sentSpanId) => {
    const { spans } = jsonSpan({ ...plainJsonSpan, traceId, spanId: sentSpanId, parentSpanId: sentSpanId });
    expect(spans[0]).toMatchObject({
      traceId: good.traceId,
      spanId: good.spanId,
      parentSpanId: good.spanId,
    });
  });

  it.each([[null], [5], [{}], ['x'.repeat(32)], ['5b8efff7'], [[...id]]])(
    'rejects the span id %j',
    (traceId) => {
      expect(jsonSpan({ ...plainJsonSpan, traceId })).toMatchObject({ spans: [], rejected: { count: 1 } });
    },
  );

  it('takes snake_case, enum names and numbers as text', () => {
    const { spans } = json({
      resource_spans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { string_value: 'bot' } }] },
          scope_spans: [
            {
              scope: { name: 'lib' },
              spans: [
                {
                  trace_id: good.traceId,
                  span_id: good.spanId,
                  kind: 'SPAN_KIND_CLIENT',
                  start_time_unix_nano: '1795467558914000001',
                  end_time_unix_nano: 1_795_467_559_914,
                  attributes: [
                    { key: 'int', value: { int_value: 12 } },
                    { key: 'double', value: { doubleValue: '1.5e3' } },
                    { key: 'list', value: { array_value: { values: [{ bool_value: false }] } } },
                    { key: 'map', value: { kvlist_value: { values: [{ key: 'a', value: {} }] } } },
                  ],
                  status: { code: 'STATUS_CODE_ERROR', message: 'no' },
                  events: [{ name: 'e', time_unix_nano: '7' }],
                  dropped_attributes_count: '3',
                },
              ],
            },
          ],
        },
      ],
    });
    const [span] = spans as [RawSpan];
    expect(span).toMatchObject({ otelKind: 3, status: 'error', statusMessage: 'no', scopeName: 'lib' });
    expect(span.startNs).toBe(1_795_467_558_914_000_001n);
    expect(span.resource.get('service.name')).toBe('bot');
    expect(span.events[0]?.timeNs).toBe(7n);
    expect(Object.fromEntries(span.attributes)).toEqual({
      int: 12,
      double: 1500,
      list: [false],
      map: { a: null },
      'pharos.dropped_attributes': 3,
      'pharos.clock_skew': 1_795_465_763_446_440_087n,
    });
  });

  it('leaves out what is no attribute and counts it', () => {
    const attributes = [
      null,
      'text',
      { key: 5, value: { stringValue: 'x' } },
      { key: 'bad int', value: { intValue: 'twelve' } },
      { key: 'too big', value: { intValue: '99999999999999999999' } },
      { key: 'bad double', value: { doubleValue: 'much' } },
      { key: 'fine', value: { stringValue: 'x' } },
    ];
    const [span] = jsonSpan({ ...plainJsonSpan, attributes }).spans as [RawSpan];
    expect(span.attributes.get('fine')).toBe('x');
    expect(span.attributes.get('pharos.dropped_attributes')).toBe(6);
  });

  it('rejects a span that is no object and keeps its neighbours', () => {
    const batch = json({ resourceSpans: [{ scopeSpans: [{ spans: [7, plainJsonSpan, null] }] }] });
    expect(batch.spans.length).toBe(1);
    expect(batch.rejected).toMatchObject({ count: 2, reasons: ['a span must be an object'] });
  });

  it.each([
    ['no JSON', '{"resourceSpans":'],
    ['a list', []],
    ['null', null],
    ['text', '"x"'],
    ['an object for a list', { resourceSpans: { 0: {} } }],
    ['numbers for resources', { resourceSpans: [1] }],
    ['numbers for scopes', { resourceSpans: [{ scopeSpans: [1] }] }],
    ['text for spans', { resourceSpans: [{ scopeSpans: [{ spans: 'all' }] }] }],
  ])('refuses %s as malformed', (_, body) => {
    expect(() => json(body)).toThrow(DecodeError);
  });
});

describe('hostile bodies', () => {
  it('refuses JSON 10,000 deep, and 20 MiB of brackets, at once', () => {
    const deep = `${'{"arrayValue":{"values":['.repeat(3334)}{}${']}}'.repeat(3334)}`;
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [plainJsonSpan] }] }] }).replace(
      '"attributes":[]',
      `"attributes":[{"key":"deep","value":${deep}}]`,
    );
    expect(JSON.parse(body).resourceSpans.length).toBe(1);
    for (const text of [body, '['.repeat(20 * 1024 * 1024), '{"a":'.repeat(4 * 1024 * 1024)])
      expect(msOf(() => expect(() => json(text)).toThrow(DecodeError))).toBeLessThan(1000);
  });

  it('is not fooled by brackets and escaped quotes inside strings', () => {
    const value = `${'['.repeat(5000)}\\"${'{'.repeat(5000)}`;
    const body = jsonTraces([{ ...good, name: '\\', attributes: { value } }]);
    expect(traces('json', body).spans[0]?.attributes.get('value')).toBe(value);
  });

  it('cuts a protobuf value nested 10,000 deep', () => {
    let value: Buffer = Buffer.alloc(0);
    for (let i = 0; i < 10_000; i++) value = field(5, field(1, value));
    const attribute = field(9, Buffer.concat([field(1, Buffer.from('deep')), field(2, value)]));
    const span = Buffer.concat([spanBytes(), attribute]);
    const [found] = traces('protobuf', protobufSpan(span)).spans as [RawSpan];
    expect(found.attributes.get('pharos.dropped_attributes')).toBe(1);
  });

  it.each([
    ['attributes', field(9, field(2, Buffer.from([0x2a, 0])))],
    ['events', field(11, Buffer.alloc(0))],
    ['links', field(13, Buffer.alloc(0))],
  ])('cuts or refuses 20 MiB of empty %s on one span in bounded time', (_, part) => {
    const parts = Buffer.concat(
      Array.from({ length: Math.floor((20 * 1024 * 1024) / part.length) }, () => part),
    );
    const body = protobufSpan(Buffer.concat([spanBytes(), parts]));
    expect(msOf(() => orTooLarge(() => traces('protobuf', body)))).toBeLessThan(3000);
  });

  it('refuses a body that is small on the wire and millions of values in memory', () => {
    const empties = Buffer.alloc(6 * 1024 * 1024);
    for (let i = 0; i < empties.length; i += 2) empties[i] = 0x0a;
    const attribute = field(9, field(2, field(5, empties)));
    expect(() => traces('protobuf', protobufSpan(attribute))).toThrow(TooLarge);
    expect(() => json(`{"x":[${'{},'.repeat(7_000_000)}0]}`)).toThrow(TooLarge);
  });

  it('skips unknown fields and groups, and refuses groups without end', () => {
    const unknown = Buffer.from([
      ...[0xa8, 0x3e, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
      ...[0xa9, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8],
      ...[0xad, 0x3e, 1, 2, 3, 4],
      ...[0xaa, 0x3e, 2, 1, 2],
      ...[0xab, 0x3e, 0x08, 1, 0x13, 0x08, 1, 0x14, 0xac, 0x3e],
    ]);
    const span = Buffer.concat([unknown, spanBytes(), unknown]);
    const body = Buffer.concat([unknown, protobufSpan(span), unknown]);
    expect(traces('protobuf', body).spans.length).toBe(1);
    for (const broken of [
      [0x0b],
      [0x0c],
      [0x0b, 0x14],
      Array<number>(200).fill(0x0b),
      [0x00, 0x00],
      [0x0e, 0x00],
    ])
      expect(() => traces('protobuf', Buffer.from(broken))).toThrow(DecodeError);
  });

  it('refuses varints longer than ten bytes and lengths beyond 32 bits', () => {
    const endless = Buffer.from([0x0a, ...Array<number>(11).fill(0xff), 0x01]);
    const huge = Buffer.from([0x0a, 0x81, 0x80, 0x80, 0x80, 0x10, 0x00]);
    for (const body of [endless, huge]) expect(() => traces('protobuf', body)).toThrow(DecodeError);
  });

  it('reads a resource and a scope that come after their spans', () => {
    const scope = field(1, field(1, Buffer.from('late')));
    const scopeSpans = field(2, Buffer.concat([field(2, spanBytes()), scope]));
    const key = Buffer.concat([field(1, Buffer.from('a')), field(2, field(1, Buffer.from('b')))]);
    const body = field(1, Buffer.concat([scopeSpans, field(1, field(1, key))]));
    expect(traces('protobuf', body).spans[0]).toMatchObject({
      scopeName: 'late',
      resource: new Map([['a', 'b']]),
    });
  });

  it('replaces invalid UTF-8 instead of failing', () => {
    const span = Buffer.concat([spanBytes(), field(5, Buffer.from([0x61, 0xff, 0xc3]))]);
    expect(traces('protobuf', protobufSpan(span)).spans[0]?.name).toBe('a\ufffd\ufffd');
  });
});

describe('hostile times', () => {
  const DAY_NS = 86_400_000_000_000n;
  const NOW = BigInt(Date.now()) * 1_000_000n;
  let running: RunningApp;
  let project: TestProject;
  beforeAll(async () => {
    running = await startTestServer();
    project = await running.newProject();
  });
  afterAll(() => running.close());

  async function send(path: string, body: Buffer): Promise<unknown> {
    const headers = { ...project.headers, 'content-type': 'application/x-protobuf' };
    const response = await fetch(`${running.url}${path}`, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    const answer = decodeProto('Response', Buffer.from(await response.arrayBuffer()));
    return answer.partialSuccess;
  }
  const storedLogs = async () =>
    (await running.get<{ data: unknown[] }>(`/api/v1/traces/${good.traceId}/logs`, project.headers)).data;
  const everyDay = (count: number) => Array.from({ length: count }, (_, day) => BigInt(day + 1) * DAY_NS);
  const TOO_MANY = 'the times of one request lie on more than 100 days';

  it('make a bounded number of partitions of one body of logs', async () => {
    const logs = everyDay(20_000).map((timeNs): OtlpLog => ({ timeNs, traceId: good.traceId ?? '' }));
    expect(await send('/v1/logs', protobufLogs(logs))).toEqual({ rejected: '19900', errorMessage: TOO_MANY });
    expect(await storedLogs()).toHaveLength(100);
  });

  it('make a bounded number of partitions of one body of spans', async () => {
    const spans = everyDay(300).map((startNs): OtlpSpan => ({ ...good, startNs, endNs: startNs }));
    expect(await send('/v1/traces', protobufTraces(spans))).toEqual({
      rejected: '200',
      errorMessage: TOO_MANY,
    });
  });

  it('do not reach beyond tomorrow', async () => {
    const late = NOW + 2n * DAY_NS;
    const refused = { rejected: '1', errorMessage: 'a time lies more than a day in the future' };
    expect(await send('/v1/logs', protobufLogs([{ timeNs: late }, { timeNs: NOW }]))).toEqual(refused);
    const spans = [
      { ...good, startNs: late, endNs: late },
      { ...good, startNs: NOW, endNs: NOW },
    ];
    expect(await send('/v1/traces', protobufTraces(spans))).toEqual(refused);
  });

  it('that are missing do not make a resent record another one', async () => {
    project = await running.newProject();
    const traceId = good.traceId ?? '';
    const body = protobufLogs([
      { traceId, body: 'no time' },
      { traceId, body: 'observed', observedNs: NOW },
    ]);
    for (let i = 0; i < 2; i++) expect(await send('/v1/logs', body)).toBeUndefined();
    expect(await storedLogs()).toHaveLength(2);
  });
});

function spanBytes(): Buffer {
  const request = protobufTraces([good]);
  const at = request.indexOf(Buffer.from(good.traceId ?? '', 'hex'));
  return request.subarray(at - 2);
}

/** Every OTLP body that was recorded, uncompressed. */
const recorded = recordedSdks().flatMap((sdk) => {
  const recording = readRecording(sdk);
  return (['traces', 'logs', 'metrics'] as const).flatMap((kind) =>
    otlpRequests(recording, kind).map((request) => ({
      name: `${sdk} ${request.file}`,
      kind: kind as SignalKind,
      format: (request.contentType.includes('json') ? 'json' : 'protobuf') as WireFormat,
      body: request.contentEncoding === 'gzip' ? gunzipSync(request.body) : request.body,
      preview: request.preview,
    })),
  );
});

describe('recorded SDK requests', () => {
  it.each(recorded)('reads $name whole', ({ kind, format, body, preview }) => {
    const batch = decode(format, kind, body, CONTEXT);
    const ids = [
      ...JSON.stringify(preview).matchAll(/"traceId":"([0-9a-f]{32})","spanId":"([0-9a-f]{16})"/g),
    ];
    if (kind === 'traces') {
      expect(batch.rejected.count).toBe(0);
      expect(batch.spans.length).toBeGreaterThan(0);
      const found = new Set(batch.spans.map((span) => `${span.traceId} ${span.spanId}`));
      for (const [, traceId, spanId] of ids) expect(found).toContain(`${traceId} ${spanId}`);
    }
    if (kind === 'logs') expect(batch.logs.length).toBeGreaterThan(0);
    if (kind === 'metrics') {
      expect(batch.rejected.count).toBe(0);
      expect(batch.points.length).toBeGreaterThan(0);
    }
  });

  const damaged = (body: Buffer) =>
    fc.oneof(
      fc.nat({ max: body.length }).map((end) => body.subarray(0, end)),
      fc
        .array(fc.tuple(fc.nat({ max: body.length - 1 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 8,
        })
        .map((flips) => {
          const copy = Buffer.from(body);
          for (const [at, byte] of flips) copy[at] = byte;
          return copy;
        }),
    );

  it('never fails otherwise than by saying that a damaged body is malformed', () => {
    const cases = fc
      .constantFrom(...recorded)
      .chain((request) => damaged(request.body).map((body) => ({ ...request, body })));
    fc.assert(
      fc.property(cases, ({ format, kind, body }) => {
        expectNothingWorse(() => decode(format, kind, body, CONTEXT));
      }),
      { numRuns: 2000 },
    );
  });

  it('survives random bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('protobuf' as const, 'json' as const),
        fc.constantFrom('traces' as const, 'logs' as const, 'metrics' as const),
        (body, format, kind) => {
          expectNothingWorse(() => decode(format, kind, body, CONTEXT));
        },
      ),
      { numRuns: 5000 },
    );
  });
});

function expectNothingWorse(work: () => unknown): void {
  const start = performance.now();
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
  expect(performance.now() - start).toBeLessThan(500);
}
