import { createHash } from 'node:crypto';
import { shareCreatedSchema, shareSchema, storedDashboardSchema } from '@pharos/core/api/dashboards';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestApp, testApp } from '../../testing/test-app.ts';
import { MAX_SHARES } from './share-queries.ts';
import { aDocument } from './testing/documents.ts';

const TOMORROW = '2026-03-02T12:00:00.000Z';
const model = { name: 'model', label: 'Model', type: 'field' as const, field: 'model', values: ['gpt-4.1'] };

let test: TestApp;
beforeAll(async () => {
  test = await testApp({ PHAROS_PUBLIC_URL: 'https://pharos.example.com' });
});
afterAll(() => test.close());

const one = (id: string, path = '') => `/api/v1/dashboards/${id}${path}?project=${test.projectId}`;
const make = async () => {
  const document = aDocument('Shared', undefined, { range: '7d', variables: [model] });
  return (await test.owner.post(`/api/v1/dashboards?project=${test.projectId}`, { document })).as(
    storedDashboardSchema,
  );
};
const share = (id: string, body: Record<string, unknown> = {}) =>
  test.owner.post(one(id, '/shares'), { expiresAt: TOMORROW, ...body });
const list = async (id: string) =>
  (await test.owner.get(one(id, '/shares'))).as(z.object({ data: z.array(shareSchema) })).data;
const audited = async () =>
  (
    await test.records
      .selectFrom('audit')
      .select(['action', 'subject', 'projectId'])
      .where('action', 'like', 'dashboard.%share')
      .orderBy('id')
      .execute()
  ).slice(-2);

describe('a link to a dashboard', () => {
  it('is shown once, listed without its token, and taken back; both are written down', async () => {
    const { id } = await make();
    const made = (await share(id)).as(shareCreatedSchema);
    expect(made.link).toMatch(/^https:\/\/pharos\.example\.com\/shared\/[\w-]{43}$/);
    const { link, ...listed } = made;
    expect(listed).toMatchObject({
      expiresAt: TOMORROW,
      lastOpenedAt: null,
      createdAt: '2026-03-01T12:00:00.000Z',
    });
    expect(await list(id)).toEqual([listed]);
    expect((await test.owner.delete(one(id, `/shares/${made.id}`))).status).toBe(204);
    expect((await test.owner.delete(one(id, `/shares/${made.id}`))).status).toBe(404);
    expect(await list(id)).toEqual([]);
    const subject = `${id}/${made.id}`;
    expect(await audited()).toEqual([
      { action: 'dashboard.share', subject, projectId: test.projectId },
      { action: 'dashboard.unshare', subject, projectId: test.projectId },
    ]);
    expect(JSON.stringify(await test.records.selectFrom('audit').selectAll().execute())).not.toContain(
      link.split('/').at(-1),
    );
  });

  it('is kept as the SHA-256 of its token alone', async () => {
    const { id } = await make();
    const token = (await share(id)).as(shareCreatedSchema).link.split('/').at(-1) ?? '';
    const rows = await test.records
      .selectFrom('dashboardShares')
      .selectAll()
      .where('dashboardId', '=', id)
      .execute();
    expect(rows.map(({ tokenHash }) => tokenHash)).toEqual([
      createHash('sha256').update(token).digest('hex'),
    ]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('settles the length of time and the values that it shows, else those of the dashboard', async () => {
    const { id } = await make();
    await share(id);
    await share(id, { range: '1h', values: { model: [] } });
    const settled = (await list(id)).map(({ range, values }) => ({ range, values }));
    expect(settled).toHaveLength(2);
    expect(settled).toEqual(
      expect.arrayContaining([
        { range: '7d', values: { model: ['gpt-4.1'] } },
        { range: '1h', values: { model: [] } },
      ]),
    );
  });

  it.each([
    ['no end', { expiresAt: undefined }],
    ['an end that is past', { expiresAt: '2026-03-01T11:59:59Z' }],
    ['an end that is now', { expiresAt: '2026-03-01T12:00:00Z' }],
    ['an end in years', { expiresAt: '2027-06-01T00:00:00Z' }],
    ['a time without a zone', { expiresAt: '2026-03-02T12:00:00' }],
    ['a range that is none', { range: 'always' }],
    ['values of no variable', { values: { user: ['ann'] } }],
    ['values of what every object has', { values: { constructor: ['ann'] } }],
    ['a value that is no text', { values: { model: [1] } }],
    ['too many values', { values: { model: Array.from({ length: 51 }, String) } }],
  ])('is refused with %s', async (_, body) => {
    const { id } = await make();
    const answer = await share(id, body);
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
    expect(await list(id)).toEqual([]);
  });

  it('leads to what comes with Pharos as well, and to nothing that is not there', async () => {
    expect((await share('cost')).status).toBe(201);
    expect(await list('cost')).toHaveLength(1);
    expect((await share('nothing')).status).toBe(404);
    expect((await test.owner.get(one('nothing', '/shares'))).status).toBe(404);
  });

  it('is one of so many, of which those that expire make room', async () => {
    const { id } = await make();
    for (let n = 0; n < MAX_SHARES; n++) {
      const expiresAt = n === 0 ? '2026-03-01T12:00:10Z' : TOMORROW;
      expect((await share(id, { expiresAt })).status).toBe(201);
    }
    expect((await share(id)).at('error.message')).toBe(
      `There are ${MAX_SHARES} links to this dashboard already.`,
    );
    test.clock.advance(10_000);
    expect(await list(id)).toHaveLength(MAX_SHARES - 1);
    expect((await share(id)).status).toBe(201);
    expect((await share(id)).status).toBe(409);
  });

  it('goes with its dashboard', async () => {
    const { id } = await make();
    await share(id);
    await test.owner.delete(one(id));
    const left = await test.records
      .selectFrom('dashboardShares')
      .select('id')
      .where('dashboardId', '=', id)
      .execute();
    expect(left).toEqual([]);
  });
});
