import type { Answer, Series } from '@pharos/core/question';
import { groupColors, groupName, shownGroups } from '../../../charts/answer.ts';
import { OTHER_COLOR } from '../../../charts/kit/palette.ts';
import type { Sort } from '../../../components/Table.tsx';
import { DRAWN } from './charts.ts';
import type { Measure, Split } from './use-usage.ts';

/** A group of the answer as a row of the table. */
export interface BreakdownRow {
  key: string;
  series: Series;
  color: string;
  /** Of what all groups have together, 0 to 1. */
  share: number;
  /** By name of column; null where nothing is known. */
  figures: Readonly<Record<string, number | null>>;
}

/** As the chart has them: the others are one group there. */
export function breakdownRows(
  answer: Answer,
  { measure, by }: { measure: Measure; by: Split },
): BreakdownRow[] {
  const asked = { metrics: [measure, 'modelCalls', 'tokens'], dimensions: [by] };
  const groups = shownGroups(answer, asked);
  const named = groupColors(groups.slice(0, DRAWN), asked);
  const sum = groups.reduce((all, { totals }) => all + (totals[measure] ?? 0), 0);
  return groups.map((series, nth) => {
    const { totals, previous } = series;
    const { cost = null, modelCalls = null } = totals;
    const [now, before] = [totals[measure] ?? 0, previous?.[measure] ?? 0];
    return {
      key: series.other ? '\u0000other' : groupName(series),
      series,
      color: nth < DRAWN ? named(series) : OTHER_COLOR,
      share: sum > 0 ? (totals[measure] ?? 0) / sum : 0,
      figures: {
        ...totals,
        costPerCall: cost !== null && modelCalls ? cost / modelCalls : null,
        change: before === 0 ? null : now / before - 1,
      },
    };
  });
}

/** In the order of a column; what is left over and what is not known come last. */
export function sorted(rows: readonly BreakdownRow[], { column, direction }: Sort): BreakdownRow[] {
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => {
    if (a.series.other !== b.series.other) return a.series.other ? 1 : -1;
    if (column === 'group') return sign * (a.key < b.key ? -1 : 1);
    const [x, y] = [a.figures[column] ?? null, b.figures[column] ?? null];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (x - y);
  });
}
