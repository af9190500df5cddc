import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { catalogue, setLanguage, useTexts } from './i18n.ts';

const fruit = catalogue(
  'test-fruit',
  { apples_one: '{{count}} apple', apples_other: '{{count}} apples', raw: '{{name}}' },
  { apples_one: '{{count}} 个苹果', apples_other: '{{count}} 个苹果', raw: '{{name}}' },
);
const Basket = ({ count }: { count: number }) => <p>{useTexts(fruit)('apples', { count })}</p>;

afterEach(() => {
  cleanup();
  setLanguage('en');
});

test('texts follow the language at once, with their plurals', () => {
  setLanguage('en');
  render(
    <>
      <Basket count={1} />
      <Basket count={2} />
    </>,
  );
  expect(screen.getByText('1 apple')).toBeTruthy();
  expect(screen.getByText('2 apples')).toBeTruthy();
  act(() => setLanguage('zh-CN'));
  expect(screen.getByText('2 个苹果')).toBeTruthy();
  expect(document.documentElement.lang).toBe('zh-CN');
});

test('hostile values are shown as they are, neither escaped twice nor filled in again', () => {
  expect(fruit.t('raw', { name: '<b>&amp;</b>' })).toBe('<b>&amp;</b>');
  expect(fruit.t('raw', { name: '{{count}} $t(apples)' })).toContain('$t(apples)');
});
