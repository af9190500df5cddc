import { type Metric, metricNamed } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';
import type { TimeRange } from '@pharos/core/time';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import { instant } from './instant.ts';

export const MAX_BUCKETS = 2000;
/** Buckets × groups × metrics of one answer. */
export const MAX_POINTS = 200_000;

const NS = 1_000_000_000n;

/** A question with its names looked up and its times read; metrics that applications send are looked up in the store. */
export interface Plan {
  scope: ProjectScope;
  question: Question;
  metrics: Metric[];
  range: TimeRange;
  /**
   * Numbers of the first and last bucket, counted in bucket widths since `offset` seconds before 1970; undefined without
   * buckets.
   */
  buckets: { first: number; last: number; seconds: number; offset: number } | undefined;
}

/** @throws ApiError when the question asks for more than one answer may hold. */
export function planOf(scope: ProjectScope, question: Question): Plan {
  const range = { fromNs: instant(question.from), toNs: instant(question.to) };
  if (range.fromNs >= range.toNs) throw refusal('`from` must be before `to`.');
  const metrics = question.metrics.flatMap((name) => metricNamed(name) ?? []);
  const buckets = bucketsOf(range, question);
  if (buckets === undefined) return { scope, question, metrics, range, buckets };
  const count = buckets.last - buckets.first + 1;
  const points =
    count * question.metrics.length * (question.dimensions.length === 0 ? 1 : question.limit + 1);
  if (points > MAX_POINTS) {
    throw refusal(
      `That makes ${points} points, more than ${MAX_POINTS}: choose fewer groups, metrics or buckets.`,
    );
  }
  return { scope, question, metrics, range, buckets };
}

/** The buckets that a range is divided in, if it is. @throws ApiError when they are too many. */
export function bucketsOf(
  range: TimeRange,
  {
    bucketSeconds: seconds,
    bucketOffsetSeconds = 0,
  }: Pick<Question, 'bucketSeconds' | 'bucketOffsetSeconds'>,
): Plan['buckets'] {
  if (seconds === undefined) return undefined;
  const offset = bucketOffsetSeconds % seconds;
  const width = BigInt(seconds) * NS;
  const numberOf = (ns: bigint) => Number((ns + BigInt(offset) * NS) / width);
  const buckets = { first: numberOf(range.fromNs), last: numberOf(range.toNs - 1n), seconds, offset };
  const count = buckets.last - buckets.first + 1;
  if (count <= MAX_BUCKETS) return buckets;
  throw refusal(
    `That makes ${count} buckets, more than ${MAX_BUCKETS}: choose wider buckets or a shorter range.`,
  );
}

/** When each bucket starts, ISO 8601. */
export const startsOf = ({ first, last, seconds, offset }: NonNullable<Plan['buckets']>): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) =>
    new Date(((first + i) * seconds - offset) * 1000).toISOString(),
  );

/** What a question cannot be, in words for its author. */
export const refusal = (message: string) => new ApiError('invalid_request', { message });

/** The range of a question, after the one before it when it compares with that. */
export function periodsOf({
  question,
  range: { fromNs, toNs },
}: Pick<Plan, 'question' | 'range'>): TimeRange[] {
  const range = { fromNs, toNs };
  return question.compare ? [{ fromNs: 2n * fromNs - toNs, toNs: fromNs }, range] : [range];
}

/** All of the time that a question looks at. */
export const lookedAt = (plan: Pick<Plan, 'question' | 'range'>): TimeRange => ({
  fromNs: periodsOf(plan)[0]?.fromNs ?? plan.range.fromNs,
  toNs: plan.range.toNs,
});
