import { z } from 'zod';

/** `from` and `to` in the URL: a relative token such as `24h` (then `to` is absent), or two ISO 8601 times. */
export const rangeSearch = z.object({
  from: z.string().max(40).optional().catch(undefined),
  to: z.string().max(40).optional().catch(undefined),
});
export type RangeSearch = z.output<typeof rangeSearch>;

export const RELATIVE = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;
export const DEFAULT_RANGE = '24h';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export type Range = { token: string; lengthMs: number } | { fromMs: number; toMs: number };

/** Any `<number><m|h|d>` up to 400 days. */
export function parseToken(text: string): { token: string; lengthMs: number } | undefined {
  const match = /^([1-9]\d{0,3})([mhd])$/.exec(text);
  if (!match) return undefined;
  const lengthMs = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
  return lengthMs <= 400 * UNIT_MS.d ? { token: text, lengthMs } : undefined;
}

/** What the URL means; anything else means the last 24 hours. */
export function parseRange({ from, to }: RangeSearch): Range {
  const token = parseToken(from ?? DEFAULT_RANGE);
  if (token && !to) return token;
  const fromMs = Date.parse(from ?? '');
  const toMs = Date.parse(to ?? '');
  if (fromMs < toMs) return { fromMs, toMs };
  return { token: DEFAULT_RANGE, lengthMs: UNIT_MS.d };
}

/** A range as two moments. */
export interface Span {
  fromMs: number;
  toMs: number;
  /** How far the clocks of whoever looks are ahead of UTC; absent: not at all. */
  zoneOffsetSeconds?: number;
}

export const resolveRange = (range: Range, nowMs: number): Span =>
  'token' in range ? { fromMs: nowMs - range.lengthMs, toMs: nowMs } : range;

/** How often a relative range moves on: often enough to be fresh, seldom enough to be cheap. */
export const tickMs = (range: Range): number =>
  'token' in range
    ? range.lengthMs <= UNIT_MS.h
      ? 10_000
      : range.lengthMs <= UNIT_MS.d
        ? 30_000
        : 120_000
    : 0;

/** Widths a bucket may have, in seconds: each divides the next or a day. */
const WIDTHS = [10, 30, 60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800] as const;

/** Bucket width in seconds that gives at most `most` buckets. */
export function bucketSeconds({ fromMs, toMs }: Span, most = 96): number {
  const least = (toMs - fromMs) / 1000 / most;
  return WIDTHS.find((width) => width >= least) ?? 604_800;
}

const WEEK = 604_800;
/** 1970 began on a Thursday. */
const TO_MONDAY = 259_200;

/**
 * How much earlier than counted from 1970 in UTC buckets begin: days at the midnight of whoever looks, weeks on a Monday.
 * One offset for the whole range: where clocks change within it, days on one side of that are an hour off.
 */
export function bucketOffset(
  seconds: number,
  { zoneOffsetSeconds = 0 }: Pick<Span, 'zoneOffsetSeconds'>,
): number {
  const offset = zoneOffsetSeconds + (seconds % WEEK === 0 ? TO_MONDAY : 0);
  return ((offset % seconds) + seconds) % seconds;
}

/** The edge of a bucket at or before a moment. */
export function bucketEdge(ms: number, seconds: number, offsetSeconds = 0): number {
  const [width, offset] = [seconds * 1000, offsetSeconds * 1000];
  return Math.floor((ms + offset) / width) * width - offset;
}

/** The same range begun at a bucket's edge, so that the first bucket is a whole one, with what a Question has to say of it. */
export function inBuckets(seconds: number, span: Span) {
  const offset = bucketOffset(seconds, span);
  return {
    from: new Date(bucketEdge(span.fromMs, seconds, offset)).toISOString(),
    to: new Date(span.toMs).toISOString(),
    bucketSeconds: seconds,
    ...(offset === 0 ? {} : { bucketOffsetSeconds: offset }),
  };
}
