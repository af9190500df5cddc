import { type AddressInfo, connect as connectSocket } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replyWithErrors } from '../../http/error-reply.ts';
import type { Routes } from '../../http/routes.ts';
import type { LiveBus } from '../../live/bus.ts';
import { createMemoryBus } from '../../live/memory-bus.ts';
import { scopeTo } from '../../store/scope.ts';
import { type LiveOptions, liveTraces } from './live-routes.ts';

let bus: LiveBus;
let server: FastifyInstance;
let url: string;

/** The real route on a socket; whoever asks belongs to the project that the query names. */
async function serve(options: LiveOptions = {}): Promise<void> {
  bus = createMemoryBus();
  server = fastify();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  replyWithErrors(server);
  server.decorateRequest('project', {
    getter() {
      return scopeTo(String((this.query as { project?: string }).project));
    },
  });
  await server.register(async (scope) =>
    liveTraces(bus, { heartbeatMs: 5, maxStreamsPerProject: 2, ...options })(scope as unknown as Routes),
  );
  await server.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/api/v1/live/traces`;
}
beforeEach(() => serve());
afterEach(() => server.close());

/** Reads on until the text has come, or the stream has ended. */
async function connect(project: string) {
  const controller = new AbortController();
  const answer = await fetch(`${url}?project=${project}`, { signal: controller.signal });
  const chunks = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    leave: () => controller.abort(),
    async until(wanted: string) {
      while (!text.includes(wanted)) {
        const chunk = await chunks?.read();
        if (!chunk || chunk.done) return `${text}(end)`;
        text += chunk.value;
      }
      return text;
    },
  };
}

it('sends the ids of stored traces to the pages of their project only', async () => {
  const ours = await connect('ours');
  await ours.until('retry');
  bus.publish({ projectId: 'theirs', type: 'traces', traceIds: ['secret'] });
  bus.publish({ projectId: 'ours', type: 'traces', traceIds: ['a', 'b\n\ndata: x'] });
  const text = await ours.until('event: traces');
  expect(ours.type).toContain('text/event-stream');
  expect(text).toContain('event: traces\ndata: {"traceIds":["a","b\\n\\ndata: x"]}\n\n');
  expect(text).not.toContain('secret');
});

it('leaves no id out, however many come at once', async () => {
  const stream = await connect('ours');
  await stream.until('retry');
  const traceIds = Array.from({ length: 20_001 }, (_, n) => `${n}`.padStart(32, '0'));
  bus.publish({ projectId: 'ours', type: 'traces', traceIds });
  const text = await stream.until(`"${traceIds.at(-1)}"]}\n\n`);
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '').traceIds);
  expect(events.flat()).toEqual(traceIds);
  expect(Math.max(...events.map((ids) => ids.length))).toBeLessThanOrEqual(500);
});

it('asks to be renewed and then ends, so that whoever lost the right to look does not look on', async () => {
  await server.close();
  await serve({ renewAfterMs: 50, endAfterMs: 50, maxStreamsPerProject: 1 });
  const stream = await connect('ours');
  const text = await stream.until('event: renew');
  expect(text).not.toContain('(end)');
  bus.publish({ projectId: 'ours', type: 'traces', traceIds: ['in between'] });
  const rest = await stream.until('never');
  expect(rest).toContain('in between');
  expect(rest).toMatch(/\(end\)$/);
  await expect.poll(async () => (await connect('ours')).status).toBe(200);
});

it('shows that it is alive while nothing happens', async () => {
  expect(await (await connect('ours')).until(': still here')).toContain(': still here');
});

it('lets go of a reader that has fallen too far behind', async () => {
  await server.close();
  await serve({ maxStreamsPerProject: 1 });
  const { port } = server.server.address() as AddressInfo;
  const slow = connectSocket(port, '127.0.0.1');
  slow.pause();
  slow.write('GET /api/v1/live/traces?project=ours HTTP/1.1\r\nhost: x\r\n\r\n');
  await expect.poll(async () => (await connect('ours')).status).toBe(429);
  const traceIds = Array.from({ length: 500 }, (_, n) => `${n}`.padStart(32, '0'));
  // What the system itself holds for a reader comes on top, so it is told until it is gone.
  let told = 0;
  const isGone = async () => (await connect('ours')).status === 200;
  while (told < 100 << 20 && !(await isGone())) {
    for (let i = 0; i < 50; i++) bus.publish({ projectId: 'ours', type: 'traces', traceIds });
    told += 50 * 500 * 32;
  }
  expect(told).toBeLessThan(100 << 20);
  slow.destroy();
});

it('takes a bounded number of streams of one project, and a new one when one has left', async () => {
  const first = await connect('ours');
  await connect('ours');
  const refused = await connect('ours');
  expect(refused.status).toBe(429);
  expect((await connect('theirs')).status).toBe(200);
  first.leave();
  await expect.poll(async () => (await connect('ours')).status).toBe(200);
});

it('ends its streams when the server closes', async () => {
  const stream = await connect('ours');
  await stream.until('retry');
  const [, text] = await Promise.all([server.close(), stream.until('never')]);
  expect(text).toMatch(/\(end\)$/);
});
