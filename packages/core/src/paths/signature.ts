/** Longer patterns than so many steps are not looked for. */
const LONGEST_PATTERN = 6;
/** A variant tells so many steps at most; runs that differ only beyond these are of one. */
export const MOST_VARIANT_STEPS = 60;

/**
 * The way of a run without its repetitions: a step, or a pattern of a few steps, that follows itself stands once. So a run that asked a
 * model and a tool in turn five times went the same way as one that did it twice.
 */
export function wayOf(steps: readonly string[]): string[] {
  const way: string[] = [];
  for (const step of steps) {
    way.push(step);
    for (let length = 1; length <= LONGEST_PATTERN && 2 * length <= way.length; length++) {
      if (!endsTwice(way, length)) continue;
      way.length -= length;
      break;
    }
  }
  return way.slice(0, MOST_VARIANT_STEPS);
}

const endsTwice = (way: readonly string[], length: number): boolean => {
  for (let back = 1; back <= length; back++)
    if (way[way.length - back] !== way[way.length - back - length]) return false;
  return true;
};

/** One text for runs that went the same way. */
export const variantOf = (steps: readonly string[]): string => JSON.stringify(wayOf(steps));

/** The steps of a variant. */
export const stepsOfVariant = (variant: string): string[] => JSON.parse(variant) as string[];
