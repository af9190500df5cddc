import tokens from '../../design/tokens.css?raw';
import { hexOf } from '../kit/color.ts';

type Theme = 'light' | 'dark';

/** The declarations of one block, by name. */
const declared = (block: string): Map<string, string> =>
  new Map(
    [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]),
  );

const [light = '', dark = ''] = tokens.split('[data-theme="dark"]');
const LIGHT = declared(light);
const THEMES: Record<Theme, Map<string, string>> = {
  light: LIGHT,
  dark: new Map([...LIGHT, ...declared(dark)]),
};

/** What a token stands for in a theme, with the tokens that it names, colours as #rrggbb. @throws Error when there is none. */
export function tokenIn(theme: Theme, name: string): string {
  const value = THEMES[theme].get(name);
  if (value === undefined) throw new Error(`There is no token ${name}.`);
  const [, other] = /^var\((--[\w-]+)\)$/.exec(value) ?? [];
  return other === undefined ? hexOf(value) : tokenIn(theme, other);
}
