import type { ModelPrice } from '@pharos/core/api/prices';
import { expect, test } from 'vitest';
import { requestOfCandidates } from './candidates.ts';
import { pricedModels } from './priced-models.ts';

const listed = (model: string, input: string, over: Partial<ModelPrice> = {}): ModelPrice => ({
  ...{ id: `openai/${model}`, provider: 'openai', currency: 'USD', source: 'catalogue' },
  ...{ model, input },
  ...over,
});
const own = (model: string, input: string, over: Partial<ModelPrice> = {}) =>
  listed(model, input, { source: 'project', ...over });
const inputsOf = (prices: readonly ModelPrice[]) =>
  pricedModels(prices, '2026-11-26').flatMap(({ models }) => models.map(({ input }) => input));

test('a model has the price that the project set, once that holds', () => {
  const catalogue = listed('gpt-4.1', '2');
  expect(inputsOf([own('gpt-4.1', '1'), catalogue])).toEqual(['1']);
  expect(inputsOf([own('gpt-4.1', '1', { from: '2026-12-01' }), catalogue])).toEqual(['2']);
  expect(inputsOf([own('gpt-4.1', '1', { region: 'eu' }), catalogue])).toEqual(['2']);
  const editions = ['2026-01-01', '2026-11-01', '2026-12-01'].map((from) => own('gpt-4.1', from, { from }));
  expect(inputsOf([...editions, catalogue])).toEqual(['2026-11-01']);
});

test('a fine-tuned model is there when the project priced it', () => {
  expect(inputsOf([own('ft:gpt-4.1:mine', '3'), listed('ft:gpt-4.1', '4')])).toEqual(['3']);
});

test('as many models as an answer holds are compared, the own ones first, and it is known how many are not', () => {
  const many = Array.from({ length: 400 }, (_, nth) => listed(`m${nth}`, '1'));
  const priced = pricedModels([...many, own('mine', '1', { provider: '' })], '2026-11-26');
  const asked = { from: '', to: '' };
  const { request, cut } = requestOfCandidates(asked, priced, ['openai'], undefined);
  expect([request.scenarios?.length, request.scenarios?.[0]?.name, cut]).toEqual([300, '/mine', 101]);
  expect(requestOfCandidates(asked, priced, [], undefined)).toMatchObject({
    cut: 0,
    request: { scenarios: [{}] },
  });
});
