import { storedDashboardSchema } from '@pharos/core/api/dashboards';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';
import { aDocument } from './testing/documents.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const one = (id: string, path = '') => `/api/v1/dashboards/${id}${path}?project=${test.projectId}`;
const make = async (title: string) =>
  (await test.owner.post(`/api/v1/dashboards?project=${test.projectId}`, { document: aDocument(title) })).as(
    storedDashboardSchema,
  );

describe('a copy', () => {
  it('stands beside what it was made of, under a title of its own when one is given', async () => {
    const made = await make('Ours');
    const copy = (await test.owner.post(one(made.id, '/copy'), { title: 'Theirs' })).as(
      storedDashboardSchema,
    );
    expect(copy).toMatchObject({
      version: 1,
      title: 'Theirs',
      document: { ...made.document, title: 'Theirs' },
    });
    expect(copy.id).not.toBe(made.id);
  });

  it('goes to another project for whoever may read here and edit there', async () => {
    const made = await make('Travelling');
    const second = await test.aSecondProject();
    const copyBy = (client: Client) => client.post(one(made.id, '/copy'), { project: second.projectId });
    // Nobody there, though owner here.
    expect((await copyBy(test.owner)).status).toBe(404);
    const both = await test.aMember('viewer');
    const join = (role: 'viewer' | 'member') =>
      test.records
        .insertInto('members')
        .values({ projectId: second.projectId, userId: both.userId, role, createdAt: new Date() })
        .onConflict((conflict) => conflict.columns(['projectId', 'userId']).doUpdateSet({ role }))
        .execute();
    await join('viewer');
    expect((await copyBy(both)).status).toBe(403);
    await join('member');
    const copy = (await copyBy(both)).as(storedDashboardSchema);
    const there = `/api/v1/dashboards/${copy.id}?project=${second.projectId}`;
    expect((await second.owner.get(there)).as(storedDashboardSchema)).toEqual(copy);
    expect((await test.owner.get(one(copy.id))).status).toBe(404);
    const noted = await test.records
      .selectFrom('audit')
      .select(['projectId', 'subject'])
      .where('action', '=', 'dashboard.copy')
      .where('subject', '=', copy.id)
      .execute();
    expect(noted).toEqual([{ projectId: second.projectId, subject: copy.id }]);
    const key = test.withKey(await test.aKey(['admin']));
    expect((await copyBy(key)).status).toBe(404);
  });

  it('needs a dashboard to be of and a title that is one', async () => {
    expect((await test.owner.post(one('nothing', '/copy'), {})).status).toBe(404);
    expect((await test.owner.post(one('cost', '/copy'), { title: ' ' })).status).toBe(400);
    expect((await test.owner.get(one('a%00b'))).status).toBe(400);
  });
});
