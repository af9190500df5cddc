import { expect, test } from 'vitest';
import { setLanguage } from './i18n.ts';

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;
const sources = import.meta.glob('../**/{messages,texts,common}.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The two object literals of a catalogue, as `key: text` pairs. */
function sides(source: string): Map<string, string>[] {
  const pair = /^\s{4}([\w]+):\s*(?:\n\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/gm;
  const split = source.indexOf('\n  {', source.indexOf('\n  {') + 1);
  return [source.slice(0, split), source.slice(split)].map(
    (side) => new Map([...side.matchAll(pair)].map(([, key = '', a, b]) => [key, a ?? b ?? ''])),
  );
}

test('every text in Chinese fills in the same values as in English', () => {
  setLanguage('en');
  let compared = 0;
  for (const [file, source] of Object.entries(sources)) {
    const [en, zh] = sides(String(source));
    for (const [key, text] of en ?? []) {
      const other = zh?.get(key);
      if (other === undefined) continue;
      compared++;
      const names = (of: string) =>
        [...new Set([...of.matchAll(PLACEHOLDER)].map(([, name]) => name))].sort();
      expect(names(other), `${file}: ${key}`).toEqual(names(text));
    }
  }
  expect(compared).toBeGreaterThan(200);
});
