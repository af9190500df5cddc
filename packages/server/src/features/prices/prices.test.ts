import { modelPriceSchema } from '@pharos/core/api/prices';
import { priceUsage } from '@pharos/core/pricing/price';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestApp, testApp } from '../../testing/test-app.ts';
import { createPriceOverrides } from './overrides.ts';

let test: TestApp;
let path: string;
beforeAll(async () => {
  test = await testApp();
  path = `/api/v1/projects/${test.projectId}/prices`;
});
afterAll(() => test.close());

const list = async () =>
  (await test.owner.get(`/api/v1/prices?project=${test.projectId}`)).as(
    z.object({ data: z.array(modelPriceSchema) }),
  ).data;
const own = async () => (await list()).filter(({ source }) => source === 'project');

describe('prices', () => {
  it('are those of the catalogue at first', async () => {
    const prices = await list();
    expect(prices.length).toBeGreaterThan(100);
    expect(prices.find(({ model }) => model === 'gpt-4.1')).toMatchObject({
      source: 'catalogue',
      input: '2',
    });
  });

  it('are set by a project for itself, in whole, and taken back', async () => {
    const price = { model: 'house-model', provider: '', input: '1.5', output: '6' };
    expect((await test.owner.put(path, price)).status).toBe(200);
    expect(await own()).toMatchObject([{ model: 'house-model', input: '1.5', output: '6' }]);
    await test.owner.put(path, { model: 'house-model', input: '2' });
    expect(await own()).toEqual([expect.not.objectContaining({ output: '6' })]);
    const removal = `${path}?model=house-model`;
    expect((await test.owner.delete(removal)).status).toBe(204);
    expect(await own()).toEqual([]);
    expect((await test.owner.delete(removal)).status).toBe(404);
  });

  it('of a model may differ by the day, and each is taken back by its day', async () => {
    for (const [from, input] of [
      ['2026-06-01', '2'],
      ['2026-01-01', '1'],
    ])
      expect((await test.owner.put(path, { model: 'dated', from, input })).status).toBe(200);
    const days = async () => (await own()).filter(({ model }) => model === 'dated').map(({ from }) => from);
    expect(await days()).toEqual(['2026-01-01', '2026-06-01']);
    expect((await test.owner.delete(`${path}?model=dated`)).status).toBe(404);
    expect((await test.owner.delete(`${path}?model=dated&from=2026-01-01`)).status).toBe(204);
    expect(await days()).toEqual(['2026-06-01']);
    await test.owner.delete(`${path}?model=dated&from=2026-06-01`);
  });

  it('of a model may differ by region, and each is taken back by its region', async () => {
    for (const price of [
      { input: '1' },
      { region: 'eu', input: '2' },
      { region: 'eu', from: '2026-06-01', input: '3' },
    ])
      expect((await test.owner.put(path, { model: 'placed', ...price })).status).toBe(200);
    const placed = async () =>
      (await own()).flatMap(({ model, id, from }) => (model === 'placed' ? [`${id} ${from ?? ''}`] : []));
    expect(await placed()).toEqual(['project/placed ', 'project/placed#eu ', 'project/placed#eu 2026-06-01']);
    expect((await test.owner.delete(`${path}?model=placed&region=us`)).status).toBe(404);
    expect((await test.owner.delete(`${path}?model=placed&region=eu`)).status).toBe(204);
    expect(await placed()).toEqual(['project/placed ', 'project/placed#eu 2026-06-01']);
    for (const region of ['Europe', 'e u', '', '-'])
      expect((await test.owner.put(path, { model: 'placed', region, input: '1' })).status).toBe(400);
    await test.owner.delete(`${path}?model=placed&region=eu&from=2026-06-01`);
    await test.owner.delete(`${path}?model=placed`);
  });

  it('in another currency charge spans by what it is worth', async () => {
    const rates = `/api/v1/projects/${test.projectId}/exchange-rates`;
    await test.owner.put(path, { model: 'yuan-model', currency: 'CNY', input: ['8', [1_000, '16']] });
    const overrides = createPriceOverrides(test.records, test.clock);
    const priced = async () => {
      overrides.forget(test.projectId);
      const book = await overrides.book(test.projectId);
      const price = book.find('', 'yuan-model', BigInt(Date.parse('2026-06-01T00:00:00Z')) * 1_000_000n);
      return price && { ...priceUsage({ input: 1001, total: 1001 }, price) };
    };
    expect(await priced()).toBeUndefined();
    expect((await test.owner.put(rates, { currency: 'CNY', from: '2026-01-01', usd: '0.14' })).status).toBe(
      200,
    );
    expect((await test.owner.get(rates)).text).toBe(
      JSON.stringify({ data: [{ currency: 'CNY', from: '2026-01-01', usd: '0.14' }] }),
    );
    expect(await priced()).toMatchObject({
      ...{ total: '0.00224224', currency: 'USD', priceId: 'project/yuan-model' },
      priceVersion: expect.stringMatching(/ CNY@2026-01-01$/),
    });
    expect((await test.owner.delete(`${rates}?currency=CNY&from=2026-01-01`)).status).toBe(204);
    expect((await test.owner.delete(`${rates}?currency=CNY&from=2026-01-01`)).status).toBe(404);
  });

  it.each([
    ['a dollar', { currency: 'USD', from: '2026-01-01', usd: '1' }],
    ['nothing', { currency: 'CNY', from: '2026-01-01', usd: '0' }],
    ['no number', { currency: 'CNY', from: '2026-01-01', usd: 'much' }],
    ['no day', { currency: 'CNY', from: 'today', usd: '0.14' }],
    ['no currency', { currency: 'yuan', from: '2026-01-01', usd: '0.14' }],
  ])('know of no exchange rate that is %s', async (_, rate) => {
    expect((await test.owner.put(`/api/v1/projects/${test.projectId}/exchange-rates`, rate)).status).toBe(
      400,
    );
  });

  it('of one project are not those of another', async () => {
    const second = await test.aSecondProject();
    await test.owner.put(path, { model: 'mine', input: '1' });
    const theirs = await second.owner.get(`/api/v1/prices?project=${second.projectId}`);
    expect(theirs.text).not.toContain('"mine"');
  });

  it('are refused when they are no decimal number', async () => {
    for (const input of ['-1', '1e3', 'free', '', ['1', [0, '2']], ['1', [9, '2'], [9, '3']], [[1, '2']]]) {
      expect((await test.owner.put(path, { model: 'm', input })).status).toBe(400);
    }
  });

  it('reach whoever prices spans: at once when told, else within 30 seconds', async () => {
    const overrides = createPriceOverrides(test.records, test.clock);
    const { projectId } = await test.aSecondProject();
    const set = (model: string) =>
      test.records
        .insertInto('priceOverrides')
        .values({
          id: model,
          projectId,
          model,
          provider: '',
          ...{ region: '', validFrom: '', currency: 'USD', rates: '{"input":"1"}' },
          updatedAt: new Date(),
        })
        .execute();
    const models = async () => (await overrides.of(projectId)).overrides.map(({ model }) => model);
    expect(await models()).toEqual([]);
    await set('a');
    expect(await models()).toEqual([]);
    const book = await overrides.book(projectId);
    expect(await overrides.book(projectId)).toBe(book);
    overrides.forget(projectId);
    expect(await models()).toEqual(['a']);
    expect((await overrides.book(projectId)).overrides).toMatchObject([{ model: 'a' }]);
    await set('b');
    test.clock.advance(30_001);
    expect(await models()).toEqual(['a', 'b']);
  });
});
