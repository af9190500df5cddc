import { COLUMNS, type Place } from '@pharos/core/dashboards/dashboard';
import type { CSSProperties } from 'react';

/** A row is as high as a line of a list, its gap included. */
export const ROW_PX = 32;
const ROW_GAP_PX = 8;
export const COLUMN_GAP_PX = 24;

export const heightPx = ({ h }: Pick<Place, 'h'>): number => h * ROW_PX - ROW_GAP_PX;

/** Of so many rows, without the gap below the last. */
export const rowsPx = (rows: number): number => Math.max(0, rows * ROW_PX - ROW_GAP_PX);

/** A place within a container of any width, in CSS. */
export const boxOf = ({ x, y, w, h }: Place): CSSProperties => ({
  left: `calc((100% + ${COLUMN_GAP_PX}px) * ${x / COLUMNS})`,
  width: `calc((100% + ${COLUMN_GAP_PX}px) * ${w / COLUMNS} - ${COLUMN_GAP_PX}px)`,
  top: y * ROW_PX,
  height: heightPx({ h }),
});

/** From one column to the next, in a container so wide. */
export const columnPx = (width: number): number => (width + COLUMN_GAP_PX) / COLUMNS;

/** The grid whose cells the places name. */
export const GRID: CSSProperties = {
  display: 'grid',
  gridTemplateColumns: `repeat(${COLUMNS}, minmax(0, 1fr))`,
  gridAutoRows: ROW_PX - ROW_GAP_PX,
  columnGap: COLUMN_GAP_PX,
  rowGap: ROW_GAP_PX,
};
export const cellsOf = ({ x, y, w, h }: Place): CSSProperties => ({
  gridColumn: `${x + 1} / span ${w}`,
  gridRow: `${y + 1} / span ${h}`,
});

/** Where there is no room for columns: small figures two beside each other, all else below each other. */
export const isHalf = ({ kind, place }: { kind: string; place: Place }): boolean =>
  kind === 'chart' && place.w <= COLUMNS / 4 && place.h <= 4;
export const NARROW = '(max-width: 767px)';
