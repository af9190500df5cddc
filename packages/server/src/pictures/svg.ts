type Attribute = string | number | undefined;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** XML knows no control characters, no halves of pairs and no non-characters, escaped or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu;
/** They turn the reading order around, and so what stands beside them. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text as it may stand in XML, in an element or in an attribute in double quotes. */
export const escaped = (text: string): string =>
  text
    .replace(UNPRINTABLE, '')
    .replace(TURNING, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');

const short = (value: Attribute): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : escaped(value ?? '');

/** An element with its attributes and what is inside, which is SVG already. An attribute that is undefined is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Attribute>>,
  ...inside: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${short(value)}"`)
    .join('');
  const content = inside.join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export const TEXT_SIZE = 11;
/** From the middle of a line of text to its base. */
const BASE = TEXT_SIZE * 0.34;

/** A text whose middle is at the height `y`. Baselines other than the usual one are not drawn everywhere, so none is asked for. */
export const textAt = (
  x: number,
  y: number,
  text: string,
  { fill, anchor, bold = false }: { fill: string; anchor?: 'middle' | 'end'; bold?: boolean },
): string =>
  element(
    'text',
    { x, y: y + BASE, fill, 'text-anchor': anchor, 'font-weight': bold ? 600 : undefined },
    escaped(text),
  );

export const lineFrom = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  stroke: string,
  dashes?: string,
): string => element('line', { x1, y1, x2, y2, stroke, 'stroke-dasharray': dashes });

/**
 * A whole picture that needs nothing else and is drawn alike by browsers, in mails and on paper: no styles, no scripts,
 * nothing that is loaded. `label`: what it shows, for those who do not see it.
 */
export const picture = (
  {
    width,
    height,
    surface,
    label,
  }: { width: number; height: number; surface: string; label?: string | undefined },
  ...inside: readonly string[]
): string =>
  element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      ...{ width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
      ...{ 'font-family': 'system-ui, sans-serif', 'font-size': TEXT_SIZE },
    },
    element('rect', { width, height, fill: surface }),
    ...inside,
  );
