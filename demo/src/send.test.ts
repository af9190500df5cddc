import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createSender, inParallel } from './send.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function receiver(answers: Answer[]) {
  const bodies: unknown[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(JSON.parse(gunzipSync(Buffer.concat(chunks)).toString()));
      headers.push(request.headers);
      (answers.shift() ?? ((_, r) => r.writeHead(200).end('{}')))(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const waits: number[] = [];
  const sender = createSender(
    { url: `http://127.0.0.1:${port}/`, authorization: 'Bearer sk-1' },
    { fetch, wait: async (ms) => void waits.push(ms) },
  );
  return { sender, bodies, headers, waits };
}
const reply =
  (status: number, headers: Record<string, string> = {}, body = '{}'): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

test('posts gzipped JSON with the key', async () => {
  const { sender, bodies, headers } = await receiver([]);
  await sender.post('/v1/traces', { resourceSpans: [] });
  expect(bodies).toEqual([{ resourceSpans: [] }]);
  expect(headers[0]).toMatchObject({ authorization: 'Bearer sk-1', 'content-encoding': 'gzip' });
});

test('waits as long as a busy server asks and sends the same again', async () => {
  const { sender, bodies, waits } = await receiver([
    reply(429, { 'retry-after': '7' }),
    reply(503),
    reply(503, { 'retry-after': '3600' }),
  ]);
  await sender.post('/v1/traces', { n: 1 });
  expect(bodies).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }, { n: 1 }]);
  expect(waits).toEqual([7000, 1000, 30_000]);
});

test('gives up on a server that stays busy', async () => {
  const { sender, bodies } = await receiver(Array.from({ length: 20 }, () => reply(429)));
  await expect(sender.post('/v1/traces', {})).rejects.toThrow('stayed busy');
  expect(bodies).toHaveLength(8);
});

test('says what to do about a wrong key, and does not try again', async () => {
  const { sender, bodies } = await receiver([reply(401)]);
  await expect(sender.post('/v1/traces', {})).rejects.toMatchObject({
    message: expect.stringContaining('PHAROS_SECRET_KEY'),
    status: 401,
  });
  expect(bodies).toHaveLength(1);
});

test('counts what a partial success refused', async () => {
  const { sender } = await receiver([
    reply(200, {}, JSON.stringify({ partialSuccess: { rejectedSpans: '3', errorMessage: 'too large' } })),
  ]);
  await sender.post('/v1/traces', {});
  expect(sender.refused).toEqual({ count: 3, reason: 'too large' });
});

test('says when nothing answers', async () => {
  const sender = createSender(
    { url: 'http://127.0.0.1:9', authorization: 'Bearer x' },
    { fetch, wait: async () => undefined },
  );
  await expect(sender.post('/v1/traces', {})).rejects.toThrow('http://127.0.0.1:9 does not answer');
});

test('works on so many at once and no more, and on each exactly once', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await inParallel(
    Array.from({ length: 50 }, (_, n) => n),
    4,
    async (n) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      done.push(n);
    },
  );
  expect(most).toBe(4);
  expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
});
