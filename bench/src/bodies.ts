import { gzipSync } from 'node:zlib';
import protobuf from 'protobufjs/minimal.js';
import { type BenchSpan, benchTrace, type Profile } from './profiles.ts';
import type { Random } from './random.ts';

/** A request body made before the clock runs, so that sending it costs the generator next to nothing. */
export interface Body {
  bytes: Buffer;
  spans: number;
  rawBytes: number;
}

const SPANS_PER_BODY = 512;

/** OTLP protobuf, gzip, 512 spans a body, with starts spread evenly over the range. */
export function makeBodies(
  random: Random,
  profile: Profile,
  spans: number,
  fromMs: number,
  toMs: number,
): Body[] {
  const bodies: Body[] = [];
  let waiting: BenchSpan[] = [];
  for (let made = 0; made < spans; ) {
    const at = fromMs + ((toMs - fromMs) * made) / spans;
    const trace = benchTrace(random, profile, BigInt(Math.round(at)) * 1_000_000n);
    made += trace.length;
    waiting.push(...trace);
    while (waiting.length >= SPANS_PER_BODY) {
      bodies.push(bodyOf(waiting.slice(0, SPANS_PER_BODY)));
      waiting = waiting.slice(SPANS_PER_BODY);
    }
  }
  if (waiting.length > 0) bodies.push(bodyOf(waiting));
  return bodies;
}

export function bodyOf(spans: readonly BenchSpan[]): Body {
  const raw = encode(spans);
  return { bytes: gzipSync(raw, { level: 1 }), spans: spans.length, rawBytes: raw.byteLength };
}

/** ExportTraceServiceRequest by hand: field numbers are those of opentelemetry-proto trace/v1. */
export function encode(spans: readonly BenchSpan[]): Uint8Array {
  const w = protobuf.Writer.create();
  w.uint32(10).fork();
  w.uint32(10).fork();
  attribute(w, 10, 'service.name', 'shop-assistant');
  attribute(w, 10, 'deployment.environment.name', 'production');
  attribute(w, 10, 'service.version', '2026.11.2');
  w.ldelim();
  w.uint32(18).fork();
  w.uint32(10).fork().uint32(10).string('bench').ldelim();
  for (const span of spans) encodeSpan(w, span);
  w.ldelim();
  w.ldelim();
  return w.finish();
}

function encodeSpan(w: protobuf.Writer, span: BenchSpan): void {
  w.uint32(18).fork();
  w.uint32(10).bytes(span.traceId);
  w.uint32(18).bytes(span.spanId);
  if (span.parentSpanId) w.uint32(34).bytes(span.parentSpanId);
  w.uint32(42).string(span.name);
  w.uint32(48).uint32(3);
  fixed64(w, 57, span.startNs);
  fixed64(w, 65, span.endNs);
  for (const [key, value] of span.attributes) attribute(w, 74, key, value);
  w.uint32(122).fork().uint32(24).uint32(1).ldelim();
  w.ldelim();
}

function fixed64(w: protobuf.Writer, tag: number, value: bigint): void {
  w.uint32(tag).fixed64({
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
    unsigned: true,
  } as unknown as number);
}

function attribute(w: protobuf.Writer, tag: number, key: string, value: string | number): void {
  w.uint32(tag).fork().uint32(10).string(key).uint32(18).fork();
  if (typeof value === 'string') w.uint32(10).string(value);
  else if (Number.isInteger(value)) w.uint32(24).int64(value);
  else w.uint32(33).double(value);
  w.ldelim().ldelim();
}
