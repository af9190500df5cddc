import type { Block, Cell, Page } from '@pharos/core/reports/blocks';
import { SHAPES } from '@pharos/core/reports/shapes';

/** A report as Markdown; charts are tables of their figures. */
export function markdownOf(page: Page): string {
  const { title, project, period, compared, madeAt, filter, blocks } = page;
  const about = [compared, filter].filter((text) => text !== '').map(escaped);
  return [
    `# ${escaped(title)}`,
    `${escaped(project)} · **${escaped(period)}**`,
    ...about,
    ...blocks.map(blockText),
    `---\n${escaped(madeAt)}`,
    '',
  ].join('\n\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escaped(block.text)}`;
    case 'text':
      return escaped(block.text);
    case 'note':
      return `*${escaped(block.text)}*`;
    case 'findings':
      return block.findings.map(({ tone, text }) => `- ${SHAPES[tone]} ${escaped(text)}`).join('\n');
    case 'figures':
      return table(
        ['', '', '', ''],
        block.figures.map(({ label, value, change, before }) => [label, value, change, before]),
        [false, true, true, true],
      );
    case 'chart':
      return table(
        ['', ...block.series.map(({ label }) => label)],
        block.buckets.map((start, at) => [
          start,
          ...block.series.map(({ points }) => (points[at] === null ? '' : String(points[at] ?? ''))),
        ]),
        [false, ...block.series.map(() => true)],
      );
    case 'table':
      return table(
        block.columns.map(({ label }) => label),
        block.rows.map((row) => row.map(({ text }: Cell) => text)),
        block.columns.map(({ numeric }) => numeric),
      );
  }
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly boolean[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => escaped(oneLine(cell))).join(' | ')} |`;
  const rule = `| ${numeric.map((right) => (right ? '---:' : '---')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

/** What was received is no markup: neither of Markdown nor the HTML that many readers of it allow. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>|#~]/g, (mark) => `\\${mark}`);
