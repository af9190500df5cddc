import {
  dashboardVersionsSchema,
  storedDashboardSchema,
  storedVersionSchema,
} from '@pharos/core/api/dashboards';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../testing/test-app.ts';
import { aDocument } from './testing/documents.ts';
import { KEPT_VERSIONS } from './version-queries.ts';

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
const change = async (id: string, version: number, title: string, note = '') =>
  (await test.owner.put(one(id), { document: aDocument(title), version, note })).as(storedDashboardSchema);
const versions = async (id: string) =>
  (await test.owner.get(one(id, '/versions'))).as(dashboardVersionsSchema);

describe('versions of a dashboard', () => {
  it('are all kept: when, by whom, why, and what it was', async () => {
    const { id } = await make('first');
    test.clock.advance(60_000);
    await change(id, 1, 'second', ' New name ');
    const { data, dropped } = await versions(id);
    expect(dropped).toBe(0);
    expect(data).toMatchObject([
      { version: 2, at: '2026-03-01T12:01:00.000Z', note: 'New name', restoredFrom: null },
      { version: 1, at: '2026-03-01T12:00:00.000Z', note: '' },
    ]);
    const first = (await test.owner.get(one(id, '/versions/1'))).as(storedVersionSchema);
    expect(first).toMatchObject({ version: 1, document: { title: 'first' } });
  });

  it('are brought back as new ones, so that nothing is lost', async () => {
    const { id, document } = await make('first');
    await change(id, 1, 'second');
    const restored = (await test.owner.post(one(id, '/restore'), { version: 1 })).as(storedDashboardSchema);
    expect(restored).toMatchObject({ version: 3, title: 'first', document });
    expect((await versions(id)).data.map(({ version, restoredFrom }) => [version, restoredFrom])).toEqual([
      [3, 1],
      [2, null],
      [1, null],
    ]);
    const second = (await test.owner.get(one(id, '/versions/2'))).as(storedVersionSchema);
    expect(second.document.title).toBe('second');
  });

  it('are dropped when there are many, the oldest first, and said so', async () => {
    const { id, document } = await make('first');
    const at = new Date();
    await test.records
      .insertInto('dashboardVersions')
      .values(
        Array.from({ length: KEPT_VERSIONS }, (_, n) => ({
          dashboardId: id,
          version: n + 2,
          document: JSON.stringify(document),
          note: '',
          restoredFrom: null,
          at,
          author: 'x',
        })),
      )
      .execute();
    const latest = KEPT_VERSIONS + 1;
    await test.records.updateTable('dashboards').set({ version: latest }).where('id', '=', id).execute();
    await change(id, latest, 'one more');
    const { data, dropped } = await versions(id);
    expect([data.length, data.at(-1)?.version, dropped]).toEqual([KEPT_VERSIONS, 3, 2]);
    expect((await test.owner.get(one(id, '/versions/2'))).status).toBe(404);
    expect((await test.owner.post(one(id, '/restore'), { version: 2 })).status).toBe(404);
    expect((await test.owner.get(one(id))).at('version')).toBe(latest + 1);
  });

  it('are none of what comes with Pharos or is not there', async () => {
    expect(await versions('cost')).toEqual({ data: [], dropped: 0 });
    expect((await test.owner.get(one('nothing', '/versions'))).status).toBe(404);
    expect((await test.owner.get(one('cost', '/versions/1'))).status).toBe(404);
  });

  it.each(['0', '-1', '1.5', 'x', '99999999999'])('have whole numbers, not %s', async (version) => {
    const { id } = await make('numbered');
    expect((await test.owner.get(one(id, `/versions/${version}`))).status).toBe(400);
    expect((await test.owner.post(one(id, '/restore'), { version })).status).toBe(400);
  });

  it('refuse a note that is a letter', async () => {
    const { id } = await make('noted');
    const put = { document: aDocument('noted'), version: 1, note: 'x'.repeat(201) };
    expect((await test.owner.put(one(id), put)).status).toBe(400);
  });
});
