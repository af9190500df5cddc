import { quotaAuditPage, quotaBurnDownSchema, quotaUsersPage } from '@pharos/core/api/quota-views';
import { quotaEventPage, quotaRaiseSchema, quotaSchema } from '@pharos/core/api/quotas';
import { describe, expect, it } from 'vitest';
import { NOON_MS, projectQuotas } from './testing/project-quotas.ts';

const quotas = projectQuotas();
const { at, definition, make, status, aCall, spend } = quotas;
const users = async (id: string, query = '') =>
  (await quotas.owner.get(at(`/${id}/users${query}`))).as(quotaUsersPage);
const burnDown = async (id: string, query = '') =>
  (await quotas.owner.get(at(`/${id}/burn-down${query}`))).as(quotaBurnDownSchema);

describe('the burn-down of a quota', () => {
  it('shows what was used by when, and when it is full at the pace of its window', async () => {
    await spend(aCall('ada', 200, -10), aCall('bob', 400, -2), aCall('ada', 999, -20));
    const { id } = await make();
    const { points, projection, ...rest } = await burnDown(id);
    expect(rest).toEqual({
      quotaId: id,
      measure: 'tokens',
      subject: '',
      window: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
      at: '2026-03-01T12:00:00.000Z',
      limit: '1000',
      used: '600',
      remaining: '400',
    });
    const usedBy = (time: string) =>
      points.findLast((point) => point.at <= `2026-03-01T${time}:00.000Z`)?.used;
    expect(['00:00', '02:00', '02:15', '10:00', '10:15', '12:00'].map(usedBy)).toEqual([
      0, 0, 200, 200, 600, 600,
    ]);
    expect(projection?.method).toBe('pace');
    expect(projection?.path.at(-1)?.at).toBe('2026-03-02T00:00:00.000Z');
    // 400 more at 1,599 in the twenty hours since the first.
    expect(projection?.exhaustedAt).toBe('2026-03-01T17:00:11.257Z');
    const earliestMs = Date.parse(projection?.earliest ?? 'never');
    expect(earliestMs).toBeGreaterThan(NOON_MS);
    expect(earliestMs).toBeLessThan(Date.parse('2026-03-01T17:00:11.257Z'));
  });

  it('goes by the pattern of the days before, once there are some', async () => {
    const days = Array.from({ length: 10 }, (_, day) => aCall('ada', 600, -24 * (day + 1) + 4));
    await spend(...days, aCall('ada', 100, -1));
    const { id } = await make({ limit: '500' });
    const { projection } = await burnDown(id);
    expect(projection?.method).toBe('pattern');
    // As every day, the hour from 16:00 on takes it all.
    expect(projection?.exhaustedAt).toMatch(/^2026-03-01T16:/);
  });

  it('of one for each user is that of whoever used most, or of the one who is asked for', async () => {
    await spend(aCall('ada', 900, -3), aCall('bob', 100, -2));
    const { id } = await make({ scope: { type: 'eachUser' } });
    expect(await burnDown(id)).toMatchObject({ subject: 'ada', used: '900' });
    expect(await burnDown(id, '?subject=bob')).toMatchObject({
      subject: 'bob',
      used: '100',
      remaining: '900',
    });
    const nobody = await burnDown(id, '?subject=nobody');
    expect([nobody.used, nobody.projection]).toEqual(['0', null]);
  });

  it('of a rolling window shows what was forgotten again', async () => {
    await spend(aCall('ada', 400, -30), aCall('ada', 100, -5));
    const { id } = await make({ window: { type: 'rolling', unit: 'day' } });
    const { points, window, used } = await burnDown(id);
    expect(window).toEqual({ from: '2026-02-28T12:00:00.000Z', to: '2026-03-02T12:00:00.000Z' });
    expect([points[0]?.used, points.at(-1)?.used, used]).toEqual([400, 100, '100']);
  });

  it('is none of a quota that is off, or that is not there', async () => {
    const made = (await quotas.owner.post(at(), definition({ enabled: false }))).as(quotaSchema);
    expect(await status(`?quota=${made.id}`)).toEqual([]);
    for (const view of ['burn-down', 'users']) {
      expect((await quotas.owner.get(at(`/${made.id}/${view}`))).status).toBe(409);
      expect((await quotas.owner.get(at(`/nothing/${view}`))).status).toBe(404);
    }
  });
});

describe('the users under a quota', () => {
  it('are found, ordered, and told near or over, page by page', async () => {
    const spent = { ada: 1200, bob: 850, eva: 820, cleo: 500, dan: 20 };
    await spend(...Object.entries(spent).map(([user, tokens]) => aCall(user, tokens, -1)));
    const { id } = await make({ scope: { type: 'eachUser' } });
    const raise = { subject: 'bob', add: '1000', expiresAt: '2026-03-05T00:00:00Z', reason: 'launch' };
    expect((await quotas.owner.post(at(`/${id}/raises`), raise)).status).toBe(201);

    const { data, nextCursor } = await users(id, '?limit=3');
    expect(data).toEqual([
      {
        user: 'ada',
        used: '1200',
        share: 1.2,
        limit: '1000',
        remaining: '0',
        threshold: 100,
        state: 'over',
        raised: false,
      },
      {
        user: 'bob',
        used: '850',
        share: 0.425,
        limit: '2000',
        remaining: '1150',
        threshold: null,
        state: 'ok',
        raised: true,
      },
      {
        user: 'eva',
        used: '820',
        share: 0.82,
        limit: '1000',
        remaining: '180',
        threshold: 80,
        state: 'near',
        raised: false,
      },
    ]);
    const named = async (query: string) => (await users(id, query)).data.map(({ user }) => user);
    expect(await named(`?limit=3&cursor=${nextCursor}`)).toEqual(['cleo', 'dan']);
    expect(await named('?sort=share')).toEqual(['ada', 'eva', 'cleo', 'bob', 'dan']);
    expect(await named('?sort=user&order=asc')).toEqual(['ada', 'bob', 'cleo', 'dan', 'eva']);
    expect(await named('?search=LE')).toEqual(['cleo']);
    expect(await named('?state=over')).toEqual(['ada']);
    expect(await named('?state=near')).toEqual(['eva']);
    expect((await status(`?quota=${id}`))[0]).toMatchObject({
      knowledge: 'current',
      users: { near: 1, over: 1, atLeast: false },
    });
    expect((await quotas.owner.get(at(`/${id}/users?cursor=x`))).status).toBe(400);
  });

  it('of a quota for all tell what share of the limit each took', async () => {
    await spend(aCall('ada', 300, -1), aCall('bob', 100, -1));
    const { id } = await make();
    expect((await users(id)).data).toMatchObject([
      { user: 'ada', used: '300', share: 0.3, limit: null, remaining: null, state: 'ok' },
      { user: 'bob', used: '100', share: 0.1, limit: null, remaining: null, state: 'ok' },
    ]);
  });

  it('are asked for their own quotas', async () => {
    await spend(aCall('ada', 900, -1), aCall('bob', 100, -1));
    await make({ name: 'all' });
    await make({ name: 'each', scope: { type: 'eachUser' } });
    await make({ name: 'ada alone', scope: { type: 'user', value: 'ada' } });
    await make({ name: 'a model', scope: { type: 'model', value: 'gpt-4.1' } });
    const of = async (user: string) =>
      (await status(`?user=${user}`)).map(({ quota, subjects }) => [quota.name, subjects[0]?.used]).sort();
    expect(await of('ada')).toEqual([
      ['ada alone', '900'],
      ['all', '1000'],
      ['each', '900'],
    ]);
    expect(await of('bob')).toEqual([
      ['all', '1000'],
      ['each', '100'],
    ]);
    expect(await of('nobody')).toEqual([
      ['all', '1000'],
      ['each', '0'],
    ]);
  });
});

describe('the book of a quota', () => {
  it('tells who made, changed and raised it, also when it is no more', async () => {
    const { id } = await make();
    await quotas.owner.put(at(`/${id}`), definition({ limit: '7' }));
    const raise = (await quotas.owner.post(at(`/${id}/raises`), { limit: '9', reason: 'x' })).as(
      quotaRaiseSchema,
    );
    expect((await quotas.owner.delete(at(`/${id}/raises/${raise.id}`))).status).toBe(204);
    await quotas.owner.delete(at(`/${id}`));
    await make();
    const first = (await quotas.owner.get(at(`/${id}/audit?limit=2`))).as(quotaAuditPage);
    expect(first.data).toMatchObject([
      { action: 'quota.delete', actor: 'a owner', raiseId: null },
      { action: 'quota.unraise', raiseId: raise.id },
    ]);
    const rest = (await quotas.owner.get(at(`/${id}/audit?cursor=${first.nextCursor}`))).as(quotaAuditPage);
    expect(rest.data.map(({ action }) => action)).toEqual(['quota.raise', 'quota.update', 'quota.create']);
    expect(rest.nextCursor).toBeNull();
  });

  it('keeps a raise that was ended, with who ended it, and no limit of it any more', async () => {
    const { id } = await make();
    const raise = (await quotas.owner.post(at(`/${id}/raises`), { limit: '9', reason: 'x' })).as(
      quotaRaiseSchema,
    );
    const end = () => quotas.owner.delete(at(`/${id}/raises/${raise.id}`));
    const limit = async () => (await status(`?quota=${id}`))[0]?.subjects[0]?.limit;
    expect(await limit()).toBe('9');
    expect([(await end()).status, (await end()).status]).toEqual([204, 404]);
    expect(await limit()).toBe('1000');
    expect((await quotas.owner.get(at(`/${id}/raises`))).at('data')).toEqual([
      { ...raise, endedAt: '2026-03-01T12:00:00.000Z', endedBy: 'a owner' },
    ]);
  });

  it('tells what was crossed by whom', async () => {
    await spend(aCall('ada', 1200, -1), aCall('bob', 600, -1));
    const { id } = await make({ scope: { type: 'eachUser' } });
    const crossed = async (query: string) =>
      (await quotas.owner.get(at(`/events?quota=${id}${query}`)))
        .as(quotaEventPage)
        .data.map(({ subject, threshold }) => `${subject} ${threshold}`)
        .sort();
    await expect.poll(() => crossed('')).toEqual(['ada 100', 'ada 50', 'ada 80', 'bob 50']);
    expect(await crossed('&subject=bob')).toEqual(['bob 50']);
  });
});

it('viewers see all of this, and change nothing', async () => {
  const { id } = await make();
  const viewer = await quotas.app.aMember('viewer', quotas.project);
  for (const view of ['burn-down', 'users', 'audit', 'raises']) {
    expect((await viewer.get(at(`/${id}/${view}`))).status, view).toBe(200);
  }
  expect((await viewer.post(at('/preview'), definition())).status).toBe(200);
  expect((await viewer.delete(at(`/${id}`))).status).toBe(403);
});
