import { membershipSchema, meSchema } from '@pharos/core/api/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../testing/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const create = async (name: string) =>
  (await test.owner.post('/api/v1/projects', { name })).as(membershipSchema);

describe('projects', () => {
  it('belong to who makes them', async () => {
    const project = await create('Support bot');
    expect(project).toMatchObject({ name: 'Support bot', role: 'owner' });
    const { projects } = (await test.owner.get('/api/v1/me')).as(meSchema);
    expect(projects.map(({ id }) => id)).toContain(project.id);
    const other = await test.aMember('owner');
    expect((await other.get('/api/v1/projects')).at('data.length')).toBe(1);
  });

  it('can be renamed', async () => {
    const { id } = await create('old');
    const answer = await test.owner.patch(`/api/v1/projects/${id}`, { name: '  客服 ' });
    expect([answer.status, answer.at('name')]).toEqual([200, '客服']);
  });

  it('say in what currency their pages show amounts: dollars until somebody sets another', async () => {
    const { id, displayCurrency } = await create('in yuan');
    expect(displayCurrency).toBe('USD');
    const path = `/api/v1/projects/${id}`;
    const answer = await test.owner.patch(path, { displayCurrency: 'CNY' });
    expect([answer.status, answer.at('displayCurrency'), answer.at('name')]).toEqual([200, 'CNY', 'in yuan']);
    const me = (await test.owner.get('/api/v1/me')).as(meSchema);
    expect(me.projects.find((project) => project.id === id)?.displayCurrency).toBe('CNY');
    const viewer = test.withKey(await test.aKey(['read'], id));
    expect((await viewer.get('/api/v1/me')).text).toContain('"displayCurrency":"CNY"');
    expect((await viewer.patch(path, { displayCurrency: 'USD' })).status).toBe(403);
    for (const change of [{}, { displayCurrency: 'yuan' }, { displayCurrency: '' }])
      expect((await test.owner.patch(path, change)).status).toBe(400);
  });

  it('takes its keys along when it is deleted', async () => {
    const { id } = await create('short-lived');
    const key = test.withKey(await test.aKey(['read'], id));
    expect((await key.get('/api/v1/me')).status).toBe(200);
    expect((await test.owner.delete(`/api/v1/projects/${id}`)).status).toBe(204);
    expect((await key.get('/api/v1/me')).status).toBe(401);
    expect((await test.owner.get(`/api/v1/projects/${id}/members`)).status).toBe(404);
  });

  it('has a book of who changed what', async () => {
    const { id } = await create('audited');
    await test.owner.patch(`/api/v1/projects/${id}`, { name: 'renamed' });
    const lines = await test.records
      .selectFrom('audit')
      .select(['actor', 'action', 'projectId', 'ip'])
      .where('subject', '=', id)
      .orderBy('id')
      .execute();
    expect(lines.map(({ action }) => action)).toEqual(['project.create', 'project.rename']);
    expect(lines.map(({ projectId }) => projectId)).toEqual([id, id]);
    expect(lines[0]).toMatchObject({ actor: expect.stringMatching(/^user:/), ip: '127.0.0.1' });
  });

  it('refuses an empty name with the field that is wrong', async () => {
    const answer = await test.owner.post('/api/v1/projects', { name: '   ' });
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
    expect(answer.at('error.details.0.path')).toBe('/name');
  });
});
