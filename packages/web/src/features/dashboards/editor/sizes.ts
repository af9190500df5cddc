import type { Place, Widget } from '@pharos/core/dashboards/dashboard';
import { MAX_HEIGHT } from '@pharos/core/dashboards/grid';

type Size = Pick<Place, 'w' | 'h'>;

/** Smaller than this nothing can be read. */
export const LEAST: Record<Widget['kind'], Size> = {
  chart: { w: 2, h: 3 },
  text: { w: 1, h: 1 },
  heading: { w: 2, h: 1 },
};

export const TEXT_SIZE: Size = { w: 4, h: 4 };
export const HEADING_SIZE: Size = { w: 12, h: 1 };

/** A size so many columns and rows larger, as far as a widget of its kind can be. */
export const grown = ({ kind, place }: Widget, columns: number, rows: number): Size => ({
  w: Math.max(LEAST[kind].w, place.w + columns),
  h: Math.min(MAX_HEIGHT, Math.max(LEAST[kind].h, place.h + rows)),
});
