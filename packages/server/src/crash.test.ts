import { randomBytes } from 'node:crypto';
import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import { describe, expect, test } from 'vitest';
import { useMortalServer } from './testing/mortal-server.ts';
import { jsonLogs, jsonTraces, type OtlpSpan } from './testing/otlp.ts';

const START = 1_790_000_000_000_000_000n;

const server = useMortalServer();

const post = async (path: string, body: Buffer) =>
  (
    await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: server.headers,
      body: new Uint8Array(body),
    })
  ).status;

async function spansOf(traceId: string): Promise<ApiSpan[]> {
  const answer = await fetch(`${server.url}/api/v1/traces/${traceId}`, { headers: server.headers });
  if (answer.status === 404) return [];
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as ApiTrace).spans as ApiSpan[];
}

const span = (over: Partial<OtlpSpan> = {}): OtlpSpan => ({
  traceId: randomBytes(16).toString('hex'),
  spanId: randomBytes(8).toString('hex'),
  name: 'chat gpt-4.1',
  startNs: START,
  endNs: START + 2_000_000_000n,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.output_tokens': 10,
  },
  ...over,
});

describe('a process that dies', { timeout: 120_000 }, () => {
  test('loses and doubles nothing that it acknowledged', async () => {
    const acknowledged: string[] = [];
    let dead = false;
    const sender = async () => {
      while (!dead) {
        const sent = span();
        const status = await post('/v1/traces', jsonTraces([sent])).catch(() => 0);
        if (status === 200) acknowledged.push(sent.traceId as string);
        if (acknowledged.length >= 300) dead = true;
      }
    };
    const senders = Array.from({ length: 8 }, sender);
    await Promise.race(senders);
    await server.crash();
    await Promise.all(senders);
    await server.start();
    const found: number[] = [];
    for (const traceId of acknowledged) found.push((await spansOf(traceId)).length);
    expect(found).toEqual(acknowledged.map(() => 1));
  });

  test('keeps one row with the first start time of a span that is resent with another', async () => {
    const sent = span();
    expect(await post('/v1/traces', jsonTraces([sent]))).toBe(200);
    await server.crash();
    await server.start();
    const resent = {
      ...sent,
      name: 'renamed',
      startNs: START + 86_400_000_000_000n,
      endNs: START + 86_401_000_000_000n,
    };
    expect(await post('/v1/traces', jsonTraces([resent]))).toBe(200);
    expect(await spansOf(sent.traceId as string)).toMatchObject([
      {
        name: 'renamed',
        startTime: new Date(Number(START / 1_000_000n)).toISOString(),
        durationMs: 86_401_000,
      },
    ]);
  });

  test('folds an update that it acknowledged onto the span that comes only after its death', async () => {
    const late = span();
    const update = jsonLogs([
      {
        traceId: late.traceId as string,
        spanId: late.spanId as string,
        timeNs: START + 1_000_000_000n,
        eventName: 'gen_ai.client.inference.operation.details',
        attributes: {
          'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: '我的包裹在哪里?' }] }],
          'gen_ai.output.messages': [
            { role: 'assistant', parts: [{ type: 'text', content: 'On its way.' }] },
          ],
        },
      },
    ]);
    expect(await post('/v1/logs', update)).toBe(200);
    await server.crash();
    await server.start();
    expect(await spansOf(late.traceId as string)).toEqual([]);
    expect(await post('/v1/traces', jsonTraces([late]))).toBe(200);
    const told = {
      startTime: new Date(Number(START / 1_000_000n)).toISOString(),
      usage: { total: 110, counted: true },
      input: [{ role: 'user', parts: [{ type: 'text', text: '我的包裹在哪里?' }] }],
      output: [{ role: 'assistant', parts: [{ type: 'text', text: 'On its way.' }] }],
    };
    expect(await spansOf(late.traceId as string)).toMatchObject([told]);
    expect(await post('/v1/traces', jsonTraces([late]))).toBe(200);
    expect(await spansOf(late.traceId as string)).toMatchObject([told]);
  });
});
