import { dashboardSummarySchema, storedDashboardSchema } from '@pharos/core/api/dashboards';
import { READY_DASHBOARDS } from '@pharos/core/dashboards/ready/ready';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';
import { MAX_DASHBOARDS } from './queries.ts';
import { aChart, aDocument } from './testing/documents.ts';

let test: TestApp;
let url: string;
beforeAll(async () => {
  test = await testApp();
  url = `/api/v1/dashboards?project=${test.projectId}`;
});
afterAll(() => test.close());

const one = (id: string, path = '', projectId = test.projectId) =>
  `/api/v1/dashboards/${id}${path}?project=${projectId}`;
const make = async (
  document: Record<string, unknown>,
  client: Client = test.owner,
  projectId = test.projectId,
) => (await client.post(`/api/v1/dashboards?project=${projectId}`, { document })).as(storedDashboardSchema);
const list = async (client = test.owner, projectId = test.projectId) =>
  (await client.get(`/api/v1/dashboards?project=${projectId}`)).as(
    z.object({ data: z.array(dashboardSummarySchema) }),
  ).data;
const own = async (...of: Parameters<typeof list>) =>
  (await list(...of)).filter(({ source }) => source === 'own');
const actions = async () =>
  (
    await test.records.selectFrom('audit').select(['action', 'projectId', 'subject']).orderBy('id').execute()
  ).filter(({ action }) => action.startsWith('dashboard.'));

describe('dashboards', () => {
  it('come with Pharos, and each can be read like any other', async () => {
    const ready = (await list()).filter(({ source }) => source === 'ready');
    expect(ready.map(({ id }) => id)).toEqual(READY_DASHBOARDS.map(({ id }) => id));
    const viewer = await test.aMember('viewer');
    for (const { id, document } of READY_DASHBOARDS) {
      const stored = (await viewer.get(one(id))).as(storedDashboardSchema);
      expect(stored).toMatchObject({ id, source: 'ready', version: 0, updatedAt: null, document });
    }
  });

  it('are made, listed, changed and deleted, each change under the name of who made it', async () => {
    const made = await make(aDocument('Ours'));
    expect(made).toMatchObject({
      source: 'own',
      version: 1,
      title: 'Ours',
      widgets: 1,
      updatedAt: '2026-03-01T12:00:00.000Z',
    });
    test.clock.advance(1000);
    const member = await test.aMember('member');
    const document = { ...made.document, title: { en: 'Ours', 'zh-CN': '我们的' } };
    const changed = (await member.put(one(made.id), { document, version: 1, note: 'In Chinese' })).as(
      storedDashboardSchema,
    );
    expect(changed).toMatchObject({
      version: 2,
      title: { 'zh-CN': '我们的' },
      updatedBy: 'a member',
      document,
    });
    expect(changed.updatedAt).toBe('2026-03-01T12:00:01.000Z');
    const { document: _, ...summary } = changed;
    expect(await own()).toEqual([summary]);
    expect((await test.owner.get(one(made.id))).as(storedDashboardSchema)).toEqual(changed);
    expect((await member.delete(one(made.id))).status).toBe(204);
    expect((await member.delete(one(made.id))).status).toBe(404);
    expect((await test.owner.get(one(made.id))).status).toBe(404);
    expect(await own()).toEqual([]);
    expect(await actions()).toEqual(
      ['create', 'update', 'delete'].map((did) => ({
        action: `dashboard.${did}`,
        projectId: test.projectId,
        subject: made.id,
      })),
    );
  });

  it('keep every character of their document, and nothing that is no part of it', async () => {
    const markdown = 'NUL \0, a lone \ud800, “quotes”, 你好 \u2028 snake_case';
    const text = { kind: 'text', id: 'text', place: { x: 6, y: 0, w: 6, h: 2 }, markdown };
    const { id } = await make({
      ...aDocument('All', [aChart('calls', { filter: 'attr.http_route:"/x_y"' })]),
      tabs: [{ id: 'main', title: 'M', widgets: [text, { ...aChart('calls'), evil: 1 }], color: 'red' }],
      secret: true,
    });
    const { document } = (await test.owner.get(one(id))).as(storedDashboardSchema);
    expect(document.tabs[0]?.widgets[0]).toMatchObject({ markdown });
    const answer = (await test.owner.get(one(id))).text;
    expect(answer).not.toMatch(/evil|color|secret/);
    await test.owner.delete(one(id));
  });

  it('refuse a change of what is not the latest version, and name that one', async () => {
    const { id, document } = await make(aDocument('Raced'));
    const put = (title: string) => test.owner.put(one(id), { document: { ...document, title }, version: 1 });
    const answers = await Promise.all([put('one'), put('two')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect([refused?.at('error.code'), refused?.at('error.details.version')]).toEqual(['conflict', 2]);
    const won = answers.find(({ status }) => status === 200)?.at('title');
    expect((await test.owner.get(one(id))).at('title')).toBe(won);
    expect((await test.owner.put(one(id), { document, version: 3 })).status).toBe(409);
    await test.owner.delete(one(id));
  });

  const widget = (more: Record<string, unknown>) => aDocument('x', [{ ...aChart('a'), ...more } as never]);
  it.each([
    ['nothing', undefined, ''],
    ['no tabs', { title: 'x', tabs: [] }, 'tabs'],
    ['no title', aDocument(' '), 'title'],
    ['a mark that cannot draw it', widget({ mark: 'heatmap', dimensions: [] }), 'heatmap draws 1 dimensions'],
    ['an unknown metric', widget({ metrics: ['karma'] }), 'unknown metric'],
    ['an unknown dimension', widget({ dimensions: ['karma'] }), 'not a dimension'],
    ['a filter that cannot be read', widget({ filter: 'karma:5' }), 'unknown field karma'],
    ['a place off the grid', widget({ place: { x: 8, y: 0, w: 6, h: 2 } }), 'reaches beyond column 12'],
    [
      'a link that runs',
      widget({ options: { links: [{ label: 'x', url: 'javascript:alert(1)' }] } }),
      'address',
    ],
    [
      'a link elsewhere in disguise',
      widget({ options: { links: [{ label: 'x', url: '//evil' }] } }),
      'address',
    ],
    ['two widgets of one id', aDocument('x', [aChart('a'), aChart('a')]), 'two widgets have the same id'],
    ['a range that is none', aDocument('x', [], { range: 'today' }), 'not a length of time'],
  ])('are refused with %s', async (_, document, said) => {
    const { id } = await make(aDocument('Good'));
    const answers = [
      await test.owner.post(url, { document }),
      await test.owner.put(one(id), { document, version: 1 }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
      expect(answer.text).toContain(said);
    }
    expect((await test.owner.get(one(id))).at('version')).toBe(1);
    await test.owner.delete(one(id));
  });

  it('are refused when they are too large', async () => {
    const text = { kind: 'text' as const, place: { x: 0, y: 0, w: 6, h: 2 }, markdown: 'x'.repeat(9_000) };
    const many = Array.from({ length: 40 }, (_, n) => ({ ...text, id: `t${n}` }));
    expect((await test.owner.post(url, { document: aDocument('Large', many) })).status).toBe(413);
  });

  it('of Pharos are not changed, deleted or brought back, but copied', async () => {
    const document = aDocument('Mine');
    for (const answer of [
      await test.owner.put(one('cost'), { document, version: 1 }),
      await test.owner.delete(one('cost')),
      await test.owner.post(one('cost', '/restore'), { version: 1 }),
    ]) {
      expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('Copy it')]);
    }
    const copy = (await test.owner.post(one('cost', '/copy'), {})).as(storedDashboardSchema);
    const cost = READY_DASHBOARDS.find(({ id }) => id === 'cost')?.document;
    expect(copy).toMatchObject({ source: 'own', version: 1, document: cost });
    await test.owner.delete(one(copy.id));
  });

  it('are seen by viewers, and changed by members and keys of admins alone', async () => {
    const { id, document } = await make(aDocument('Ours'));
    const change = { document, version: 1 };
    const viewer = await test.aMember('viewer');
    expect((await viewer.get(one(id))).status).toBe(200);
    const refused = async (client: Client) =>
      Promise.all([
        client.post(url, { document }),
        client.put(one(id), change),
        client.delete(one(id)),
        client.post(one(id, '/restore'), { version: 1 }),
        client.post(one(id, '/copy'), {}),
        client.post(one(id, '/shares'), { expiresAt: '2026-03-02T00:00:00Z' }),
      ]).then((answers) => answers.map(({ status }) => status));
    const six = (status: number) => Array.from({ length: 6 }, () => status);
    expect(await refused(viewer)).toEqual(six(403));
    expect(await refused(test.withKey(await test.aKey(['read'])))).toEqual(six(403));
    expect(await refused(test.withKey(await test.aKey(['ingest', 'read'])))).toEqual(six(403));
    const ingest = test.withKey(await test.aKey(['ingest']));
    expect((await ingest.get('/api/v1/dashboards')).status).toBe(403);
    const admin = test.withKey(await test.aKey(['admin']));
    expect((await admin.put(one(id), change)).at('updatedBy')).toBe('test');
    await test.owner.delete(one(id));
  });

  it('of one project are not there for another', async () => {
    const { id, document } = await make(aDocument('Ours'));
    const second = await test.aSecondProject();
    const theirs = (path = '') => one(id, path, second.projectId);
    const answers = await Promise.all([
      second.owner.get(theirs()),
      second.owner.put(theirs(), { document, version: 1 }),
      second.owner.delete(theirs()),
      second.owner.get(theirs('/versions')),
      second.owner.get(theirs('/versions/1')),
      second.owner.post(theirs('/restore'), { version: 1 }),
      second.owner.post(theirs('/copy'), {}),
      second.owner.get(theirs('/shares')),
      second.owner.post(theirs('/shares'), { expiresAt: '2026-03-02T00:00:00Z' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(await own(second.owner, second.projectId)).toEqual([]);
    await test.owner.delete(one(id));
  });

  it('there are so many of, and no more', async () => {
    const second = await test.aSecondProject();
    const at = new Date();
    await test.records
      .insertInto('dashboards')
      .values(
        Array.from({ length: MAX_DASHBOARDS - 1 }, (_, n) => ({
          id: `many${n}`,
          projectId: second.projectId,
          version: 1,
          title: '"x"',
          description: '""',
          widgets: 0,
          createdAt: at,
          updatedAt: at,
          updatedBy: 'x',
        })),
      )
      .execute();
    const last = await make(aDocument('Last'), second.owner, second.projectId);
    const answer = await second.owner.post(`/api/v1/dashboards?project=${second.projectId}`, {
      document: aDocument('One more'),
    });
    expect([answer.status, answer.at('error.message')]).toEqual([
      409,
      `There are ${MAX_DASHBOARDS} dashboards already.`,
    ]);
    const copied = await second.owner.post(one(last.id, '/copy', second.projectId), {});
    expect(copied.status).toBe(409);
  });
});
