import { expect, test } from 'vitest';
import { type Command, matching } from './commands.ts';

const command = (label: string, words = ''): Command => ({
  id: label,
  group: '',
  label,
  words,
  run: () => {},
});
const COMMANDS = [command('总览', 'overview'), command('Go to settings', 'settings'), command('Settings')];
const labels = (query: string) => matching(COMMANDS, query).map(({ label }) => label);

test('nothing typed offers everything in its order', () => {
  expect(labels(' ')).toEqual(['总览', 'Go to settings', 'Settings']);
});

test('labels that begin with what was typed come first', () => {
  expect(labels('set')).toEqual(['Settings', 'Go to settings']);
});

test('a page is found by its English name in any language', () => {
  expect(labels('OVERVIEW')).toEqual(['总览']);
});

test('every word has to be there', () => {
  expect(labels('go sett')).toEqual(['Go to settings']);
  expect(labels('go nowhere')).toEqual([]);
});
