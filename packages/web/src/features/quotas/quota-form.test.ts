import { expect, test } from 'vitest';
import { formOf, newForm, parseForm, type QuotaForm, thresholdTyped } from './quota-form.ts';

const form = (over: Partial<QuotaForm>): QuotaForm => ({
  ...newForm('Europe/Berlin'),
  ...{ name: 'Tokens a day', limit: '200 000' },
  ...over,
});

test('what is typed is what the API takes', () => {
  expect(parseForm(form({}))).toEqual({
    quota: {
      name: 'Tokens a day',
      scope: { type: 'project' },
      measure: 'tokens',
      window: { type: 'calendar', unit: 'day', timeZone: 'Europe/Berlin' },
      limit: '200000',
      thresholds: [50, 80, 100],
      action: 'notify',
      onUnavailable: 'allow',
      enabled: true,
    },
  });
  expect(
    parseForm(form({ scopeType: 'model', scopeValue: ' gpt-4.1 ', windowType: 'rolling' })),
  ).toMatchObject({
    quota: { scope: { type: 'model', value: 'gpt-4.1' }, window: { type: 'rolling', unit: 'day' } },
  });
});

test.each([
  [{ name: ' ' }, { name: true }],
  [{ limit: '' }, { limit: [] }],
  [{ limit: '1.5' }, { limit: [] }],
  [{ limit: '0' }, { limit: [] }],
  [{ measure: 'cost', limit: '9007200' }, { limit: [] }],
  [{ measure: 'cost', limit: '1,000' }, { limit: ['1', '1000'] }],
  [{ scopeType: 'user' }, { scopeValue: true }],
  [{ timeZone: 'Mars/Base' }, { timeZone: true }],
  [
    { name: '', limit: 'x', scopeType: 'tag' },
    { name: true, limit: [], scopeValue: true },
  ],
] satisfies [Partial<QuotaForm>, object][])('of %j it is said what is wrong', (over, problems) => {
  expect(parseForm(form(over))).toEqual({ problems });
});

test.each(['12.5', '1.125'])('a quota of %s that is opened and saved unchanged stays as it is', (limit) => {
  const stored = {
    ...{ id: 'q', createdAt: '', updatedAt: '', updatedBy: '', name: 'n', enabled: false },
    scope: { type: 'tag' as const, value: 'beta' },
    window: { type: 'rolling' as const, unit: 'month' as const },
    ...{ measure: 'cost' as const, limit, thresholds: [90] },
    ...{ action: 'deny' as const, onUnavailable: 'deny' as const },
  };
  const { id: _, createdAt: _1, updatedAt: _2, updatedBy: _3, ...input } = stored;
  expect(parseForm(formOf(stored, 'UTC'), stored.enabled)).toEqual({ quota: input });
});

test('a threshold is a whole percentage', () => {
  expect(['90', ' 120 %', '0', '1001', '9.5', 'x', ''].map(thresholdTyped)).toEqual([
    90,
    120,
    ...Array.from({ length: 5 }, () => undefined),
  ]);
});
