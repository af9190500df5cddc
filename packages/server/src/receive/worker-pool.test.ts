import { gzipSync } from 'node:zlib';
import type { OwnPrices } from '@pharos/core/pricing/own-prices';
import { afterEach, describe, expect, it } from 'vitest';
import { DecodeError, Overloaded, TooLarge, UnsupportedMedia, WorkerDied } from '../intake/errors.ts';
import type { ReceivedRequest } from '../intake/request.ts';
import { type OtlpSpan, protobufLogs, protobufTraces } from '../testing/otlp.ts';
import { workerFile } from '../worker-file.ts';
import { createWorkerPool, defaultThreads, type WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

const NONE = { overrides: [], exchange: [] };

const MIB = 1024 * 1024;
const spans = (count: number): OtlpSpan[] =>
  Array.from({ length: count }, (_, i) => ({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: (i + 1).toString(16).padStart(16, '0'),
    startNs: 1_795_467_558_914_000_001n,
    endNs: 1_795_467_559_914_000_003n,
    attributes: { 'gen_ai.request.model': 'gpt-4.1', 'gen_ai.usage.input_tokens': i },
  }));
const request = (body: Uint8Array, part: Partial<ReceivedRequest> = {}): ReceivedRequest => ({
  kind: 'traces',
  format: 'protobuf',
  encoding: 'identity',
  body,
  envelope: { projectId: 'p1', apiKeyId: 'k1', receivedAtMs: 1_795_467_560_000, version: 7n },
  ...part,
});

let pool: WorkerPool;
const start = (part: Partial<WorkerPoolOptions> = {}) => {
  pool = createWorkerPool({ maxBodyBytes: 4 * MIB, maxWaitingBytes: 8 * MIB, threads: 1, ...part });
};
afterEach(() => pool.close());

describe('the worker pool', () => {
  it('turns a compressed request into rows and keeps the body as it was', async () => {
    start();
    const body = gzipSync(protobufTraces([...spans(3), { ...spans(1)[0], startNs: 0n }]));
    const before = Buffer.from(body);
    const batch = await pool.prepare(request(body, { encoding: 'gzip' }), NONE);
    expect(batch).toMatchObject({ projectId: 'p1', version: 7n, rejected: { count: 1 } });
    expect(batch.spans.map(({ spanId }) => spanId)).toEqual(spans(3).map(({ spanId }) => spanId));
    expect(batch.spans.at(-1)?.spanRowEnd).toBe(batch.spanRows.byteLength);
    expect(before.equals(body)).toBe(true);
    const logs = await pool.prepare(request(protobufLogs([{ body: 'hi' }]), { kind: 'logs' }), NONE);
    expect(logs).toMatchObject({ logCount: 1, spans: [] });
    expect(pool.waitingBytes).toBe(0);
  });

  it('prices a request by what its own project set, and the next one without', async () => {
    start();
    const own = { model: 'gpt-4.1', provider: '', currency: 'USD', input: '7', updatedAt: '2026-01-01' };
    const isOwn = async (prices: OwnPrices) => {
      const { spanRows } = await pool.prepare(request(protobufTraces(spans(2))), prices);
      return Buffer.from(spanRows).includes('project/gpt-4.1');
    };
    const set = { overrides: [own], exchange: [] };
    expect([await isOwn(set), await isOwn(NONE), await isOwn(set)]).toEqual([true, false, true]);
  });

  it('tells one refusal from another across threads', async () => {
    start();
    const bomb = gzipSync(Buffer.alloc(40 * MIB));
    const send = (body: Buffer, encoding: string) => pool.prepare(request(body, { encoding }), NONE);
    await expect(send(Buffer.from('x'), 'identity')).rejects.toThrow(DecodeError);
    await expect(send(bomb, 'gzip')).rejects.toThrow(TooLarge);
    await expect(send(Buffer.from('x'), 'compress')).rejects.toThrow(UnsupportedMedia);
    expect(pool.waitingBytes).toBe(0);
  });

  it('refuses what it has no room for at once, and takes it when there is room again', async () => {
    start({ maxWaitingBytes: MIB });
    const large = protobufTraces([{ ...spans(1)[0], attributes: { text: 'x'.repeat(0.7 * MIB) } }]);
    const first = pool.prepare(request(large), NONE);
    await expect(pool.prepare(request(large), NONE)).rejects.toThrow(Overloaded);
    expect((await first).spans.length).toBe(1);
    expect((await pool.prepare(request(large), NONE)).spans.length).toBe(1);
  });

  it.each([['exit'], ['throw']])('fails only the request that makes a thread %s', async (wish) => {
    start({ file: workerFile('../testing/mortal.worker', import.meta.url) });
    const send = (text: string) => pool.prepare(request(Buffer.from(text)), NONE);
    await expect(send(wish)).rejects.toThrow(WorkerDied);
    await expect(send('hello')).rejects.toThrow('alive: hello');
    expect(pool.waitingBytes).toBe(0);
  });

  it('blames no body for the time it waited, nor for a thread that had to be stopped', {
    timeout: 90_000,
  }, async () => {
    start({ file: workerFile('../testing/mortal.worker', import.meta.url), timeoutMs: 1000 });
    const send = (text: string) => pool.prepare(request(Buffer.from(text)), NONE);
    // A thread may take longer to start than these have.
    const isAlive = () => expect.poll(() => send('hello').catch(String), { timeout: 30_000 });
    await isAlive().toContain('alive: hello');
    const outcomes = await Promise.allSettled([send('hang'), send('hello')]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { name: 'Overloaded', retryAfterSeconds: 5 } });
    await isAlive().toContain('alive: hello');
  });

  it('leaves the event loop free while it works', async () => {
    start({ maxBodyBytes: 64 * MIB, maxWaitingBytes: 64 * MIB });
    const body = gzipSync(protobufTraces(spans(20_000)));
    await pool.prepare(request(protobufTraces([])), NONE);
    const prepared = pool.prepare(request(body, { encoding: 'gzip' }), NONE);
    let turns = 0;
    let done = false;
    const finished = prepared.finally(() => {
      done = true;
    });
    while (!done) {
      turns++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await finished).spans.length).toBe(20_000);
    expect(turns).toBeGreaterThan(20);
  });

  it('leaves a core to the event loop', () => {
    start();
    expect([1, 2, 3, 5, 64].map(defaultThreads)).toEqual([1, 1, 2, 4, 4]);
  });
});
