import { eventNamesPageSchema, eventPageSchema } from '@pharos/core/api/events';
import { reportsTakenSchema } from '@pharos/core/api/live-reports';
import { beforeEach, describe, expect, test } from 'vitest';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';

const { app } = await openReadApp();
let ours: ReadProject;
beforeEach(async () => {
  ours = await aReadProject(app);
});

const tell = async (...events: unknown[]) => {
  const answer = await ours.sdk.post('/api/v1/events', { events });
  expect(answer.status).toBe(200);
  return answer.as(reportsTakenSchema);
};
const list = async (query = '', by = ours.reader) => {
  const answer = await by.get(`/api/v1/events${query}`);
  expect(answer.status).toBe(200);
  return answer.as(eventPageSchema);
};
const names = async (query = '') =>
  (await ours.reader.get(`/api/v1/events/names${query}`)).as(eventNamesPageSchema);
const ago = (ms: number) => new Date(app.clock.nowMs() - ms).toISOString();

describe('events of users', () => {
  test('are read as they were told, newest first', async () => {
    const place = { agent: 'support', page: '/cart', platform: 'web', country: 'DE', locale: 'de-DE' };
    const order = {
      name: 'order placed',
      eventId: 'e1',
      userId: 'ada',
      sessionId: 's1',
      traceId: 't1',
      ...place,
    };
    const properties = { total: 12.5, items: 3, gift: true, coupon: '夏天' };
    expect(
      await tell(
        { ...order, country: 'de', properties, at: ago(1_000) },
        { name: 'page seen', sessionId: 's2' },
      ),
    ).toEqual({ accepted: 2, refused: [] });
    const { data, nextCursor } = await list();
    expect(nextCursor).toBeNull();
    const nothing = { userId: '', traceId: '', agent: '', page: '', platform: '', country: '', locale: '' };
    expect(data).toEqual([
      {
        name: 'page seen',
        eventId: expect.any(String),
        time: ago(0),
        sessionId: 's2',
        ...nothing,
        properties: {},
      },
      { ...order, time: ago(1_000), properties },
    ]);
  });

  test('that are told again with their id and time, or the same content and time, are one', async () => {
    const told = [
      { name: 'a', eventId: 'e1', userId: 'ada', at: ago(5_000) },
      { name: 'b', userId: 'ada', at: ago(4_000), properties: { one: 1, two: 2 } },
    ];
    await tell(...told);
    app.clock.advance(60_000);
    await tell(...told);
    // The order of what is said is no matter; another property is another event.
    const at = told[1]?.at;
    await tell({ properties: { two: 2, one: 1 }, at, userId: 'ada', name: 'b' });
    await tell({ name: 'b', userId: 'ada', at, properties: { one: 1, two: 3 } });
    expect((await list()).data.map(({ name }) => name)).toEqual(['b', 'b', 'a']);
    expect((await names()).data).toMatchObject([
      { name: 'b', count: 2 },
      { name: 'a', count: 1 },
    ]);
  });

  test('without an id and a time are one each time they are told', async () => {
    const click = { name: 'click', userId: 'ada' };
    await tell(click, click);
    await tell(click);
    expect((await list()).data).toHaveLength(3);
  });

  test('are refused one by one, with the place of each and why, and the others count', async () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`p${n}`, n]));
    const of = { name: 'x', userId: 'ada' };
    const { accepted, refused } = await tell(
      of,
      { name: 'of nobody' },
      { ...of, name: '' },
      { ...of, properties: { deep: { er: 1 } } },
      { ...of, properties: { long: 'x'.repeat(1025) } },
      { ...of, properties: many },
      { ...of, eventId: 'e1' },
      { ...of, at: ago(-2 * 86_400_000) },
      { ...of, somewhere: 'else' },
      null,
    );
    expect(accepted).toBe(1);
    expect(refused.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(refused[0]?.message).toMatch(/of a user \(userId\) or of a session/);
    expect(refused[2]?.message).toMatch(/^properties.deep: a property is a text/);
    expect(refused[5]?.message).toMatch(/^at: an event with an id needs its time/);
    expect(refused[6]?.message).toBe('at: more than a day ahead');
    expect((await list()).data).toHaveLength(1);
    for (const body of [{}, { events: [] }, { events: [of], more: 1 }]) {
      expect((await ours.sdk.post('/api/v1/events', body)).status).toBe(400);
    }
  });

  test('of one request lie on at most a hundred days', async () => {
    const days = Array.from({ length: 102 }, (_, n) => ({ name: 'x', userId: 'a', at: ago(n * 86_400_000) }));
    const { accepted, refused } = await tell(...days);
    expect([accepted, refused.map(({ index }) => index)]).toEqual([100, [100, 101]]);
  });

  test('are listed by name, user, session and time, page by page', async () => {
    await tell(
      ...Array.from({ length: 7 }, (_, n) => ({
        ...{ name: n % 2 ? 'odd' : 'even', userId: `user-${n % 3}`, sessionId: `s${n}`, at: ago(1_000) },
        eventId: `e${n}`,
      })),
    );
    const ids = async (query: string) => (await list(query)).data.map(({ eventId }) => eventId);
    expect(await ids('?name=odd')).toEqual(['e5', 'e3', 'e1']);
    expect(await ids('?user=user-0')).toEqual(['e6', 'e3', 'e0']);
    expect(await ids('?session=s4')).toEqual(['e4']);
    expect(await ids(`?to=${ago(1_000)}`)).toEqual([]);
    const pages = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`?limit=3${cursor && `&cursor=${cursor}`}`);
      pages.push(page.data.map(({ eventId }) => eventId));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual([['e6', 'e5', 'e4'], ['e3', 'e2', 'e1'], ['e0']]);
    expect((await ours.reader.get('/api/v1/events?cursor=x')).status).toBe(400);
  });

  test('are counted by name, with their users, page by page', async () => {
    const told = (name: string, userId: string) => ({ name, userId });
    await tell(told('b', 'ada'), told('b', 'bob'), told('b', 'bob'), told('c', 'ada'), told('a', 'ada'));
    const first = await names('?limit=2');
    expect(first.data).toEqual([
      { name: 'b', count: 3, users: 2, lastSeen: ago(0) },
      { name: 'c', count: 1, users: 1, lastSeen: ago(0) },
    ]);
    const rest = await names(`?limit=2&cursor=${first.nextCursor}`);
    expect(rest).toMatchObject({ data: [{ name: 'a' }], nextCursor: null });
  });

  test('are told with a key that may ingest, read with one that may read, of its own project', async () => {
    await tell({ name: 'x', userId: 'ada' });
    expect((await ours.reader.post('/api/v1/events', { events: [{ name: 'x', userId: 'a' }] })).status).toBe(
      403,
    );
    expect((await ours.sdk.get('/api/v1/events')).status).toBe(403);
    expect((await app.nobody.get('/api/v1/events')).status).toBe(401);
    const second = await app.aSecondProject();
    expect((await list(`?project=${second.projectId}`, second.owner)).data).toEqual([]);
    expect((await second.owner.get(`/api/v1/events?project=${ours.projectId}`)).status).toBe(404);
  });
});
