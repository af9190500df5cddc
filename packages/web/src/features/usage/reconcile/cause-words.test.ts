import { expect, test } from 'vitest';
import { setApart } from './cause-words.ts';

test('a sentence of names and Chinese words reads as one', () => {
  expect(setApart('测得 gpt-4.1、gpt-5-mini和另外 1 个 的 2.10 M Token')).toBe(
    '测得 gpt-4.1、gpt-5-mini 和另外 1 个的 2.10 M Token',
  );
  expect(setApart('gpt-4.1 and 2 more were billed')).toBe('gpt-4.1 and 2 more were billed');
});
