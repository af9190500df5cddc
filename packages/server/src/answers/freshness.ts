import { fieldNamed } from '@pharos/core/fields';
import { isSent } from '@pharos/core/metric-points/named';
import { isOfScores, metricNamed } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';

/** What has to be known of an answer to say whether it can be given again. */
export interface Age {
  askedAtMs: number;
  /** How long the store took, or takes until now. */
  tookMs: number;
  /** Something arrived since it was asked that may belong in it. */
  disturbed: boolean;
  /** What arrives is told by other processes, a moment after it is stored. */
  hearsay: boolean;
  /** It depends on more than the spans in its range. */
  beyondSpans: boolean;
}

/** Nobody is told of what is changed in the store by hand. */
const UNDISTURBED_MS = 600_000;
/** What another process told may have been lost. */
const HEARSAY_MS = 60_000;
/** What is made faster than this is made anew: whoever asks sees what was acknowledged before. */
const CHEAP_MS = 100;
const HOLD_FACTOR = 10;
const HOLD_MS = 5_000;

/**
 * The rule by which an answer is given again instead of being made anew. It is good
 *  - never when it is about scores or what applications measure: nobody tells of one that comes or is taken back;
 *  - for ten minutes while nothing arrived in the project that may belong in it: an arrival
 *    cannot change what ended before its earliest span began, so answers about the past outlive what arrives now;
 *    Where other processes tell of arrivals it is one minute, and none for what took less than 100 ms;
 *  - else for ten times as long as it took to make, at most five seconds, so that the same page on many screens costs a
 *    busy project no more than one; what took less than 100 ms is never held against an arrival.
 */
export function isGood({ askedAtMs, tookMs, disturbed, hearsay, beyondSpans }: Age, nowMs: number): boolean {
  if (beyondSpans) return false;
  const age = nowMs - askedAtMs;
  if (!disturbed) return hearsay ? tookMs >= CHEAP_MS && age < HEARSAY_MS : age < UNDISTURBED_MS;
  return tookMs >= CHEAP_MS && age < Math.min(HOLD_FACTOR * tookMs, HOLD_MS);
}

/** Whether more than spans matters to a Question: scores, which may be given long after what they judge, or points of metrics. */
export const looksBeyondSpans = ({ metrics, filters }: Question): boolean =>
  metrics.some((name) => {
    const metric = metricNamed(name);
    return metric === undefined ? isSent(name) : isOfScores(metric);
  }) || filters.some(({ field }) => fieldNamed(field)?.level === 'score');
