import { type ChartWidget, type Dashboard, MAX_WIDGETS } from '../dashboards/dashboard.ts';
import type { MarkName } from '../dashboards/marks.ts';
import { questionOf } from '../dashboards/widget-question.ts';
import { formatFilterText } from '../filter-text.ts';
import { MAX_SECTIONS, type Section, type SectionInput, sectionSchema } from './section.ts';

/** What each mark of a dashboard becomes on paper. */
const AS: Readonly<Record<MarkName, 'figures' | 'line' | 'stacked' | 'bars' | 'table'>> = {
  stat: 'figures',
  gauge: 'figures',
  line: 'line',
  percentiles: 'line',
  states: 'line',
  heatmap: 'line',
  area: 'stacked',
  stacked: 'stacked',
  bars: 'bars',
  cohort: 'bars',
  ...{ table: 'table', bar: 'table', histogram: 'table', scatter: 'table', funnel: 'table', flow: 'table' },
};
const MOST = { metrics: { figures: 12, chart: 4, table: 6 }, groups: { chart: 10, table: 50 } } as const;

/**
 * A dashboard as sections of a report, in its order: figures that stand side by side are one section, charts over time stay such,
 * and whatever has no form on paper is a table of its first dimension. Variables have the values that it opens with. At most
 * {@link MAX_SECTIONS}: `left` is how many charts there was no room for.
 */
export function sectionsOfDashboard(dashboard: Pick<Dashboard, 'tabs' | 'variables'>): {
  sections: Section[];
  left: number;
} {
  const made: SectionInput[] = [];
  for (const widget of dashboard.tabs.flatMap(({ widgets }) => widgets).slice(0, MAX_WIDGETS)) {
    if (widget.kind === 'heading') continue;
    if (widget.kind === 'text') {
      made.push({ kind: 'text', text: cut(widget.markdown) });
      continue;
    }
    const section = sectionOf(widget, filterOf(widget, dashboard));
    const last = made.at(-1);
    const isFurther =
      section.kind === 'figures' && last?.kind === 'figures' && last.filter === section.filter;
    if (isFurther && last.metrics.length < MOST.metrics.figures)
      last.metrics = [...new Set([...last.metrics, ...section.metrics])];
    else made.push(section);
  }
  const sections = made.slice(0, MAX_SECTIONS).map((section) => sectionSchema.parse(section));
  return { sections, left: made.length - sections.length };
}

function sectionOf(widget: ChartWidget, filter: string): SectionInput {
  const { title, metrics, dimensions, limit } = widget;
  const [dimension] = dimensions;
  const as = AS[widget.mark];
  const groups = (most: number) => (limit === undefined ? {} : { limit: Math.min(limit, most) });
  if (as === 'table' && dimension !== undefined)
    return {
      ...{ kind: 'table', title, filter, dimension, metrics: metrics.slice(0, MOST.metrics.table) },
      ...groups(MOST.groups.table),
    };
  if (as === 'table' || as === 'figures') return { kind: 'figures', filter, metrics: [...metrics] };
  return {
    ...{ kind: 'chart', title, filter, mark: as, metrics: metrics.slice(0, MOST.metrics.chart) },
    ...{ dimension: dimension ?? null, ...groups(MOST.groups.chart) },
  };
}

/** Its own conditions and those of the variables, as text. */
function filterOf(widget: ChartWidget, { variables }: Pick<Dashboard, 'variables'>): string {
  const { filters = [], search = '' } = questionOf(widget, {
    range: { fromMs: 0, toMs: 86_400_000 },
    variables,
    values: {},
  });
  return formatFilterText({ filters, search });
}

const LONGEST = 4000;
const cut = (text: Extract<SectionInput, { kind: 'text' }>['text']) =>
  typeof text === 'string'
    ? text.slice(0, LONGEST)
    : { en: text.en.slice(0, LONGEST), 'zh-CN': text['zh-CN'].slice(0, LONGEST) };
