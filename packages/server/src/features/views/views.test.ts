import { savedViewSchema } from '@pharos/core/api/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

let test: TestApp;
let url: string;
beforeAll(async () => {
  test = await testApp();
  url = `/api/v1/views?project=${test.projectId}`;
});
afterAll(() => test.close());

const save = async (client: Client, name: string) =>
  (await client.post(url, { page: 'traces', name, query: 'filter=status:error' })).as(savedViewSchema);

describe('saved views', () => {
  it('come back to who saved them, until deleted', async () => {
    const view = await save(test.owner, 'Errors');
    expect((await test.owner.get(url)).at('data')).toEqual([view]);
    const one = `/api/v1/views/${view.id}?project=${test.projectId}`;
    expect((await test.owner.delete(one)).status).toBe(204);
    expect((await test.owner.get(url)).at('data')).toEqual([]);
    expect((await test.owner.delete(one)).status).toBe(404);
  });

  it("are neither seen nor deleted by another member, also with the owner's role", async () => {
    const view = await save(test.owner, 'Mine');
    const other = await test.aMember('owner');
    expect((await other.get(url)).at('data')).toEqual([]);
    expect((await other.delete(`/api/v1/views/${view.id}?project=${test.projectId}`)).status).toBe(404);
  });

  it('ask which project is meant', async () => {
    expect((await test.owner.get('/api/v1/views')).at('error.code')).toBe('project_required');
  });
});
