import { scoreConfigSchema } from '@pharos/core/api/score-configs';
import type { Score } from '@pharos/core/score';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../testing/test-app.ts';

let test: TestApp;
let path: string;
let given: readonly Score[] = [];
beforeAll(async () => {
  const scoreBook = {
    put: (_: unknown, scores: readonly Score[]) => {
      given = scores;
      return Promise.resolve();
    },
    remove: () => Promise.resolve(),
  };
  test = await testApp({}, { scoreBook });
  path = `/api/v1/score-configs?project=${test.projectId}`;
});
afterAll(() => test.close());

const one = (id: string, project = test.projectId) => `/api/v1/score-configs/${id}?project=${project}`;
const make = async (config: Record<string, unknown>) =>
  (await test.owner.post(path, config)).as(scoreConfigSchema);
const give = (score: Record<string, unknown>) =>
  test.owner.post(`/api/v1/scores?project=${test.projectId}`, { traceId: 't', ...score });

describe('score configs', () => {
  it('are made, found, changed and archived', async () => {
    const stars = await make({ name: 'stars', type: 'numeric', min: 1, max: 5 });
    expect(stars).toMatchObject({ categories: [], description: '', archived: false });
    expect((await test.owner.get(path)).at('data')).toEqual([stars]);
    test.clock.advance(1000);
    const changed = (await test.owner.patch(one(stars.id), { max: null, archived: true })).as(
      scoreConfigSchema,
    );
    expect(changed).toMatchObject({ min: 1, max: null, archived: true, createdAt: stars.createdAt });
    expect(changed.updatedAt).not.toBe(stars.updatedAt);
    expect((await test.owner.get(one(stars.id))).as(scoreConfigSchema)).toEqual(changed);
  });

  it.each([
    ['a range turned around', { type: 'numeric', min: 2, max: 1 }, 'min 2 is above max 1'],
    ['no categories', { type: 'categorical' }, 'needs categories'],
    [
      'a category twice',
      {
        type: 'categorical',
        categories: [
          { value: 0, label: 'a' },
          { value: 1, label: 'a' },
        ],
      },
      'twice',
    ],
    ['categories of a number', { type: 'numeric', categories: [{ value: 0, label: 'a' }] }, 'no categories'],
    ['an unknown type', { type: 'stars' }, 'type'],
    ['an unknown field', { type: 'numeric', range: 5 }, 'range'],
    ['a blank name', { name: ' ', type: 'numeric' }, 'name'],
  ])('are refused with %s', async (_, config, said) => {
    const answer = await test.owner.post(path, { name: 'x', ...config });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(said);
  });

  it('are refused when a change makes them senseless, and keep their type', async () => {
    const { id } = await make({ name: 'r', type: 'numeric', min: 0, max: 1 });
    expect((await test.owner.patch(one(id), { min: 2 })).status).toBe(400);
    expect((await test.owner.patch(one(id), { type: 'text' })).status).toBe(400);
    expect((await test.owner.get(one(id))).at('min')).toBe(0);
  });

  it('are changed by members and seen by viewers, in their project alone', async () => {
    const { id } = await make({ name: 'ours', type: 'boolean' });
    const viewer = await test.aMember('viewer');
    expect((await viewer.get(one(id))).status).toBe(200);
    expect((await viewer.patch(one(id), { archived: true })).status).toBe(403);
    expect((await (await test.aMember('member')).patch(one(id), { description: 'd' })).status).toBe(200);
    const second = await test.aSecondProject();
    expect((await second.owner.get(one(id, second.projectId))).status).toBe(404);
    expect((await second.owner.patch(one(id, second.projectId), { archived: true })).status).toBe(404);
    expect((await second.owner.get(`/api/v1/score-configs?project=${second.projectId}`)).at('data')).toEqual(
      [],
    );
  });
});

describe('a score that names a config', () => {
  it('is held to its name, type, range and categories', async () => {
    const stars = await make({ name: 'stars', type: 'numeric', min: 1, max: 5 });
    const tone = await make({
      name: 'tone',
      type: 'categorical',
      categories: [
        { value: -1, label: 'rude' },
        { value: 1, label: 'kind' },
      ],
    });
    const refused = async (score: Record<string, unknown>) => {
      const answer = await give(score);
      return [answer.status, answer.at('error.message')];
    };
    expect((await give({ name: 'stars', configId: stars.id, value: 5 })).status).toBe(201);
    expect(await refused({ name: 'stars', configId: stars.id, value: 6 })).toEqual([
      400,
      'stars is at most 5.',
    ]);
    expect(await refused({ name: 'stars', configId: stars.id, value: 'many' })).toEqual([
      400,
      'stars needs a number as value.',
    ]);
    expect(await refused({ name: 'other', configId: stars.id, value: 1 })).toEqual([
      400,
      expect.stringContaining('named "stars"'),
    ]);
    expect(await refused({ name: 'tone', configId: tone.id, value: 'meh' })).toEqual([
      400,
      'tone is one of rude, kind.',
    ]);
    await give({ name: 'tone', configId: tone.id, value: 'kind' });
    expect(given).toMatchObject([{ type: 'categorical', value: 1, label: 'kind', configId: tone.id }]);
    await test.owner.patch(one(tone.id), { archived: true });
    expect(await refused({ name: 'tone', configId: tone.id, value: 'kind' })).toEqual([
      400,
      expect.stringContaining('archived'),
    ]);
  });

  it('does not know the configs of another project', async () => {
    const second = await test.aSecondProject();
    const theirs = (
      await second.owner.post(`/api/v1/score-configs?project=${second.projectId}`, {
        name: 'x',
        type: 'boolean',
      })
    ).as(scoreConfigSchema);
    expect((await give({ name: 'x', configId: theirs.id, value: true })).status).toBe(400);
  });
});
