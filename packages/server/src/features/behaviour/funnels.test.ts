import { type Funnel, funnelSchema, funnelUsersSchema } from '@pharos/core/api/funnels';
import { presenceReportSchema } from '@pharos/core/api/live-reports';
import { suggestionSchema } from '@pharos/core/api/spans';
import { activitiesSchema, type Paths, pathsSchema } from '@pharos/core/api/user-paths';
import { type Done, furthest } from '@pharos/core/behaviour/testing/furthest';
import { sightingOf } from '@pharos/core/presence/sighting';
import type { Span } from '@pharos/core/span';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { randomIds } from '../../ids.ts';
import { openReadApp } from '../../testing/read-app.ts';
import { aSpan, failedWith } from '../../testing/spans.ts';
import type { Client } from '../../testing/test-app.ts';
import { readEvents } from '../events/read-events.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-01T10:00:00Z');
const RANGE = { from: '2026-03-01T10:00:00Z', to: '2026-03-01T11:00:00Z' };

const { store, app } = await openReadApp();

/** Something that a user does at a second of the hour: a step of an agent, or an event. */
type Act = { user: string; second: number; session?: string } & (
  | { span: Partial<Span> }
  | {
      event: string;
      platform?: string;
      properties?: Record<string, string | number | boolean>;
      page?: string;
    }
);
const tool = (toolName: string): Partial<Span> => ({ kind: 'tool', toolName });

let ids = 0;
/** A project in which this was done, each told twice. */
async function projectOf(acts: readonly Act[]) {
  const { projectId, owner } = await app.aSecondProject();
  const spans: Span[] = [];
  const reports: object[] = [];
  for (const act of acts) {
    ids += 1;
    const [atMs, sessionId] = [START + act.second * 1000, act.session ?? ''];
    if ('span' in act) {
      const startNs = BigInt(atMs) * 1_000_000n;
      const own = { traceId: `trace-${ids}`, spanId: `span-${ids}`, startNs, endNs: startNs + 1n };
      spans.push(aSpan({ ...own, userId: act.user, sessionId, ...act.span }));
    } else {
      const { user: userId, event: name, second: _, session: __, ...told } = act;
      reports.push({ name, userId, sessionId, at: new Date(atMs).toISOString(), ...told });
    }
  }
  const { events, refused } = readEvents(reports, { nowMs: START + HOUR, ids: randomIds });
  expect(refused).toEqual([]);
  for (let told = 0; told < 2; told++) {
    await store.put(projectId, { spans });
    await store.telemetry.events.append(events.map((event) => ({ projectId, event })));
  }
  const ask = (path: string, body: object, client: Client = owner) =>
    client.post(`/api/v1/behaviour/${path}?project=${projectId}`, { ...RANGE, ...body });
  /** Who was on which page, at a minute of the hour. */
  const present = (...told: [minute: number, report: object][]) =>
    store.telemetry.presence.append(
      told.map(([minute, report]) => ({
        projectId,
        sighting: sightingOf(presenceReportSchema.parse(report), START + minute * 60_000),
      })),
    );
  return { present, projectId, owner, ask };
}

describe('a funnel', () => {
  const STEPS = [{ spans: 'tool:search' }, { event: 'order placed' }, { spans: 'kind:tool status:error' }];
  /** Which steps each of these is; a search that fails is two. */
  const DOABLE: readonly [steps: number, act: object][] = [
    [1, { span: tool('search') }],
    [2, { event: 'order placed' }],
    [4, { span: { ...tool('mail'), ...failedWith('Timeout') } }],
    [5, { span: { ...tool('search'), ...failedWith('Timeout') } }],
    [0, { event: 'page opened' }],
    [0, { span: { kind: 'llm', toolName: '' } }],
  ];
  const someone = fc.uniqueArray(
    fc.record({ second: fc.integer({ min: 0, max: 3_599 }), what: fc.nat(DOABLE.length - 1) }),
    { selector: ({ second }) => second, minLength: 4, maxLength: 14 },
  );

  test('of many users tells how far each of them came, as walking through what they did tells', async () => {
    const people = fc.sample(someone, { numRuns: 400, seed: 7 });
    const acts = people.flatMap((own, n) =>
      own.map(({ second, what }) => ({ user: `user-${n}`, second, ...DOABLE[what]?.[1] }) as Act),
    );
    const { ask } = await projectOf(acts);
    for (const windowSeconds of [300, 3_600]) {
      const times = people.map((own) => {
        const done: Done[] = own.map(({ second, what }) => ({ at: second, steps: DOABLE[what]?.[0] ?? 0 }));
        return furthest(done, STEPS.length, windowSeconds);
      });
      const funnel = (await ask('funnel', { steps: STEPS, windowSeconds })).as(funnelSchema);
      const atLeast = (step: number) => times.filter((own) => own.length >= step);
      expect(funnel.reached).toEqual([1, 2, 3].map((step) => atLeast(step).length));
      expect(funnel.reached[2]).toBeGreaterThan(0);
      const users = (await ask('funnel/users', { steps: STEPS, windowSeconds, step: 1, limit: 500 })).as(
        funnelUsersSchema,
      );
      const dropped = times.flatMap((own, n) => (own.length === 2 ? [`user-${n}`] : []));
      expect(users.total).toBe(dropped.length);
      expect(new Set(users.data.map(({ id }) => id))).toEqual(new Set(dropped));
      const all = (
        await ask('funnel/users', { steps: STEPS, windowSeconds, step: 2, outcome: 'reached', limit: 500 })
      ).as(funnelUsersSchema);
      const iso = (second: number) => new Date(START + second * 1000).toISOString();
      const known = new Map(times.map((own, n) => [`user-${n}`, own.map(iso)]));
      for (const { id, steps } of all.data) expect(steps).toEqual(known.get(id));
    }
  });

  test('tells how long each step took, and apart by a field of what met the first one', async () => {
    const bought = (user: string, platform: string, seconds: number): Act[] => [
      { user, second: 10, event: 'cart opened', platform, properties: { plan: 'plus' } },
      { user, second: 10 + seconds, event: 'order placed' },
    ];
    const { ask } = await projectOf([
      ...bought('ada', 'web', 10),
      ...bought('bob', 'web', 20),
      ...bought('cem', 'web', 60),
      ...bought('dan', 'ios', 30),
      { user: 'eve', second: 5, event: 'cart opened', platform: 'ios' },
    ]);
    const steps = [{ event: 'cart opened' }, { event: 'order placed' }];
    const came = (await ask('funnel', { steps, breakdown: 'platform' })).as(funnelSchema);
    expect(came).toMatchObject({ reached: [5, 4], medianMs: [expect.any(Number)], cut: 0 });
    const group = (value: string, funnel: Funnel) => funnel.groups?.find((each) => each.value === value);
    expect(group('web', came)).toMatchObject({ reached: [3, 3], medianMs: [20_000], totalMedianMs: 20_000 });
    expect(group('ios', came)).toMatchObject({ reached: [2, 1], medianMs: [30_000] });
    const byPlan = (await ask('funnel', { steps, breakdown: 'attr.plan' })).as(funnelSchema);
    expect(byPlan.groups?.map(({ value, reached }) => [value, reached])).toEqual([
      ['plus', [4, 4]],
      ['', [1, 0]],
    ]);
  });

  test('may ask for properties of an event, whatever they are, and for what it tells of itself', async () => {
    const opened = (user: string, over: Partial<Extract<Act, { event: string }>>): Act[] => [
      { user, second: 10, event: 'cart opened', ...over },
      { user, second: 20, event: 'order placed' },
    ];
    const { ask } = await projectOf([
      ...opened('ada', { properties: { plan: 'plus', items: 4 }, platform: 'web' }),
      ...opened('bob', { properties: { plan: 'pro', items: 2, gift: true }, platform: 'ios' }),
      // What a property says counts, where it has the name of something else that events tell.
      ...opened('cem', { properties: { plan: 'free', platform: 'kiosk' }, platform: 'web' }),
      ...opened('dan', { properties: { plan: `it's {p0:String} -- "` } }),
      ...opened('eve', {}),
    ]);
    const who = async (where: string) => {
      const steps = [{ event: 'cart opened', where }, { event: 'order placed' }];
      const asked = { steps, step: 1, outcome: 'reached' };
      const { data } = (await ask('funnel/users', asked)).as(funnelUsersSchema);
      return data.map(({ id }) => id).sort();
    };
    expect(await who('attr.plan:plus,pro')).toEqual(['ada', 'bob']);
    expect(await who('attr.plan:plus attr.items:>3')).toEqual(['ada']);
    expect(await who('attr.items:>=2 -attr.plan:~PLU')).toEqual(['bob']);
    expect(await who('attr.gift:true')).toEqual(['bob']);
    expect(await who('-has:attr.plan')).toEqual(['eve']);
    expect(await who('attr.platform:web')).toEqual(['ada']);
    expect(await who('has:attr.platform user:ada,cem')).toEqual(['ada', 'cem']);
    expect(await who(String.raw`attr.plan:"it's {p0:String} -- \""`)).toEqual(['dan']);
    const both = [
      { event: 'cart opened', where: 'attr.plan:plus' },
      { event: 'cart opened', where: 'attr.plan:pro' },
    ];
    expect((await ask('funnel', { steps: both })).as(funnelSchema).reached).toEqual([1, 0]);
  });

  test('is offered the properties of an event, and their values, of this project alone', async () => {
    const { projectId, owner } = await projectOf([
      { user: 'ada', second: 10, event: 'cart opened', properties: { plan: 'plus' }, platform: 'web' },
      { user: 'bob', second: 11, event: 'cart opened', properties: { plan: 'pro', items: 2 } },
      { user: 'bob', second: 12, event: 'order placed', properties: { coupon: 'A1' } },
    ]);
    const offered = async (field: string, text = '', client = owner, project = projectId) => {
      const asked = new URLSearchParams({ ...RANGE, project, event: 'cart opened', field, text });
      const answer = await client.get(`/api/v1/suggest?${asked}`);
      return answer.as(z.object({ data: z.array(suggestionSchema) })).data.map(({ value }) => value);
    };
    expect(await offered('attr.')).toEqual(['plan', 'items']);
    expect((await offered('attr.plan')).sort()).toEqual(['plus', 'pro']);
    expect(await offered('attr.plan', 'LU')).toEqual(['plus']);
    expect(await offered('attr.platform')).toEqual(['web']);
    expect((await offered('user')).sort()).toEqual(['ada', 'bob']);
    expect(await offered('model')).toEqual([]);
    const theirs = await projectOf([]);
    expect(await offered('attr.', '', theirs.owner, theirs.projectId)).toEqual([]);
  });

  test('begins within the range and may end after it, and sees nothing of another project', async () => {
    const steps = [{ spans: 'tool:search' }, { spans: 'tool:mail' }];
    const { projectId, ask } = await projectOf([
      { user: 'ada', second: 3_590, span: tool('search') },
      { user: 'ada', second: 3_650, span: tool('mail') },
      { user: 'late', second: 3_601, span: tool('search') },
      { user: 'late', second: 3_650, span: tool('mail') },
    ]);
    expect((await ask('funnel', { steps })).as(funnelSchema).reached).toEqual([1, 1]);
    expect((await ask('funnel', { steps, windowSeconds: 30 })).as(funnelSchema).reached).toEqual([1, 0]);
    const theirs = await projectOf([]);
    const none = (await theirs.ask('funnel', { steps })).as(funnelSchema);
    expect(none).toEqual({ reached: [0, 0], medianMs: [null], totalMedianMs: null, groups: null, cut: 0 });
    const asked = { ...RANGE, steps };
    expect((await theirs.owner.post(`/api/v1/behaviour/funnel?project=${projectId}`, asked)).status).toBe(
      404,
    );
  });

  test('is of sessions when that is asked', async () => {
    const { ask } = await projectOf([
      { user: 'ada', session: 's1', second: 1, span: tool('search') },
      { user: 'ada', session: 's2', second: 2, span: tool('mail') },
    ]);
    const steps = [{ spans: 'tool:search' }, { spans: 'tool:mail' }];
    expect((await ask('funnel', { steps })).as(funnelSchema).reached).toEqual([1, 1]);
    expect((await ask('funnel', { steps, by: 'session' })).as(funnelSchema).reached).toEqual([1, 0]);
  });

  test.each([
    [{ steps: [{ spans: 'tool:search' }] }, 'steps'],
    [{ steps: [{ spans: 'joy:1' }, { event: 'x' }] }, 'unknown field joy'],
    [{ steps: [{ event: 'x' }, { event: 'y' }], breakdown: 'model' }, 'no field of the first step'],
    [{ steps: [{ event: 'x', where: 'model:gpt' }, { event: 'y' }] }, 'an event has no model'],
    [{ steps: [{ event: 'x', where: 'attr.plan:>' }, { event: 'y' }] }, 'a value is missing'],
    [{ steps: [{ event: 'x', where: 'anything' }, { event: 'y' }] }, 'no text to search in'],
    [
      { steps: [{ spans: 'tool:a' }, { event: 'y' }], breakdown: 'constructor' },
      'no field of the first step',
    ],
    [{ steps: [{ event: 'x' }, { event: 'y' }], from: '2025-01-01T00:00:00Z' }, 'at most 92 days'],
  ])('%j is refused', async (body, message) => {
    const refused = await (await projectOf([])).ask('funnel', body);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(message)]);
  });
});

describe('paths', () => {
  const shown = ({ links }: Paths) =>
    links.map(({ step, from, to, count }) => [step, from.name || from.kind, to.name || to.kind, count]);

  test('go from the first time that something was done to what was done next, each once', async () => {
    const { ask } = await projectOf([
      { user: 'ada', session: 's1', second: 1, event: 'app opened', page: '/' },
      { user: 'ada', session: 's1', second: 5, span: tool('search') },
      { user: 'ada', session: 's1', second: 6, span: tool('search') },
      { user: 'ada', session: 's1', second: 9, event: 'order placed' },
      { user: 'bob', session: 's2', second: 3, span: tool('search') },
      { user: 'bob', session: 's2', second: 4, span: { kind: 'agent', agentName: 'support' } },
      // Long after.
      { user: 'bob', session: 's2', second: 900, event: 'order placed' },
      { user: 'cem', session: 's3', second: 1, event: 'order placed' },
    ]);
    const start = { kind: 'tool', name: 'search' };
    const found = (await ask('paths', { start, steps: 2, windowSeconds: 600 })).as(pathsSchema);
    expect(found.subjects).toBe(2);
    expect(shown(found)).toEqual([
      [0, 'search', 'support', 1],
      [0, 'search', 'order placed', 1],
      [1, 'support', 'end', 1],
      [1, 'order placed', 'end', 1],
    ]);
    const all = (await ask('paths', { steps: 1, kinds: ['event'], by: 'user' })).as(pathsSchema);
    expect([all.subjects, shown(all)]).toEqual([
      3,
      [
        [0, 'order placed', 'end', 2],
        [0, 'app opened', 'order placed', 1],
      ],
    ]);
  });

  test('are those that a walk through what each did takes, whatever was done', async () => {
    const anyAct = fc.record({
      second: fc.nat(200),
      name: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('tool', 'event'),
    });
    const sessions = fc.sample(
      fc.uniqueArray(anyAct, { selector: ({ second }) => second, minLength: 1, maxLength: 7 }),
      { numRuns: 60, seed: 11 },
    );
    const { ask } = await projectOf(
      sessions.flatMap((acts, n) =>
        acts.map(({ second, name, kind }) => ({
          ...{ user: `user-${n}`, session: `session-${n}`, second },
          ...(kind === 'tool' ? { span: tool(name) } : { event: name }),
        })),
      ),
    );
    const walked = (from: string | undefined, windowSeconds: number, steps: number) => {
      const links = new Map<string, number>();
      for (const acts of sessions) {
        const done = [...acts].sort((one, other) => one.second - other.second);
        const since = from === undefined ? done : done.slice(done.findIndex((act) => nodeIn(act) === from));
        if (from !== undefined && !done.some((act) => nodeIn(act) === from)) continue;
        const began = since[0]?.second ?? 0;
        const way = since.filter(({ second }) => second - began <= windowSeconds).map(nodeIn);
        const path = [...way.filter((node, i) => node !== way[i - 1]), 'end '].slice(0, steps + 1);
        for (const [i, node] of path.slice(1).entries()) {
          const key = `${i}: ${path[i]} > ${node}`;
          links.set(key, (links.get(key) ?? 0) + 1);
        }
      }
      return Object.fromEntries(links);
    };
    const nodeIn = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;
    for (const [start, windowSeconds, steps] of [
      [{ kind: 'tool', name: 'a' }, 100, 3],
      [{ kind: 'event', name: 'b' }, 1000, 6],
      [undefined, 60, 2],
    ] as const) {
      const found = (await ask('paths', { start, windowSeconds, steps })).as(pathsSchema);
      const links = found.links.map(({ step, from, to, count }) => [
        `${step}: ${nodeIn(from)} > ${nodeIn(to)}`,
        count,
      ]);
      expect(Object.fromEntries(links)).toEqual(walked(start && nodeIn(start), windowSeconds, steps));
    }
  });

  test('come to a page when it is another one than before, and somebody is active on it', async () => {
    const { projectId, owner, ask, present } = await projectOf([
      { user: '', session: 's1', second: 30, event: 'list sorted', page: '/orders' },
      { user: 'ada', session: 's1', second: 190, event: 'order opened', page: '/order' },
    ]);
    const ada = { userId: 'ada', sessionId: 's1' };
    await present(
      ...[0, 1, 2].map((minute): [number, object] => [minute, { ...ada, page: '/orders' }]),
      [4, { ...ada, page: '/order' }],
      [5, { ...ada, page: '/help', state: 'idle' }],
      [6, { ...ada, page: '/orders' }],
      [7, { ...ada, page: '/gone', state: 'left' }],
      // Of somebody else, and by themselves.
      [1, { userId: 'bob', page: '/help' }],
      [2, { userId: 'bob', page: '/help' }],
    );
    const found = (await ask('paths', { kinds: ['page'], steps: 4 })).as(pathsSchema);
    expect(shown(found)).toEqual([
      [0, '/orders', '/order', 1],
      [1, '/order', '/orders', 1],
      [2, '/orders', 'end', 1],
    ]);
    const query = new URLSearchParams({ project: projectId, ...RANGE });
    const { data } = (await owner.get(`/api/v1/behaviour/activities?${query}`)).as(activitiesSchema);
    expect(data.filter(({ kind }) => kind === 'page')).toEqual([
      { kind: 'page', name: '/orders', users: 1, count: 2 },
      { kind: 'page', name: '/help', users: 1, count: 1 },
      { kind: 'page', name: '/order', users: 1, count: 1 },
    ]);
  });

  test('may begin with what is done in a range', async () => {
    const { projectId, owner } = await projectOf([
      { user: 'ada', session: 's1', second: 1, event: 'app opened', page: '/' },
      { user: 'bob', session: 's2', second: 5, span: tool('search') },
      { user: 'bob', session: 's2', second: 6, span: tool('search') },
    ]);
    const query = new URLSearchParams({ project: projectId, ...RANGE });
    const { data } = (await owner.get(`/api/v1/behaviour/activities?${query}`)).as(activitiesSchema);
    expect(data).toEqual([
      { kind: 'tool', name: 'search', users: 1, count: 2 },
      { kind: 'event', name: 'app opened', users: 1, count: 1 },
      { kind: 'page', name: '/', users: 1, count: 1 },
    ]);
  });
});
