import type { AddressInfo } from 'node:net';
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
