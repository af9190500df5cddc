import type { Block, Page } from '@pharos/core/reports/blocks';
import type { Writer } from '@pharos/core/reports/writer';
import { escaped, GREY, HAIRLINE, INK, pictureIn, row } from '../../../mail/sheet.ts';
import { chartPicture } from './chart-picture.ts';

/** A chart as it is shown in a mail, in CSS pixels. */
const WIDTH = 552;
/** The whole is in the file that goes with it. */
const MOST_CHARTS = 6;
const MOST_ROWS = 10;
const TEXT = `padding:0 24px 8px;font-size:14px;line-height:1.5;color:${INK}`;
const HEADING = `padding:16px 24px 6px;font-size:15px;font-weight:600;color:${INK}`;
const TONES = { good: '#1e7d32', bad: '#c4242c', neutral: GREY } as const;

export interface MailForm {
  rows: string[];
  /** SVG; the rows show them as `cid:<cid>`. */
  charts: { cid: string; svg: string }[];
}

/** What a mail shows of a report below what stands out: its figures, charts and the first rows of its tables. */
export function mailForm({ blocks }: Page, writer: Writer): MailForm {
  const charts: MailForm['charts'] = [];
  // What stands out is the mail's summary.
  const rows = blocks.slice(2).map((block) => {
    if (block.kind !== 'chart') return blockRow(block);
    if (charts.length === MOST_CHARTS) return '';
    const cid = `report-${charts.length + 1}@pharos`;
    charts.push({ cid, svg: chartPicture(block, writer, WIDTH) });
    return row(pictureIn({ cid, width: WIDTH, label: block.title }), 'padding:0 24px 8px');
  });
  return { rows, charts };
}

function blockRow(block: Exclude<Block, { kind: 'chart' }>): string {
  switch (block.kind) {
    case 'heading':
      return row(escaped(block.text), `${HEADING};${HAIRLINE}`);
    case 'text':
      return row(escaped(block.text), `${TEXT};white-space:pre-line`);
    case 'note':
      return row(escaped(block.text), `${TEXT};color:${GREY}`);
    case 'findings':
      return row(block.findings.map(({ text }) => escaped(text)).join('<br>'), TEXT);
    case 'figures':
      return row(figuresTable(block), TEXT);
    case 'table':
      return row(rowsTable(block), TEXT);
  }
}

const cell = (text: string, style = ''): string =>
  `<td style="padding:4px 8px 4px 0;${HAIRLINE};${style}">${escaped(text)}</td>`;
const table = (rows: readonly string[]): string =>
  `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="font-size:13px">${rows.map((cells) => `<tr>${cells}</tr>`).join('')}</table>`;
const RIGHT = 'text-align:right;white-space:nowrap';

const figuresTable = ({ figures }: Extract<Block, { kind: 'figures' }>): string =>
  table(
    figures.map(
      ({ label, value, change, tone, before }) =>
        cell(label) +
        cell(value, `${RIGHT};font-weight:600`) +
        cell(change, `${RIGHT};color:${TONES[tone]}`) +
        cell(before, `${RIGHT};color:${GREY}`),
    ),
  );

function rowsTable({ columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const aligned = (at: number) => (columns[at]?.numeric ? RIGHT : '');
  return table([
    columns.map(({ label }, at) => cell(label, `${aligned(at)};color:${GREY};font-size:12px`)).join(''),
    ...rows
      .slice(0, MOST_ROWS)
      .map((cells) =>
        cells
          .map(({ text, tone }, at) => cell(text, `${aligned(at)};color:${tone ? TONES[tone] : INK}`))
          .join(''),
      ),
  ]);
}
