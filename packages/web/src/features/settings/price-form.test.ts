import type { ModelPrice } from '@pharos/core/api/prices';
import { expect, test } from 'vitest';
import { formOf, parseForm } from './price-form.ts';

const LISTED: ModelPrice = {
  ...{ id: 'google/gemini', source: 'catalogue', model: 'gemini', provider: 'google', currency: 'USD' },
  from: '2025-06-01',
  input: ['1.25', [200_000, '2.5']],
  output: '10',
};

test('a price of the catalogue becomes one that always holds, with its tiers', () => {
  const form = formOf(LISTED);
  expect(form).toMatchObject({ input: '1.25', output: '10', from: '', cachedRead: '' });
  expect(parseForm(form, LISTED).data).toEqual({
    ...{ model: 'gemini', provider: 'google', currency: 'USD' },
    input: ['1.25', [200_000, '2.5']],
    output: '10',
  });
});

test('a rate that is typed anew has no tiers', () => {
  expect(parseForm({ ...formOf(LISTED), input: '2' }, LISTED).data).toMatchObject({ input: '2' });
});

test('what is no price is named', () => {
  const wrong = parseForm({ ...formOf({}), model: 'm', input: 'free', currency: 'yuan', from: 'today' }, {});
  expect(wrong.error?.issues.map(({ path }) => path[0])).toEqual(['input', 'from', 'currency']);
});
