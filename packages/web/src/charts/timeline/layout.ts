import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { fitText } from '@pharos/core/charts/text-width';
import { scaleLinear } from 'd3-scale';
import { timeTicks } from '../kit/time-ticks.ts';
import type { StateTone } from '../states/layout.ts';

/** A state that lasted, half-open; times in milliseconds since 1970. */
export interface TimelineStretch {
  fromMs: number;
  toMs: number;
  tone: StateTone;
  /** The state in a word. */
  text: string;
  /** Why. */
  note: string;
}

export interface TimelineLayout {
  /** In the order given. `word`: what fits of it above the stretch, '' where nothing does. */
  stretches: { stretch: TimelineStretch; x: number; width: number; word: string }[];
  x: (ms: number) => number;
  timeAt: (x: number) => number;
  /** The stretch at a place; undefined where nothing is known. A short one is also found a little beside it. */
  at: (x: number) => number | undefined;
  ticks: { ms: number; x: number }[];
}

/** A gap between stretches, so that a change is seen where two tones are close; and the least that is still seen. */
const GAP = 1;
const LEAST = 1.5;
const NEAR = 3;

/** States one after another along time. */
export function layoutTimeline(
  range: { fromMs: number; toMs: number },
  given: readonly TimelineStretch[],
  frame: Frame,
  timeZone: string,
): TimelineLayout {
  const plot = plotOf(frame);
  const toMs = Math.max(range.toMs, range.fromMs + 1);
  const x = scaleLinear().domain([range.fromMs, toMs]).range([plot.x0, plot.x1]).clamp(true);
  const stretches = given.map((stretch) => {
    const from = x(stretch.fromMs);
    const room = x(stretch.toMs) - from;
    const word = fitText(stretch.text, room - 4);
    return {
      stretch,
      // One that has just begun is still inside.
      x: Math.min(from, plot.x1 - LEAST),
      width: Math.max(LEAST, room - GAP),
      word: word === stretch.text ? word : '',
    };
  });
  const distance = ({ x: from, width }: { x: number; width: number }, place: number) =>
    Math.max(from - place, place - (from + width), 0);
  return {
    stretches,
    x: (ms) => x(ms),
    timeAt: (place) => x.invert(place),
    at(place) {
      const nearest = stretches.reduce<{ index: number; far: number } | undefined>((best, each, index) => {
        const far = distance(each, place);
        return best === undefined || far < best.far ? { index, far } : best;
      }, undefined);
      return nearest !== undefined && nearest.far <= NEAR ? nearest.index : undefined;
    },
    ticks: timeTicks(range.fromMs, toMs, Math.max(2, Math.floor(plot.width / 72)), timeZone).map((ms) => ({
      ms,
      x: x(ms),
    })),
  };
}
