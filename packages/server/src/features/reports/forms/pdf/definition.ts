import type { Block, FigureBlock, Page } from '@pharos/core/reports/blocks';
import { SHAPES } from '@pharos/core/reports/shapes';
import type { Writer } from '@pharos/core/reports/writer';
import { sparklinePicture } from '../../../../pictures/sparkline.ts';
import { chartPicture } from '../chart-picture.ts';
import type { Node, Pdf, Said, Style } from './document.ts';
import { FONTS, fontOf, runsOf } from './runs.ts';

/** The layout of tables, as it is registered with whoever draws the pages: data cannot hold it. */
export const LAYOUT = 'report';
export const LINE = '#dfe1e5';
const INK = '#1d2229';
export const MUTED = '#60676f';
const TONES = { good: '#1e7d32', bad: '#c4242c', neutral: MUTED } as const;
/** Points, 1/72 inch: A4 between its margins. */
export const MARGIN = 40;
const WIDTH = 595 - 2 * MARGIN;
/** Charts are drawn for the screen, where a point is 4/3 of a pixel. */
const CHART_PIXELS = 690;
const CARDS = 3;
const CARD_WIDTH = WIDTH / CARDS - 12;
/** Names of groups get the room that figures leave. */
const MOST_COLUMNS_WIDE = 6;

/** A report as pages of A4, as pdfmake takes them: plain data, charts as SVG. */
export function pdfDefinition(page: Page, writer: Writer): Pdf {
  const { title, project, period, compared, madeAt, filter, blocks } = page;
  const said = sayer(writer);
  return {
    ...{ pageSize: 'A4', pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN + 10] },
    info: { title: `${title} · ${period}`, subject: project, creator: 'Pharos' },
    language: writer.language,
    defaultStyle: { font: FONTS.latin, fontSize: 9, lineHeight: 1.25, color: INK },
    content: [
      said(project, { color: MUTED }),
      said(title, { fontSize: 20, bold: true, lineHeight: 1.15 }),
      said(period, { fontSize: 11, bold: true, margin: [0, 2, 0, 4] }),
      ...[compared, filter].filter((text) => text !== '').map((text) => said(text, SMALL)),
      rule(),
      ...sections(blocks).map((section) => sectionContent(section, writer, said)),
      said(madeAt, { ...SMALL, margin: [0, 18, 0, 0] }),
    ],
  };
}

type Say = (text: string, style?: Style) => Said;
const SMALL = { color: MUTED, fontSize: 8 } as const;
/** From so many letters on that nothing separates, such as ids, a word may be broken anywhere. */
const LONG_WORD = /\S{25}/;

/** Writes text with fonts that have its letters. */
const sayer =
  ({ language }: Writer): Say =>
  (text, style) => ({
    ...style,
    text: runsOf(text, language),
    ...(LONG_WORD.test(text) && { wordBreak: 'break-all' }),
  });

const rule = (): Node => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: WIDTH, y2: 0, lineWidth: 0.5, lineColor: LINE }],
  margin: [0, 6, 0, 2],
});

/** A heading and what stands below it. */
function sections(blocks: readonly Block[]): Block[][] {
  const all: Block[][] = [];
  for (const block of blocks) {
    if (block.kind === 'heading' || all.length === 0) all.push([]);
    all.at(-1)?.push(block);
  }
  return all;
}

/** A table of more rows may begin where there is still room. */
const ROWS_TOGETHER = 4;

/** Kept on one page, unless it has a table that is long. */
function sectionContent(section: readonly Block[], writer: Writer, said: Say): Node {
  const isLong = section.some((block) => block.kind === 'table' && block.rows.length > ROWS_TOGETHER);
  const content = section.map((block) => blockContent(block, writer, said));
  return { stack: content, unbreakable: !isLong, margin: [0, 10, 0, 0] };
}

function blockContent(block: Block, writer: Writer, said: Say): Node {
  switch (block.kind) {
    case 'heading':
      return { ...said(block.text, { fontSize: 12, bold: true, margin: [0, 2, 0, 4] }), headlineLevel: 1 };
    case 'text':
      return said(block.text, { margin: [0, 0, 0, 4] });
    case 'note':
      return said(block.text, { color: MUTED });
    case 'findings':
      return {
        stack: block.findings.map(({ tone, text }) => ({
          columns: [
            { ...said(SHAPES[tone], { color: TONES[tone], fontSize: 7, margin: [0, 1.5, 0, 0] }), width: 12 },
            { ...said(text), width: '*' },
          ],
          margin: [0, 1, 0, 1],
        })),
      };
    case 'figures':
      return figures(block.figures, writer, said);
    case 'chart':
      return drawn(chartPicture(block, writer, CHART_PIXELS), WIDTH);
    case 'table':
      return table(block, said);
  }
}

/** A picture, with the font that has its letters. */
const drawn = (svg: string, width: number): Node => ({ svg, width, font: fontOf(svg) });

function figures(all: readonly FigureBlock[], { words, language }: Writer, said: Say): Node {
  const cards = all.map(
    ({ label, value, change, tone, before, points }): Node => ({
      width: CARD_WIDTH,
      stack: [
        said(label, SMALL),
        {
          text: [
            ...runsOf(value, language).map((run) => ({ ...run, fontSize: 15, bold: true })),
            ...runsOf(`  ${change}`, language).map((run) => ({ ...run, color: TONES[tone] })),
          ],
        },
        ...(before === '' || before === '–' ? [] : [said(`${words.before} ${before}`, SMALL)]),
        ...(points.length > 1
          ? [drawn(sparklinePicture(points, { width: 180, height: 30 }), CARD_WIDTH - 10)]
          : []),
      ],
    }),
  );
  const rows = Array.from({ length: Math.ceil(cards.length / CARDS) }, (_, at) =>
    cards.slice(at * CARDS, (at + 1) * CARDS),
  );
  return {
    stack: rows.map((row) => ({ columns: row, columnGap: 12, margin: [0, 3, 0, 6] })),
  };
}

function table({ columns, rows }: Extract<Block, { kind: 'table' }>, said: Say): Node {
  const aligned = (at: number) => (columns[at]?.numeric ? 'right' : 'left');
  const head = columns.map(({ label }, at): Said => said(label, { ...SMALL, alignment: aligned(at) }));
  const body = rows.map((row) =>
    row.map(
      ({ text, tone }, at): Said =>
        said(text, {
          alignment: aligned(at),
          ...(tone && tone !== 'neutral' && { color: TONES[tone] }),
        }),
    ),
  );
  return {
    fontSize: columns.length > MOST_COLUMNS_WIDE ? 8 : 9,
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ numeric }) => (numeric ? 'auto' : '*')),
      body: [head, ...body],
    },
    layout: LAYOUT,
  };
}
