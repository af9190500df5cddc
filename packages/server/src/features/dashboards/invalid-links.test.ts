import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ofCalls, openShareApp, type ShareApp } from './testing/share-app.ts';

const NOWHERE = 'A'.repeat(43);

let test: ShareApp;
beforeAll(async () => {
  test = await openShareApp();
});
afterAll(() => test.close());

describe('a link that is not valid', () => {
  const refusal = {
    error: { code: 'not_found', message: 'This link has expired, was taken back, or never existed.' },
  };
  /** What it says of itself, and of a chart. */
  const said = async (token: string) =>
    Promise.all(
      [await test.open(token), await test.ask(token, ['calls'])].map(({ status, text }) => [
        status,
        JSON.parse(text),
      ]),
    );
  const refused = [
    [404, refusal],
    [404, refusal],
  ];

  it('says the same whether it was taken back, has expired, lost its dashboard or never was', async () => {
    const { id } = await test.make(ofCalls());
    const gone = await test.make(ofCalls());
    const [taken, expired, lost] = [await test.linkTo(id), await test.linkTo(id), await test.linkTo(gone.id)];
    await test.owner.delete(test.ofProject(`/${id}/shares/${taken.shareId}`));
    await test.owner.delete(test.ofProject(`/${gone.id}`));
    expect(await said(taken.token)).toEqual(refused);
    expect(await said(lost.token)).toEqual(refused);
    expect((await test.open(expired.token)).status).toBe(200);
    test.clock.advance(3_600_000);
    expect(await said(expired.token)).toEqual(refused);
    for (const token of [NOWHERE, 'x', 'x'.repeat(400), '%00', '..%2fdashboards', `${expired.token}=`])
      expect(await said(token)).toEqual(refused);
  });

  it('is none of the ids or hashes that the project knows it by', async () => {
    const { id } = await test.make(ofCalls());
    const { shareId } = await test.linkTo(id);
    const { tokenHash } = await test.records
      .selectFrom('dashboardShares')
      .select('tokenHash')
      .where('id', '=', shareId)
      .executeTakeFirstOrThrow();
    for (const token of [shareId, id, tokenHash]) expect(await said(token)).toEqual(refused);
  });

  it('ends with its project', async () => {
    const third = await test.aSecondProject();
    const { token } = await test.linkTo('cost', {}, third.owner, third.projectId);
    expect((await test.open(token)).status).toBe(200);
    await test.records.deleteFrom('projects').where('id', '=', third.projectId).execute();
    expect(await said(token)).toEqual(refused);
  });

  it('can be tried a hundred times from one address, which keeps nobody from signing in', async () => {
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id);
    test.clock.advance(5 * 60_000 + 1);
    for (let n = 0; n < 100; n++) expect((await test.open(NOWHERE)).status).toBe(404);
    const refusedNow = await test.open(NOWHERE);
    expect([refusedNow.status, Number(refusedNow.headers['retry-after']) > 0]).toEqual([429, true]);
    expect((await test.open(token)).status).toBe(429);
    const login = { email: 'nobody@example.com', password: 'wrong' };
    expect((await test.nobody.post('/api/v1/login', login)).status).toBe(401);
    test.clock.advance(5 * 60_000 + 1);
    expect((await test.open(token)).status).toBe(200);
    for (let n = 0; n < 150; n++) await test.open(token);
    expect((await test.open(token)).status).toBe(200);
  });
});
