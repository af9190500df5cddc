import { plotOf } from '@pharos/core/charts/frame';
import type { Lanes } from '../kit/lanes.ts';

export interface CohortRow {
  key: string;
  label: string;
  /** By step of time; null before its first value and where nothing is known. */
  points: readonly (number | null)[];
  /** From this step on they are still filling. */
  fillsFrom?: number;
  group?: readonly string[];
}

/** A row from its first value on: how much of it was left after so many steps. */
export interface Cohort {
  row: CohortRow;
  /** Step of time at which it begins; -1 when it never does. */
  begins: number;
  size: number;
  /** Share of the first value after 0, 1, 2 … steps. */
  shares: (number | null)[];
}

/** A cohort begins with its first value above zero. Steps that have not come yet are not part of it. */
export function cohortsOf(rows: readonly CohortRow[]): Cohort[] {
  return rows.map((row) => {
    const begins = row.points.findIndex((value) => value !== null && value > 0);
    const size = row.points[begins] ?? 0;
    const since = begins < 0 ? [] : row.points.slice(begins);
    return { row, begins, size, shares: since.map((value) => (value === null ? null : value / size)) };
  });
}

/** Whether a cell may still grow. */
export const isFilling = ({ row, begins }: Cohort, after: number): boolean =>
  row.fillsFrom !== undefined && begins + after >= row.fillsFrom;

const LEAST_CELL = 12;

/** The columns that fit: equal cells, never narrower than can be pointed at. */
export function cohortColumns(cohorts: readonly Cohort[], lanes: Lanes, sizeRoom: number) {
  const plot = plotOf(lanes.frame);
  const steps = Math.max(1, ...cohorts.map(({ shares }) => shares.length));
  const room = Math.max(1, plot.width - sizeRoom);
  const count = Math.min(steps, Math.max(1, Math.floor(room / LEAST_CELL)));
  const width = Math.min(64, room / count);
  const x0 = plot.x0 + sizeRoom;
  return {
    count,
    width,
    x: (column: number) => x0 + column * width,
    at: (x: number): number | undefined => {
      const column = Math.floor((x - x0) / width);
      return column >= 0 && column < count ? column : undefined;
    },
  };
}
