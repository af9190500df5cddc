import { createContext, use } from 'react';
import { createHover, type Hover } from './hover.ts';

/** What was clicked: a stretch of time, a group of the answer, or both. */
export interface Picked {
  fromMs?: number;
  toMs?: number;
  /** The group's value of each dimension that the chart splits by; undefined for any. */
  group?: readonly (string | undefined)[];
}

/** Something that happened, marked on every chart over time. Milliseconds since the epoch. */
export interface Mark {
  id: string;
  kind: 'deploy' | 'incident' | 'note';
  title: string;
  atMs: number;
  /** Its end, when it lasted. */
  untilMs?: number;
}

/** What all charts of a page share. Charts know no router: where a click leads is told to them here. */
export interface ChartContext {
  hover: Hover;
  marks: readonly Mark[];
  /** A stretch of time was dragged over. */
  onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
  onPick?: ((picked: Picked) => void) | undefined;
  /** A stretch of time that the page looks into, marked on every chart over time. */
  region?: { fromMs: number; toMs: number } | undefined;
}

export const Charts = createContext<ChartContext>({ hover: createHover(), marks: [] });
export const useCharts = (): ChartContext => use(Charts);
