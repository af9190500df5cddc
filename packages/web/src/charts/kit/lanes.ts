import type { Frame } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';

/** Rows below each other, each with its name at the left. */
export interface Lanes {
  frame: Frame;
  /** How many rows fit. */
  count: number;
  height: number;
  /** The upper edge of a row. */
  top: (row: number) => number;
  /** The row at a height; undefined beyond them. */
  at: (y: number) => number | undefined;
}

const MOST_HEIGHT = 28;
const LEAST_HEIGHT = 14;
const MOST_LABEL = 168;

/** Lanes for these names in a room so wide and high, with margins above for a key and below for an axis. */
export function lanesFor(
  labels: readonly string[],
  room: { width: number; height: number; top?: number; bottom: number },
): Lanes {
  const { width, height, top = 0, bottom } = room;
  const widest = Math.max(0, ...labels.map(textWidth));
  const left = Math.min(Math.ceil(widest) + 12, MOST_LABEL, Math.round(width * 0.4));
  const inside = Math.max(1, height - top - bottom);
  const count = Math.min(labels.length, Math.max(1, Math.floor(inside / LEAST_HEIGHT)));
  const each = Math.min(MOST_HEIGHT, inside / Math.max(1, count));
  const below = labels.length === 0 ? bottom : height - top - each * count;
  const frame: Frame = { width, height, left, right: 6, top, bottom: below };
  return {
    frame,
    count,
    height: each,
    top: (row) => top + row * each,
    at: (y) => {
      const row = Math.floor((y - top) / each);
      return row >= 0 && row < count ? row : undefined;
    },
  };
}
