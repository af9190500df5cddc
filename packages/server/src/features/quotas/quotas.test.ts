import {
  quotaDecisionSchema,
  quotaEventSchema,
  quotaRaiseSchema,
  quotaReservedSchema,
  quotaSchema,
} from '@pharos/core/api/quotas';
import type { Span } from '@pharos/core/span';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Client } from '../../testing/test-app.ts';
import { projectQuotas } from './testing/project-quotas.ts';

const quotas = projectQuotas({
  scope: { type: 'eachUser' },
  window: { type: 'calendar', unit: 'day', timeZone: 'Europe/Berlin' },
  action: 'deny',
});
const { at, definition: daily, make, status, aCall } = quotas;
let app: Client;
beforeEach(async () => {
  app = quotas.app.withKey(await quotas.app.aKey(['ingest'], quotas.project));
});

const check = async (body: Record<string, unknown>) =>
  (await app.post('/api/v1/quotas/check', body)).as(quotaDecisionSchema);
const reserve = async (body: Record<string, unknown>) =>
  (await app.post('/api/v1/quotas/reserve', body)).as(quotaReservedSchema);
const settle = (reservation: string | undefined, spent: object = {}) =>
  app.post('/api/v1/quotas/settle', { reservation, ...spent });
const events = async () =>
  z
    .object({ data: z.array(quotaEventSchema) })
    .parse(JSON.parse((await quotas.owner.get(at('/events'))).text)).data;
const spend = (userId: string, tokens: number, hours = 0, more: Partial<Span> = {}) =>
  quotas.spend(aCall(userId, tokens, hours, more));

describe('quotas', () => {
  it('are made, read, changed and taken away, which is noted', async () => {
    const made = await make();
    expect(made).toMatchObject({
      ...daily(),
      thresholds: [50, 80, 100],
      onUnavailable: 'allow',
      enabled: true,
    });
    expect((await quotas.owner.get(at())).at('data')).toEqual([made]);
    const changed = (
      await quotas.owner.put(at(`/${made.id}`), daily({ limit: '7', thresholds: [90, 90, 10] }))
    ).as(quotaSchema);
    expect(changed).toMatchObject({ id: made.id, limit: '7', thresholds: [10, 90] });
    expect((await quotas.owner.get(at(`/${made.id}`))).as(quotaSchema)).toEqual(changed);
    expect((await quotas.owner.delete(at(`/${made.id}`))).status).toBe(204);
    for (const answer of [
      await quotas.owner.get(at(`/${made.id}`)),
      await quotas.owner.delete(at(`/${made.id}`)),
      await quotas.owner.put(at(`/${made.id}`), daily()),
    ]) {
      expect(answer.status).toBe(404);
    }
    const noted = await quotas.app.records
      .selectFrom('audit')
      .select(['action', 'subject'])
      .where('projectId', '=', quotas.project)
      .orderBy('id')
      .execute();
    expect(noted).toEqual(
      ['create', 'update', 'delete'].map((verb) => ({ action: `quota.${verb}`, subject: made.id })),
    );
  });

  it('are read by viewers and changed by admins; a key that sends may check and reserve alone', async () => {
    const { id } = await make();
    const [viewer, member, admin] = [
      await quotas.app.aMember('viewer', quotas.project),
      await quotas.app.aMember('member', quotas.project),
      await quotas.app.aMember('admin', quotas.project),
    ];
    expect((await viewer.get(at())).status).toBe(200);
    expect((await member.put(at(`/${id}`), daily())).status).toBe(403);
    expect((await member.post(at(`/${id}/raises`), { add: '1', reason: 'x' })).status).toBe(403);
    expect((await admin.put(at(`/${id}`), daily())).status).toBe(200);
    expect((await viewer.post(at('/check'), {})).status).toBe(403);
    expect([(await app.get(at())).status, (await app.post(at(), daily())).status]).toEqual([403, 403]);
    expect((await app.post('/api/v1/quotas/check', { user: 'ada' })).status).toBe(200);
  });

  it.each([
    ['no limit', { limit: undefined }, '/limit'],
    ['a limit of nothing', { limit: '0' }, '/limit'],
    ['a limit that is no whole number of tokens', { limit: '1.5' }, '/limit'],
    ['a limit beyond what counters hold', { measure: 'cost', limit: '9007200' }, '/limit'],
    ['a scope that is none', { scope: { type: 'planet' } }, '/scope/type'],
    ['a model without a name', { scope: { type: 'model', value: '' } }, '/scope/value'],
    ['NUL in a name', { scope: { type: 'user', value: 'a\0' } }, '/scope/value'],
    [
      'a time zone that is none',
      { window: { type: 'calendar', unit: 'day', timeZone: 'Mars' } },
      '/window/timeZone',
    ],
    ['a threshold of 0', { thresholds: [0] }, '/thresholds/0'],
  ])('are refused with %s', async (_, more, path) => {
    const answer = await quotas.owner.post(at(), daily(more));
    expect([answer.status, answer.at('error.details.0.path')]).toEqual([400, path]);
  });

  it('of one project are nothing to another', async () => {
    const { id } = await make({ scope: { type: 'project' } });
    const held = await reserve({ tokens: 900 });
    const other = await quotas.app.aSecondProject();
    const stranger = quotas.app.withKey(await quotas.app.aKey(['ingest', 'read', 'admin'], other.projectId));
    expect((await stranger.get('/api/v1/quotas')).at('data')).toEqual([]);
    for (const path of [`/${id}`, `/${id}/raises`, `/status?quota=${id}`]) {
      expect((await stranger.get(`/api/v1/quotas${path}`)).status).toBe(404);
    }
    expect((await stranger.post('/api/v1/quotas/check', { tokens: 5000 })).at('allowed')).toBe(true);
    const reservation = held.reservation?.id;
    for (const verb of ['settle', 'release']) {
      expect((await stranger.post(`/api/v1/quotas/${verb}`, { reservation })).status).toBe(404);
    }
    expect((await check({ tokens: 101 })).allowed).toBe(false);
  });
});

describe('a check', () => {
  it('says what is left, until when, and which quota it hangs on; what was spent before counts', async () => {
    await spend('ada', 700);
    await spend('ada', 999, -14);
    await spend('bob', 1200);
    const { id } = await make();
    const fine = await check({ user: 'ada', tokens: 300 });
    expect(fine).toMatchObject({
      allowed: true,
      degraded: false,
      remaining: '300',
      resetsAt: '2026-03-01T23:00:00.000Z',
      quota: {
        id,
        subject: 'ada',
        used: '700',
        reserved: '0',
        limit: '1000',
        wanted: '300',
        exceeded: false,
      },
    });
    expect(fine.quotas).toEqual([fine.quota]);
    expect(await check({ user: 'ada', tokens: 301 })).toMatchObject({
      allowed: false,
      quota: { exceeded: true },
    });
    expect(await check({ user: 'ada', tokens: 1001 })).toMatchObject({ allowed: false, resetsAt: null });
    expect(await check({ user: 'bob' })).toMatchObject({ allowed: false, remaining: '0' });
    expect(await check({ user: 'eve' })).toMatchObject({ allowed: true, remaining: '1000' });
    expect(await check({ tokens: 5000 })).toMatchObject({ allowed: true, quota: null, quotas: [] });
  });

  it('asks every quota that applies, by whom and what is wanted', async () => {
    const key = await quotas.app.records
      .selectFrom('apiKeys')
      .select('id')
      .where('projectId', '=', quotas.project)
      .execute();
    const window = { type: 'rolling', unit: 'hour' };
    const named = (name: string, scope: object, limit: string) => make({ name, scope, limit, window });
    await named('model', { type: 'model', value: 'gpt-4.1' }, '100');
    await named('agent', { type: 'agent', value: 'planner' }, '200');
    await named('tag', { type: 'tag', value: 'free' }, '300');
    await named('key', { type: 'apiKey', value: key[0]?.id }, '400');
    await named('user', { type: 'user', value: 'ada' }, '500');
    await make({ name: 'told', scope: { type: 'project' }, limit: '10', action: 'notify' });
    await make({ name: 'off', scope: { type: 'project' }, limit: '10', enabled: false });
    const names = async (body: Record<string, unknown>) =>
      (await check(body)).quotas
        .filter(({ exceeded }) => exceeded)
        .map(({ name }) => name)
        .sort();
    // Made at the same time by this clock, so in no order.
    expect(await names({ tokens: 450 })).toEqual(['key', 'told']);
    const all = { user: 'ada', model: 'gpt-4.1', agent: 'planner', tags: ['x', 'free'], tokens: 501 };
    expect(await names(all)).toEqual(['agent', 'key', 'model', 'tag', 'told', 'user']);
    expect(await names({ ...all, apiKey: 'another', model: 'gpt' })).toEqual([
      'agent',
      'tag',
      'told',
      'user',
    ]);
    expect((await check({ tokens: 11, apiKey: 'another' })).allowed).toBe(true);
  });

  it('counts money exactly, and a request where none is said', async () => {
    const scope = { type: 'project' };
    await spend('ada', 1);
    await make({ measure: 'cost', scope, limit: '0.001' });
    await make({ measure: 'requests', scope, limit: '2' });
    expect(await check({ cost: '0.00064', requests: 1 })).toMatchObject({ allowed: true });
    expect(await check({ cost: '0.000640001' })).toMatchObject({
      allowed: false,
      remaining: '0.00064',
      quota: { used: '0.00036', measure: 'cost' },
    });
    expect(await check({ requests: 2 })).toMatchObject({
      allowed: false,
      quota: { measure: 'requests', used: '1' },
    });
    expect((await app.post('/api/v1/quotas/check', { cost: -1 })).status).toBe(400);
    expect((await app.post('/api/v1/quotas/check', { tokens: 1.5 })).status).toBe(400);
  });
});

describe('a reservation', () => {
  it('holds until it is settled with what was spent', async () => {
    await make();
    const held = await reserve({ user: 'ada', tokens: '800' });
    expect(held).toMatchObject({
      allowed: true,
      remaining: '200',
      quota: { reserved: '800', exceeded: false },
    });
    expect(await reserve({ user: 'ada', tokens: 201 })).toMatchObject({ allowed: false, reservation: null });
    const end = await settle(held.reservation?.id, { tokens: 100 });
    expect(JSON.parse(end.text)).toEqual({ state: 'settled', late: false, repeated: false });
    expect((await settle(held.reservation?.id)).at('repeated')).toBe(true);
    expect(await check({ user: 'ada', tokens: 900 })).toMatchObject({
      allowed: true,
      quota: { used: '100' },
    });
  });

  it('gives back what is released or abandoned', async () => {
    await make();
    const released = await reserve({ user: 'ada', tokens: 1000 });
    await app.post('/api/v1/quotas/release', { reservation: released.reservation?.id });
    const abandoned = await reserve({ user: 'ada', tokens: 1000, ttlSeconds: 5 });
    expect(abandoned.allowed).toBe(true);
    expect((await check({ user: 'ada', tokens: 1 })).allowed).toBe(false);
    quotas.app.clock.advance(6_000);
    expect((await check({ user: 'ada', tokens: 1000 })).allowed).toBe(true);
    expect((await settle(abandoned.reservation?.id)).at('late')).toBe(true);
    expect((await check({ user: 'ada', tokens: 1 })).allowed).toBe(false);
    expect((await settle('unknown')).status).toBe(404);
  });

  it('of everything holds nothing when one quota has no room', async () => {
    await make();
    await make({ scope: { type: 'project' }, limit: '500' });
    expect(await reserve({ user: 'ada', tokens: 501 })).toMatchObject({ allowed: false });
    expect((await status()).flatMap(({ subjects }) => subjects)).toMatchObject([
      { subject: '', reserved: '0' },
    ]);
  });

  it('never goes beyond a hard limit, however many ask at once', async () => {
    await make({ scope: { type: 'project' }, limit: '1000' });
    const asked = await Promise.all(
      Array.from({ length: 120 }, (_, n) => reserve({ user: `u${n}`, tokens: 1 + (n % 40) })),
    );
    const held = asked.filter(({ reservation }) => reservation !== null);
    const sum = held.reduce((all, { quota }) => all + Number(quota?.wanted), 0);
    expect(sum).toBeGreaterThan(900);
    expect(sum).toBeLessThanOrEqual(1000);
  });
});

describe('a raise', () => {
  const raise = (id: string, body: object) =>
    quotas.owner.post(at(`/${id}/raises`), { reason: 'launch', ...body });

  it('adds for a while, for all or for one, and is noted', async () => {
    const { id } = await make();
    const soon = new Date(quotas.app.clock.nowMs() + 60_000).toISOString();
    const made = (await raise(id, { subject: 'ada', add: '500', expiresAt: soon })).as(quotaRaiseSchema);
    expect(made).toMatchObject({
      subject: 'ada',
      add: '500',
      limit: null,
      reason: 'launch',
      expiresAt: soon,
    });
    await raise(id, { limit: '2000', expiresAt: soon });
    const left = async (user: string) => (await check({ user })).remaining;
    expect([await left('ada'), await left('bob')]).toEqual(['2500', '2000']);
    const actions = await quotas.app.records
      .selectFrom('audit')
      .select('action')
      .where('projectId', '=', quotas.project)
      .execute();
    expect(actions.filter(({ action }) => action === 'quota.raise')).toHaveLength(2);
    expect((await quotas.owner.delete(at(`/${id}/raises/${made.id}`))).status).toBe(204);
    expect((await quotas.owner.delete(at(`/${id}/raises/${made.id}`))).status).toBe(404);
    expect(await left('ada')).toBe('2000');
    quotas.app.clock.advance(61_000);
    expect([await left('ada'), await left('bob')]).toEqual(['1000', '1000']);
    const raises = z.object({ data: z.array(quotaRaiseSchema) });
    const all = (await quotas.owner.get(at(`/${id}/raises`))).as(raises).data;
    expect(all.map(({ subject, endedBy }) => [subject, endedBy]).sort()).toEqual([
      [null, null],
      ['ada', 'a owner'],
    ]);
  });

  it.each([
    ['neither limit nor addition', {}],
    ['both', { limit: '1', add: '1' }],
    ['an addition for good', { add: '1' }],
    ['an end that is past', { add: '1', expiresAt: '2026-01-01T00:00:00Z' }],
    ['an amount that is none', { limit: '1.5' }],
    ['no reason', { limit: '1', reason: ' ' }],
  ])('is refused with %s', async (_, body) => {
    const { id } = await make();
    expect((await raise(id, body)).status).toBe(400);
  });

  it('is for one user only where each has a limit', async () => {
    const { id } = await make({ scope: { type: 'project' } });
    expect((await raise(id, { limit: '5', subject: 'ada' })).status).toBe(400);
    expect((await raise('unknown', { limit: '5' })).status).toBe(404);
  });
});

describe('what is told of quotas', () => {
  it('is where they stand, who used most, how fast, and when nothing is left', async () => {
    await spend('ada', 900);
    await spend('bob', 100);
    const { id } = await make();
    const now = new Date(quotas.app.clock.nowMs()).toISOString();
    const [found] = await status(`?quota=${id}&limit=1`);
    expect(found).toMatchObject({
      quota: { id },
      window: { from: '2026-02-28T23:00:00.000Z', to: '2026-03-01T23:00:00.000Z' },
      degraded: false,
    });
    expect(found?.readAt).not.toBeNull();
    expect(found?.subjects).toMatchObject([
      { subject: 'ada', used: '900', remaining: '100', threshold: 80, over: false },
    ]);
    const [{ exhaustedAt = '', perHour = '' } = {}] = found?.subjects ?? [];
    expect(Number(perHour)).toBeGreaterThan(60);
    expect(now < (exhaustedAt ?? '') && (exhaustedAt ?? '') < '2026-03-01T15').toBe(true);
    expect((await quotas.owner.get(at('/status?quota=none'))).status).toBe(404);
  });

  it('is each threshold that was crossed, once, page by page', async () => {
    await spend('ada', 850);
    const { id } = await make();
    await expect.poll(events).toHaveLength(2);
    const held = await reserve({ user: 'ada', tokens: 150 });
    await settle(held.reservation?.id);
    await make({ name: 'other', scope: { type: 'project' }, limit: '100000' });
    await expect.poll(events).toHaveLength(3);
    const found = await events();
    expect(found.map(({ threshold, used }) => [threshold, used])).toEqual([
      [100, '1000'],
      [80, '850'],
      [50, '850'],
    ]);
    expect(found[0]).toMatchObject({
      quotaId: id,
      quotaName: 'Tokens a day',
      subject: 'ada',
      limit: '1000',
      windowStart: '2026-02-28T23:00:00.000Z',
    });
    const page = await quotas.owner.get(at('/events?limit=1'));
    expect(page.at('data')).toHaveLength(1);
    const next = await quotas.owner.get(at(`/events?limit=1&cursor=${page.at('nextCursor')}&quota=${id}`));
    expect(next.at('data.0.threshold')).toBe(80);
    const last = await quotas.owner.get(at(`/events?limit=1&cursor=${next.at('nextCursor')}`));
    expect([last.at('data.0.threshold'), last.at('nextCursor')]).toEqual([50, null]);
    expect((await quotas.owner.get(at('/events?cursor=x'))).status).toBe(400);
  });

  it('is at /metrics how they decided', async () => {
    await make();
    await check({ user: 'ada', tokens: 5000 });
    const { text } = await quotas.owner.get(`/metrics?project=${quotas.project}`);
    expect(text).toMatch(
      /pharos_quota_decisions_total\{of="check",outcome="denied",degraded="false"\} [1-9]/,
    );
    expect(text).toContain('pharos_quota_dropped_total 0');
  });
});
