/** How many groups a reader may ask for, of those that a mark can show. */
const LIMITS = [3, 5, 8, 10, 20, 40, 60, 100, 200, 500, 1000] as const;

/** Bucket widths that a reader may choose, in seconds. */
const WIDTHS = [10, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 604_800] as const;

/** Fewer buckets are no course of time, more are not to be told apart. */
const LEAST_BUCKETS = 2;
const MOST_BUCKETS = 500;

const withOwn = (offered: readonly number[], own: number | undefined): number[] =>
  [...new Set([...offered, ...(own === undefined ? [] : [own])])].sort((a, b) => a - b);

/** Numbers of groups to choose from, the chosen one among them. */
export const limitsFor = (most: number, chosen: number | undefined): number[] =>
  withOwn(
    LIMITS.filter((limit) => limit <= most),
    chosen === undefined ? undefined : Math.min(chosen, most),
  );

/** Bucket widths that suit a range of time, the chosen one among them. */
export const widthsFor = (rangeMs: number, chosen: number | undefined): number[] =>
  withOwn(
    WIDTHS.filter((seconds) => {
      const buckets = rangeMs / (seconds * 1000);
      return buckets >= LEAST_BUCKETS && buckets <= MOST_BUCKETS;
    }),
    chosen,
  );
