import { sharedDashboardSchema } from '@pharos/core/api/dashboards';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofCalls, openShareApp, type ShareApp } from './testing/share-app.ts';

let test: ShareApp;
beforeAll(async () => {
  test = await openShareApp();
});
afterAll(() => test.close());

const user = { name: 'user', label: 'User', type: 'field' as const, field: 'user' };

describe('a link, to whoever holds it', () => {
  it('shows the document and the name of its project, and nothing else', async () => {
    const { id, document } = await test.make(ofCalls({ variables: [user] }));
    const { token } = await test.linkTo(id, { range: '6h', values: { user: ['ann'] } });
    const answer = await test.open(token);
    expect(answer.as(sharedDashboardSchema.strict())).toEqual({
      projectName: 'default',
      document: { ...document, variables: [{ ...user, values: ['ann'] }] },
      range: '6h',
      values: { user: ['ann'] },
      shownRate: null,
      expiresAt: '2026-03-01T13:00:00.000Z',
    });
    for (const secret of [test.projectId, id, 'admin', 'example.com'])
      expect(answer.text).not.toContain(secret);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
  });

  it('carries the one rate at which the project shows amounts now, and no other', async () => {
    const project = `/api/v1/projects/${test.projectId}`;
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id);
    const rate = async () => (await test.open(token)).as(sharedDashboardSchema).shownRate;
    await test.owner.patch(project, { displayCurrency: 'CNY' });
    expect(await rate()).toBeNull();
    for (const [currency, from, usd] of [
      ['CNY', '2026-01-01', '0.14'],
      ['CNY', '2026-02-01', '0.15'],
      ['CNY', '2027-01-01', '0.16'],
      ['EUR', '2026-01-01', '1.1'],
    ])
      await test.owner.put(`${project}/exchange-rates`, { currency, from, usd });
    expect(await rate()).toEqual({ currency: 'CNY', from: '2026-02-01', usd: '0.15' });
    await test.owner.patch(project, { displayCurrency: 'USD' });
    expect(await rate()).toBeNull();
  });

  it('answers for its charts, out of its own project alone', async () => {
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id);
    expect(await test.calls(token)).toEqual({ 'ours-a': 1, 'ours-b': 2 });
    expect(test.asked.at(-1)?.scope).toBe(test.projectId);
  });

  it('keeps to the length of time and the values that were settled', async () => {
    const { id } = await test.make(ofCalls({ variables: [user] }));
    expect(await test.calls((await test.linkTo(id, { range: '7d' })).token)).toEqual({
      'ours-a': 1,
      'ours-b': 2,
      'ours-old': 1,
    });
    expect(await test.calls((await test.linkTo(id, { values: { user: ['ann'] } })).token)).toEqual({
      'ours-a': 1,
      'ours-b': 1,
    });
    expect(await test.calls((await test.linkTo(id, { range: '15m' })).token)).toEqual({});
  });

  it('follows the dashboard, but no change of it shows more of the data than was settled', async () => {
    const { id, document } = await test.make(ofCalls({ variables: [user] }));
    const { token } = await test.linkTo(id, { values: { user: ['ann'] } });
    const ann = { 'ours-a': 1, 'ours-b': 1 };
    const opened = async () => (await test.open(token)).as(sharedDashboardSchema);
    const other = { ...user, field: 'model', label: 'Now something else', values: ['ours-b'] };
    await test.change(id, 1, { ...document, title: 'Changed', variables: [other] });
    expect((await opened()).document.title).toBe('Changed');
    expect(await test.calls(token)).toEqual(ann);
    await test.change(id, 2, { ...document, variables: [] });
    expect((await opened()).document.variables).toEqual([]);
    expect(await test.calls(token)).toEqual(ann);
    const more = {
      name: 'model',
      label: 'Model',
      type: 'field' as const,
      field: 'model',
      values: ['ours-b'],
    };
    await test.change(id, 3, { ...document, variables: [user, more] });
    expect((await opened()).values).toEqual({ user: ['ann'], model: ['ours-b'] });
    expect(await test.calls(token)).toEqual({ 'ours-b': 1 });
  });

  it('knows no variable that chooses a project', async () => {
    const project = {
      name: 'where',
      label: 'Project',
      type: 'project' as const,
      values: [test.second.projectId],
    };
    const { id, document } = await test.make(ofCalls({ variables: [project] }));
    const { token } = await test.linkTo(id, { values: { where: [test.second.projectId] } });
    expect((await test.open(token)).text).not.toContain(test.second.projectId);
    expect(await test.calls(token)).toEqual({ 'ours-a': 1, 'ours-b': 2 });
    const before = await test.linkTo((await test.make(ofCalls())).id);
    await test.change(id, 1, { ...document, variables: [{ ...project, name: 'there' }] });
    expect((await test.open(token)).text).not.toContain(test.second.projectId);
    expect(await test.calls(before.token)).toEqual({ 'ours-a': 1, 'ours-b': 2 });
  });

  it('opens what comes with Pharos, every chart of which has an answer', async () => {
    const { token } = await test.linkTo('overview');
    const { document } = (await test.open(token)).as(sharedDashboardSchema);
    const charts = document.tabs[0]?.widgets.filter(({ kind }) => kind === 'chart').map(({ id }) => id) ?? [];
    const data = await test.answers(token, ...charts);
    expect(data.map(({ widget }) => widget)).toEqual(charts);
    expect(data.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('notes when it was opened, to the minute', async () => {
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id);
    const opened = async () => {
      await test.open(token);
      return (await test.owner.get(test.ofProject(`/${id}/shares`))).at('data.0.lastOpenedAt');
    };
    const first = new Date(test.clock.nowMs()).toISOString();
    expect(await opened()).toBe(first);
    test.clock.advance(30_000);
    expect(await opened()).toBe(first);
    test.clock.advance(30_000);
    expect(await opened()).toBe(new Date(test.clock.nowMs()).toISOString());
  });
});

describe('the right that a link gives', () => {
  it('ends there: it is no key and no session', async () => {
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id);
    for (const client of [test.withKey(token), test.as({ cookie: `pharos_session=${token}` })]) {
      for (const path of ['/api/v1/me', `/api/v1/dashboards/${id}?project=${test.projectId}`])
        expect((await client.get(path)).status).toBe(401);
    }
  });

  it('is not more for who is signed in elsewhere, and not less', async () => {
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id);
    const shown = (await test.open(token)).text;
    expect((await test.open(token, test.second.owner)).text).toBe(shown);
    expect(
      (await test.open(token, test.withKey(await test.aKey(['ingest'], test.second.projectId)))).text,
    ).toBe(shown);
  });
});
