import type { Filter } from '../filter.ts';
import { parseFilterText } from '../filter-text.ts';
import type { QuestionInput } from '../question.ts';
import { bucketSeconds, inBuckets, parseToken, type Span } from '../time-range.ts';
import { type ChartWidget, COLUMNS, type Variable } from './dashboard.ts';
import { isBinned, type Mark, markNamed } from './marks.ts';
import { widthWithUsual } from './usual-band.ts';

/** What a dashboard is looked at with. `values`: of each variable, those chosen; none means all. */
export interface View {
  range: Span;
  variables: readonly Variable[];
  values: Readonly<Record<string, readonly string[]>>;
}

/** Buckets that a chart as wide as the page shows well. */
const MOST_BUCKETS = 96;
const LEAST_BUCKETS = 24;

/** Marks whose every bucket is an area to be told from its neighbours, or a figure of few values, get fewer. */
const COARSE: ReadonlySet<string> = new Set([
  'stacked',
  'bars',
  'percentiles',
  'states',
  'cohort',
  'table',
  'stat',
]);

/** A line for each group has holes where a group was not asked anything: few groups are asked something all the time. */
const isCoarse = ({ mark, dimensions }: ChartWidget): boolean =>
  COARSE.has(mark) || (mark === 'line' && dimensions.length > 0);

/** The values of a variable: those that were chosen, else those it opens with. */
export const chosenValues = (
  { values }: Pick<View, 'values'>,
  { name, values: usual }: Variable,
): readonly string[] => (Object.hasOwn(values, name) ? values[name] : undefined) ?? usual;

/** `$name` in a condition's values becomes the values of that variable; without any the condition is none. */
function filled(filter: Filter, view: View): Filter[] {
  const named = (value: string | number) =>
    typeof value === 'string' && value.startsWith('$')
      ? view.variables.find(({ name }) => name === value.slice(1))
      : undefined;
  if (!filter.values.some(named)) return [filter];
  const values = filter.values.flatMap((value): (string | number)[] => {
    const variable = named(value);
    return variable ? [...chosenValues(view, variable)] : [value];
  });
  return values.length === 0 ? [] : [{ ...filter, values }];
}

function ofVariables(view: View): Filter[] {
  return view.variables.flatMap((variable): Filter[] => {
    const values = chosenValues(view, variable);
    if (variable.type !== 'field' || variable.field === undefined || values.length === 0) return [];
    return [{ field: variable.field, op: '=', values: [...values] }];
  });
}

/** Groups that are asked for unless the widget says how many: of bins all, for a shape with holes in it is none. */
function usualGroups({ groups, time }: Mark, dimensions: readonly string[]): number {
  if (dimensions.some(isBinned)) return groups;
  return time === 'only' ? 8 : 20;
}

/** What a chart of a dashboard asks, wherever it is shown: on its page, behind a share link, in a report. */
export function questionOf(widget: ChartWidget, view: View): QuestionInput {
  const { filters, search } = parseFilterText(widget.filter);
  const mark = markNamed(widget.mark);
  const own = widget.range === undefined ? undefined : parseToken(widget.range);
  const range = own ? { ...view.range, fromMs: view.range.toMs - own.lengthMs } : view.range;
  const most = Math.max(LEAST_BUCKETS, Math.round((MOST_BUCKETS * widget.place.w) / COLUMNS));
  const seconds =
    mark.time === 'never'
      ? undefined
      : (widget.bucketSeconds ??
        widthWithUsual(widget, bucketSeconds(range, isCoarse(widget) ? Math.ceil(most / 2) : most), range));
  return {
    metrics: widget.metrics,
    dimensions: widget.dimensions,
    filters: [...filters.flatMap((filter) => filled(filter, view)), ...ofVariables(view)],
    search,
    ...(seconds === undefined
      ? { from: new Date(range.fromMs).toISOString(), to: new Date(range.toMs).toISOString() }
      : inBuckets(seconds, range)),
    limit: Math.min(widget.limit ?? usualGroups(mark, widget.dimensions), mark.groups),
    compare: widget.compare,
  };
}
