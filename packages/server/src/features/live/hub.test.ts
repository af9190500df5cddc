import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import { type LiveItems, liveFrameSchema } from '@pharos/core/api/live';
import { type Seen, withFrame } from '@pharos/core/live/view';
import fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mayRead } from '../../http/access.ts';
import { admit } from '../../http/auth.ts';
import { replyWithErrors } from '../../http/error-reply.ts';
import type { Routes } from '../../http/routes.ts';
import type { Look } from '../../live/source.ts';
import { scopeTo } from '../../store/scope.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { watchLive } from '../../testing/live-stream.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';
import { LiveHub } from './hub.ts';
import { createLiveMeter } from './meter.ts';
import { live } from './routes.ts';
import type { Viewer } from './viewer.ts';

const POLL = { timeout: 10_000, interval: 20 };
const NOTHING = { total: 0, items: new Map<string, never>() };
const OURS = scopeTo('ours');

/** What there is of agents; every look counts. */
let agents: () => Promise<Look<'agents'>>;
let looks: number;
let registry: Registry;
let hub: LiveHub;
beforeEach(() => {
  looks = 0;
  agents = async () => named('planner');
  registry = new Registry();
  hub = aHub();
});
const aHub = (limits?: ConstructorParameters<typeof LiveHub>[1]) => {
  registry = new Registry();
  const nothing = async () => NOTHING;
  return new LiveHub(
    {
      sources: {
        ...{ transitions: nothing, runs: nothing, users: nothing, arrivals: nothing },
        ...{ sessions: nothing, rates: nothing, errors: nothing },
        agents() {
          looks += 1;
          return agents();
        },
      },
      clock: fakeClock(),
      onError: () => undefined,
      meter: createLiveMeter(registry),
    },
    limits,
  );
};
const named = (...names: string[]): Look<'agents'> => ({
  total: names.length,
  items: new Map(
    names.map((name) => [
      name,
      {
        ...{ name, state: 'idle', reason: { code: 'nothingToDo', figures: {} } },
        ...{ since: null, instances: 1, runsInFlight: 0 },
      },
    ]),
  ),
});
const metric = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values[0]?.value;
const join = (topics: (keyof LiveItems)[] = ['agents']): Viewer => {
  const viewer = hub.join(OURS, topics);
  if (viewer === undefined) throw new Error('there is no room');
  return viewer;
};
/** What a viewer sees who reads until there is nothing more for now. */
const seenBy = (viewer: Viewer) => {
  let seen: Seen<LiveItems> | undefined;
  let frames = 0;
  viewer.stream.on('data', (chunk: Buffer) => {
    for (const [, data] of chunk.toString().matchAll(/^data: (.*)$/gm)) {
      seen = withFrame(seen, liveFrameSchema.parse(JSON.parse(data ?? '')));
      frames += 1;
    }
  });
  return {
    agents: () => [...(seen?.view.agents?.items.keys() ?? [])],
    view: () => seen?.view,
    frames: () => frames,
  };
};

describe('those who watch', () => {
  afterEach(() => {
    hub.close();
    vi.useRealTimers();
  });

  test('share one look, and nothing is looked at when all have gone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const viewers = Array.from({ length: 50 }, () => join());
    const seen = viewers.map(seenBy);
    await expect.poll(() => seen.every((each) => each.agents().length === 1), POLL).toBe(true);
    expect(looks).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toBeGreaterThan(1);
    for (const viewer of viewers) viewer.stream.destroy();
    await expect.poll(() => metric('pharos_live_viewers'), POLL).toBe(0);
    const before = looks;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([looks, vi.getTimerCount()]).toEqual([before, 0]);
  });

  test('are told only the newest when they were not reading, and nothing is kept for them meanwhile', async () => {
    const slow = join();
    const quick = seenBy(join());
    const large = 'x'.repeat(64 * 1024);
    let turn = 0;
    agents = async () => named(`${turn}`, `${large}${turn}`);
    // Its first frame is larger than what may wait, so it takes no other until that is read.
    for (turn = 1; turn <= 4; turn++) await expect.poll(() => quick.agents(), POLL).toContain(`${turn}`);
    turn = 4;
    await expect.poll(() => metric('pharos_live_frames_skipped_total'), POLL).toBeGreaterThan(0);
    expect(slow.stream.readableLength).toBeLessThan(3 * large.length);
    const seen = seenBy(slow);
    await expect.poll(() => seen.agents(), POLL).toContain('4');
    expect(seen.frames()).toBeLessThanOrEqual(3);
  });

  test('see what was before, marked as such, where a look fails or takes its time, and the rest goes on', async () => {
    const viewer = seenBy(join(['agents', 'runs']));
    await expect.poll(() => viewer.view()?.agents?.stale, POLL).toBe(false);
    agents = () => Promise.reject(new Error('no'));
    await expect.poll(() => viewer.view()?.agents, POLL).toMatchObject({ stale: true, total: 1 });
    expect(viewer.view()?.runs?.stale).toBe(false);
    agents = () => new Promise(() => undefined);
    const late = seenBy(join(['runs']));
    await expect.poll(() => late.view()?.runs, POLL).toBeDefined();
  });

  test('are refused when there is no room, and taken when somebody has left', () => {
    hub = aHub({ maxViewers: 3, maxOfProject: 2 });
    const [first] = [join(), join()];
    expect(hub.join(OURS, ['agents'])).toBeUndefined();
    expect(hub.join(scopeTo('theirs'), ['agents'])).toBeDefined();
    expect(hub.join(scopeTo('others'), ['agents'])).toBeUndefined();
    return expect
      .poll(() => {
        first?.stream.destroy();
        return hub.join(scopeTo('others'), ['agents']);
      }, POLL)
      .toBeDefined();
  });
});

describe('a stream over HTTP', () => {
  let app: TestApp;
  let url: string;
  let close: () => Promise<void>;
  const serve = async (limits?: ConstructorParameters<typeof LiveHub>[1], checkMs = 20) => {
    hub = aHub(limits);
    const { parts } = app.app;
    const server = fastify();
    server.setValidatorCompiler(validatorCompiler);
    server.setSerializerCompiler(serializerCompiler);
    replyWithErrors(server);
    await server.register(cookie);
    for (const name of ['caller', 'grant']) server.decorateRequest(name, null);
    server.decorateRequest('project', {
      getter() {
        return this.grant?.project ?? OURS;
      },
    });
    server.addHook('onRequest', (request, reply) => admit(parts, mayRead, request, reply));
    await server.register(async (scope) =>
      live(parts, hub, { checkMs, endMs: 60_000 })(scope as unknown as Routes),
    );
    await server.listen({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    close = () => server.close();
  };
  beforeEach(async () => {
    app = await testApp();
  });
  afterEach(async () => {
    await close();
    await app.close();
  });
  const withKey = async () => ({ authorization: `Bearer ${await app.aKey(['read'])}` });

  test('shows that it is alive while nothing happens', async () => {
    await serve();
    const viewer = await watchLive(url, await withKey());
    await expect.poll(() => viewer.text(), POLL).toContain(': still here');
    viewer.leave();
  });

  test('ends when whoever watches may not any more', async () => {
    await serve();
    const member = await app.aMember('viewer');
    const session = await app.app.parts.sessions.begin(member.userId);
    const headers = { cookie: `pharos_session=${session.token}` };
    const signedIn = await watchLive(url, headers, `?project=${app.projectId}`);
    const byKey = await watchLive(url, await withKey());
    await expect.poll(() => signedIn.of('agents'), POLL).toBeDefined();
    await app.app.parts.sessions.end(session.token);
    await signedIn.ended;
    expect((await watchLive(url, headers, `?project=${app.projectId}`)).status).toBe(401);
    await app.records.updateTable('apiKeys').set({ revokedAt: new Date() }).execute();
    app.app.parts.keys.forget();
    await byKey.ended;
  });

  test('is refused with when to try again where there is no room', async () => {
    await serve({ maxViewers: 1, maxOfProject: 1 });
    const headers = await withKey();
    const viewer = await watchLive(url, headers);
    const refused = await fetch(`${url}/api/v1/live/stream`, { headers });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('30');
    viewer.leave();
  });

  test('ends with the server', async () => {
    await serve();
    const viewer = await watchLive(url, await withKey());
    await close();
    await viewer.ended;
  });
});
