import { modelPriceSchema } from '@pharos/core/api/accounts';
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

  it('of one project are not those of another', async () => {
    const second = await test.aSecondProject();
    await test.owner.put(path, { model: 'mine', input: '1' });
    const theirs = await second.owner.get(`/api/v1/prices?project=${second.projectId}`);
    expect(theirs.text).not.toContain('"mine"');
  });

  it('are refused when they are no decimal number', async () => {
    for (const input of ['-1', '1e3', 'free', '']) {
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
          input: '1',
          cachedRead: null,
          cacheWrite: null,
          output: null,
          updatedAt: new Date(),
        })
        .execute();
    const models = async () => (await overrides.of(projectId)).map(({ model }) => model);
    expect(await models()).toEqual([]);
    await set('a');
    expect(await models()).toEqual([]);
    overrides.forget(projectId);
    expect(await models()).toEqual(['a']);
    await set('b');
    test.clock.advance(30_001);
    expect(await models()).toEqual(['a', 'b']);
  });
});
