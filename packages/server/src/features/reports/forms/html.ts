import type { Block, Page } from '@pharos/core/reports/blocks';
import { SHAPES } from '@pharos/core/reports/shapes';
import type { Writer } from '@pharos/core/reports/writer';
import { sparklinePicture } from '../../../pictures/sparkline.ts';
import { element, escaped } from '../../../pictures/svg.ts';
import { chartPicture } from './chart-picture.ts';
import { STYLES } from './styles.ts';

const CHART_WIDTH = 720;

/** A report as a page that needs nothing else: no script, nothing that is loaded. It prints well. */
export function htmlOf(page: Page, writer: Writer): string {
  const { title, project, period, compared, madeAt, filter, blocks } = page;
  const about = [compared, filter].filter((text) => text !== '').map((text) => tag('p', text, 'about'));
  return [
    `<!doctype html><html lang="${writer.language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    tag('title', `${title} · ${period}`),
    `<style>${STYLES}</style></head><body><main><header>`,
    tag('p', project, 'project'),
    tag('h1', title),
    tag('p', period, 'period'),
    ...about,
    '</header>',
    ...blocks.map((block) => blockHtml(block, writer)),
    `<footer>${tag('p', madeAt)}</footer></main></body></html>`,
  ].join('');
}

const tag = (name: string, text: string, className?: string): string =>
  element(name, { class: className }, escaped(text));

function blockHtml(block: Block, writer: Writer): string {
  switch (block.kind) {
    case 'heading':
      return tag('h2', block.text);
    case 'text':
      return block.text
        .split(/\n{2,}/)
        .map((part) => tag('p', part))
        .join('');
    case 'note':
      return tag('p', block.text, 'note');
    case 'findings': {
      const items = block.findings.map(({ tone, text }) =>
        element('li', { class: tone }, tag('b', SHAPES[tone]), escaped(` ${text}`)),
      );
      return element('ul', { class: 'findings' }, ...items);
    }
    case 'figures': {
      const cards = block.figures.map(({ label, value, change, tone, before, points }) =>
        element(
          'div',
          {},
          tag('dt', label),
          element('dd', {}, tag('b', value), change === '' ? '' : tag('span', change, tone)),
          before === '' || before === '–' ? '' : tag('dd', `${writer.words.before} ${before}`, 'about'),
          points.length > 1 ? element('dd', {}, sparklinePicture(points, { width: 150, height: 28 })) : '',
        ),
      );
      return element('dl', { class: 'figures' }, ...cards);
    }
    case 'chart':
      return element('figure', {}, chartPicture(block, writer, CHART_WIDTH));
    case 'table':
      return tableHtml(block);
  }
}

function tableHtml({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const classOf = (at: number) => (columns[at]?.numeric ? 'number' : undefined);
  const head = columns.map(({ label }, at) =>
    element('th', { scope: 'col', class: classOf(at) }, escaped(label)),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      ...row.map(({ text, tone }, at) => {
        const classes = [classOf(at), tone].filter((name) => name !== undefined && name !== 'neutral');
        return tag('td', text, classes.length > 0 ? classes.join(' ') : undefined);
      }),
    ),
  );
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
  return element('div', { class: 'wide' }, table);
}
