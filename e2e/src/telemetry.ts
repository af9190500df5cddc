import { randomBytes } from 'node:crypto';
import { type OtlpSpan, protobufTraces } from '../../packages/server/src/testing/otlp.ts';
import { decodeProto, encodeProto } from '../../packages/server/src/testing/otlp-proto.ts';
import { otlpRequests, readRecording } from '../../packages/server/src/testing/recordings.ts';
import type { TestProject } from './product.ts';

const MS = 1_000_000n;
export const hexId = (bytes: 8 | 16): string => randomBytes(bytes).toString('hex');
export const nowNs = (): bigint => BigInt(Date.now()) * MS;

/** Sends a protobuf body as an exporter would; the status that was answered. */
export async function sendTraces(
  { url, secretKey }: Pick<TestProject, 'url' | 'secretKey'>,
  body: Buffer,
): Promise<number> {
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${secretKey}` },
    body: new Uint8Array(body),
  });
  return response.status;
}

/** What an application on the Vercel AI SDK sent: three requests of two users, in English and Chinese. */
export function recordedTraces(): Buffer {
  const [request] = otlpRequests(readRecording('vercel-ai-proto'), 'traces');
  if (request === undefined) throw new Error('The recording holds no traces.');
  return request.body;
}

/** The ids of the traces in a body, those with most spans first. */
export function traceIdsOf(body: Buffer): string[] {
  const counts = new Map<string, number>();
  for (const { spans } of scopesOf(body)) {
    for (const span of spans) {
      const id = span.traceId.toString('hex');
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}

interface DecodedTraces {
  resourceSpans: { scopeSpans: { spans: { traceId: Buffer }[] }[] }[];
}
const scopesOf = (body: Buffer) =>
  (decodeProto('TracesRequest', body) as unknown as DecodedTraces).resourceSpans.flatMap(
    ({ scopeSpans }) => scopeSpans,
  );

const isTime = (key: string) => /^(start|end)?timeUnixNano$/i.test(key);

/** Calls `change` with every time in a decoded message and puts its answer in place. */
function overTimes(value: unknown, change: (ns: bigint) => bigint): unknown {
  if (Array.isArray(value)) return value.map((item) => overTimes(item, change));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isTime(key) ? String(change(BigInt(String(inner)))) : overTimes(inner, change),
    ]),
  );
}

/** The same as if its last moment had been just now, so that pages that show the last day show it. */
export function asOfNow(body: Buffer): Buffer {
  const message = decodeProto('TracesRequest', body);
  let last = 0n;
  overTimes(message, (ns) => {
    if (ns > last) last = ns;
    return ns;
  });
  const shift = nowNs() - last;
  return encodeProto('TracesRequest', overTimes(message, (ns) => ns + shift) as object);
}

/** A trace of one model call; its fields can be replaced. */
export function aModelCall(name: string, span: OtlpSpan = {}): { traceId: string; body: Buffer } {
  const endNs = nowNs();
  const traceId = hexId(16);
  const body = protobufTraces([
    {
      traceId,
      spanId: hexId(8),
      name,
      startNs: endNs - 800n * MS,
      endNs,
      ...span,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4.1',
        'gen_ai.usage.input_tokens': 40,
        'gen_ai.usage.output_tokens': 12,
        ...(span.attributes as object),
      },
    },
  ]);
  return { traceId, body };
}

/** One agent that takes so many steps, one after another; each is named by its number. */
export function aChain(
  steps: number,
  fails: (nth: number) => boolean = () => false,
): { traceId: string; body: Buffer } {
  const traceId = hexId(16);
  const root = hexId(8);
  const end = nowNs();
  const start = end - BigInt(steps) * MS;
  const body = protobufTraces([
    { traceId, spanId: root, name: 'a long way', startNs: start, endNs: end },
    ...Array.from({ length: steps - 1 }, (_, index): OtlpSpan => {
      const name = `step ${index + 1}`;
      const startNs = start + BigInt(index) * MS;
      return {
        traceId,
        spanId: hexId(8),
        parentSpanId: root,
        name,
        startNs,
        endNs: startNs + MS,
        ...(fails(index + 1) && { status: { code: 2, message: `${name} broke` } }),
      };
    }),
  ]);
  return { traceId, body };
}
