import { textWidth } from '@pharos/core/charts/text-width';
import styles from '../chart.css?raw';
import { hexOf } from './color.ts';

const SVG = 'http://www.w3.org/2000/svg';
const PAD = 12;
const TITLE = 26;
const LEGEND_LINE = 20;

interface PictureOptions {
  /** Above the chart. */
  title?: string | undefined;
  /** What a token of the page stands for: its colours, and `--font-sans`. */
  token: (name: string) => string;
}

/**
 * A chart as an SVG file that needs nothing else: title, marks, legend, its colours written out. What is pointed at lies
 * above it and is left out, what is drawn on a canvas is in it as an image. Undefined where `root` holds no chart.
 */
export function pictureOf(root: Element, { title, token }: PictureOptions): string | undefined {
  const drawn = root.querySelector<SVGSVGElement>('svg.chart');
  if (!drawn) return undefined;
  const [width, height] = [Number(drawn.getAttribute('width')), Number(drawn.getAttribute('height'))];
  const top = PAD + (title ? TITLE : 0);
  const legend = legendOf(root, width);

  const picture = element('svg', { class: 'chart' });
  const outer = { width: width + 2 * PAD, height: top + height + legend.height + PAD };
  picture.append(element('rect', { width: '100%', height: '100%', fill: 'var(--surface)' }));
  if (title)
    picture.append(element('text', { class: 'strong', x: PAD, y: PAD + 12, 'font-size': 13 }, title));
  const chart = element('g', { transform: `translate(${PAD},${top})` });
  const canvas = root.querySelector('canvas');
  if (canvas) chart.append(element('image', { width, height, href: canvas.toDataURL('image/png') }));
  chart.append(...[...drawn.childNodes].map((node) => node.cloneNode(true)));
  legend.group.setAttribute('transform', `translate(${PAD},${top + height + 4})`);
  picture.append(chart, legend.group);

  tidy(picture);
  setAll(picture, { ...outer, viewBox: `0 0 ${outer.width} ${outer.height}` });
  picture.prepend(element('style', {}, rulesFor(picture)));
  return printable(new XMLSerializer().serializeToString(picture)).replace(
    /var\((--[\w-]+)\)/g,
    (_, name: string) => token(name),
  );
}

/** The tokens that hold where an element stands. */
export const tokensAt = (root: Element): PictureOptions['token'] => {
  const style = getComputedStyle(root);
  return (name) => hexOf(style.getPropertyValue(name));
};

type Attributes = Readonly<Record<string, string | number>>;
function setAll(of: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) of.setAttribute(name, String(value));
}
function element(name: string, attributes: Attributes, text?: string): SVGElement {
  const made = document.createElementNS(SVG, name);
  setAll(made, attributes);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** What `Legend` shows, as SVG: the series that are drawn. */
function legendOf(root: Element, width: number): { group: SVGElement; height: number } {
  const group = element('g', {});
  let [x, line] = [0, 0];
  for (const item of root.querySelectorAll('[data-legend] li')) {
    if (item.querySelector('[aria-pressed="false"]')) continue;
    const label = item.textContent?.trim() ?? '';
    const room = textWidth(label) * LEGEND_SCALE + 26;
    if (x > 0 && x + room > width) [x, line] = [0, line + 1];
    const y = line * LEGEND_LINE + 10;
    group.append(
      element('rect', {
        x,
        y: y - 4,
        width: 8,
        height: 8,
        rx: 2,
        fill: item.getAttribute('data-color') ?? '',
      }),
      element('text', { class: 'label', x: x + 13, y, dy: '0.34em', 'font-size': 12 }, label),
    );
    x += room;
  }
  return { group, height: group.childNodes.length === 0 ? 0 : (line + 1) * LEGEND_LINE + 4 };
}
const LEGEND_SCALE = 12 / 11;

const NUMERIC = [
  'd',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'cx',
  'cy',
  'r',
  'width',
  'height',
  'transform',
  'points',
];

/** Short numbers, and ids that are the same every time. */
function tidy(picture: Element): void {
  const ids = new Map([...picture.querySelectorAll('[id]')].map(({ id }, at) => [id, `p${at + 1}`]));
  for (const each of picture.querySelectorAll('*')) {
    for (const name of NUMERIC) {
      const value = each.getAttribute(name);
      if (value)
        each.setAttribute(
          name,
          value.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2)))),
        );
    }
    for (const { name, value } of [...each.attributes]) {
      const [, id = ''] = /^url\(["']?#(.+?)["']?\)$/.exec(value) ?? [];
      if (ids.has(id)) each.setAttribute(name, `url(#${ids.get(id)})`);
    }
    if (ids.has(each.id)) each.id = ids.get(each.id) ?? '';
  }
}

/** The rules of chart.css that something in the picture follows. */
const rulesFor = (picture: Element): string =>
  [...styles.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^}]*)\}/g)]
    .map(([, selector = '', body = '']) => [selector.trim(), body.trim().replace(/\s+/g, ' ')] as const)
    .filter(([selector]) => picture.matches(selector) || picture.querySelector(selector) !== null)
    .map(([selector, body]) => `${selector}{${body}}`)
    .join('\n');

/** XML knows no control characters; names that were received may hold some. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const printable = (xml: string): string => xml.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
