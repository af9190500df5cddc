import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Markdown } from '../components/content/Markdown.tsx';
import { filledAddress, filledText, fillMarkdown, type Lookup } from './fill-variables.ts';

const VALUES: Record<string, string[]> = {
  model: ['gpt-4.1', 'gpt-4o'],
  none: [],
  evil: ['[click](https://evil.example) **x** <img src=x> https://evil.example'],
};
const lookup: Lookup = (name) => VALUES[name];
const show = (text: string) =>
  render(<Markdown text={text} plugins={[fillMarkdown(lookup, 'all')]} />).container;

afterEach(cleanup);

test('values take the place of names', () => {
  expect(filledText('$model, $none and $unknown cost $5', lookup, 'all')).toBe(
    'gpt-4.1, gpt-4o, all and $unknown cost $5',
  );
});

test('in an address values stay a part of it', () => {
  expect(filledAddress('https://wiki.example/$model?q=$evil', lookup)).toBe(
    `https://wiki.example/gpt-4.1%2Cgpt-4o?q=${encodeURIComponent(VALUES.evil?.[0] ?? '')}`,
  );
});

test('markdown is filled in text, code and links', () => {
  show('# On $model\n\n`$model` [more](https://wiki.example/$model)');
  expect(screen.getAllByText('gpt-4.1, gpt-4o')).toHaveLength(1);
  expect(screen.getByText('On gpt-4.1, gpt-4o')).toBeTruthy();
  expect(screen.getByRole('link').getAttribute('href')).toBe('https://wiki.example/gpt-4.1%2Cgpt-4o');
});

test('a value is never markup', () => {
  const page = show('About $evil');
  expect(page.querySelector('a, img, strong')).toBeNull();
  expect(page.textContent).toBe(`About ${VALUES.evil?.[0]}`);
});
