import { binOf } from '@pharos/core/bins';
import { filtersBehind } from '@pharos/core/dashboards/drill';
import { isBinned } from '@pharos/core/dashboards/marks';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';
import type { Answer, Series } from '@pharos/core/question';
import { groupColors, shownGroups } from '../../charts/answer.ts';
import { withTyped } from '../../components/filter-bar/edit.ts';
import type { Asked } from '../../widgets/asking/fit.ts';
import { addsUp } from '../../widgets/drawing.ts';

/** A group of the answer as a row of the table. */
export interface GroupRow {
  key: string;
  series: Series;
  color: string;
  /** Of the sum of all groups, 0 to 1; undefined where figures do not add up. */
  share: number | undefined;
}

/** Ranges of numbers in their own order, those without a number last. */
function byBin(a: Series, b: Series): number {
  const place = ({ group, other }: Series) =>
    other ? Number.POSITIVE_INFINITY : (binOf(group[0] ?? '')?.place ?? Number.MAX_SAFE_INTEGER);
  return place(a) - place(b);
}

/** The groups, largest first unless they are ranges of numbers; what is left over last. */
export function groupRows(answer: Answer, asked: Asked): GroupRow[] {
  const [first = ''] = asked.metrics;
  const known = shownGroups(answer, asked);
  const groups = isBinned(asked.dimensions[0] ?? '') ? known.toSorted(byBin) : known;
  const color = groupColors(groups, asked);
  const sum = groups.reduce((all, { totals }) => all + (totals[first] ?? 0), 0);
  const shares = addsUp({ metrics: [first] }) && sum > 0;
  return groups.map((series) => ({
    key: series.other ? '\u0000other' : series.group.join('\u0000'),
    series,
    color: color(series),
    share: shares ? (series.totals[first] ?? 0) / sum : undefined,
  }));
}

/** Conditions that are true of a group alone. */
export const conditionsOf = (dimensions: readonly string[], group: readonly string[]): Filter[] =>
  filtersBehind({ metrics: [], dimensions, filters: [], group });

/** Filter text with further conditions, each once. */
export function withConditions(filter: string, conditions: readonly Filter[]): string {
  const added = withTyped(filter, formatFilterText({ filters: [...conditions], search: '' }));
  return 'text' in added ? added.text : filter;
}

const OPPOSITE: Partial<Record<Filter['op'], Filter['op']>> = {
  '=': '!=',
  missing: 'exists',
  '>=': '<',
  '<': '>=',
};

/** The condition that leaves a group out; undefined where one condition cannot say it. */
export function withoutGroup(conditions: readonly Filter[]): Filter | undefined {
  const [only, ...others] = conditions;
  const op = only && others.length === 0 ? OPPOSITE[only.op] : undefined;
  return only && op ? { ...only, op } : undefined;
}
