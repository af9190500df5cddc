import { scaleLog } from 'd3-scale';

/** Colours of a ramp, `--ramp-1` for least to `--ramp-9` for most. */
export const RAMP_STEPS = 9;
const LAST_DARK_TEXT = 5;

export const rampColor = (step: number): string => `var(--ramp-${step})`;

/** The colour of text on a step of the ramp, at least 4.5:1 in both themes. */
export const textOnRamp = (step: number): string =>
  step <= LAST_DARK_TEXT ? 'var(--ink)' : 'var(--surface)';

export interface Ramp {
  least: number;
  most: number;
  /** 1 to 9; values beyond the ends have the colour of the end. */
  stepOf: (value: number) => number;
}

interface RampOptions {
  /** Equal steps stand for equal factors: for counts that span several decades. Values have to be above zero. */
  log?: boolean;
}

/** Nine even steps between two values. Of a single value it is the last. */
export function rampOf(least: number, most: number, { log = false }: RampOptions = {}): Ramp {
  const share =
    log && least > 0
      ? scaleLog().domain([least, most]).range([0, 1])
      : (value: number) => (value - least) / (most - least);
  // The ends are what they are, however close: there are values between whose logarithms no difference is left.
  const stepOf = (value: number) => {
    if (value >= most) return RAMP_STEPS;
    if (value <= least) return 1;
    return Math.min(Math.max(Math.floor((share(value) || 0) * RAMP_STEPS) + 1, 1), RAMP_STEPS);
  };
  return { least, most, stepOf };
}
