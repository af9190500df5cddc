import type { QuotaBurnDown } from '@pharos/core/api/quota-views';
import type { BurnDownData } from '../../charts/burn-down/layout.ts';
import type { ThresholdLine } from '../../charts/kit/Thresholds.tsx';
import { figure, type TableData } from '../../charts/kit/table.ts';

export type DrawnBurnDown = Pick<BurnDownData, 'fromMs' | 'toMs' | 'limit' | 'points' | 'coming'> & {
  thresholds: ThresholdLine[];
};

/** What was used, as what is left of the limit. Thresholds lie where so much is used; above the limit there is none. */
export function drawn(burnDown: QuotaBurnDown, thresholds: readonly number[]): DrawnBurnDown {
  const limit = Number(burnDown.limit);
  return {
    fromMs: Date.parse(burnDown.window.from),
    toMs: Date.parse(burnDown.window.to),
    limit,
    points: burnDown.points.map(({ at, used }) => ({ atMs: Date.parse(at), left: limit - used })),
    coming: (burnDown.projection?.path ?? []).map(({ at, used, low, high }) => ({
      ...{ atMs: Date.parse(at), left: limit - used },
      // Much used is little left.
      ...{ low: limit - high, high: limit - low },
    })),
    thresholds: [...new Set([...thresholds, 100])]
      .filter((each) => each <= 100)
      .map((each) => ({ value: limit * (1 - each / 100), tone: each === 100 ? 'bad' : 'warn' })),
  };
}

/** Good below the last soft threshold, then near, then over; by what is used. */
export function gaugeZones(limit: number, thresholds: readonly number[]): ThresholdLine[] {
  const soft = thresholds.filter((each) => each < 100);
  const near = soft.length > 0 ? Math.max(...soft) : 80;
  return [
    { value: 0, tone: 'good' },
    { value: (limit * near) / 100, tone: 'warn' },
    { value: limit, tone: 'bad' },
  ];
}

interface TableWords {
  time: string;
  left: string;
  moment: (ms: number) => string;
  exact: (value: number) => string;
}

/** The same as figures: a row a moment that is known. */
export const tableOf = ({ points }: DrawnBurnDown, words: TableWords): TableData => ({
  columns: [{ label: words.time }, { label: words.left, align: 'right' }],
  rows: points.map(({ atMs, left }) => ({
    key: String(atMs),
    cells: [{ value: new Date(atMs).toISOString(), text: words.moment(atMs) }, figure(left, words.exact)],
  })),
});
