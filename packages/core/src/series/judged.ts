import type { Anomalies, AnomaliesRequest, Usual } from '../api/usage.ts';
import { metricNamed, type Unit } from '../metrics.ts';
import type { Answer } from '../question.ts';
import { bucketEdge } from '../time-range.ts';
import { findAnomalies, type Stretch } from './anomaly.ts';
import { type Band, baseline } from './baseline.ts';
import { observed } from './observed.ts';

const DAY = 86_400_000;
/** Before what is judged: four weeks at least, so that each hour of the week is known; of more than eight, little is learnt. */
const [LEAST_HISTORY, MOST_HISTORY] = [28 * DAY, 56 * DAY];
/** Of about so many buckets a baseline is made in a moment. */
const BUCKETS = 700;
/** Who is off by less is not worth a look, however sure it is. */
const LEAST_OFF: Partial<Record<Unit, number>> = { usd: 0.01, tokens: 1000, count: 5 };

type Range = Pick<AnomaliesRequest, 'from' | 'to' | 'bucketSeconds' | 'bucketOffsetSeconds'>;

/** The part of a Question that buckets of a range are judged by: they, and what was before. */
export function judgedRange({ from, to, bucketSeconds, bucketOffsetSeconds }: Range) {
  const width = bucketSeconds * 1000;
  const length = Date.parse(to) - Date.parse(from);
  const history = Math.min(MOST_HISTORY, Math.max(LEAST_HISTORY, BUCKETS * width - length));
  const begin = bucketEdge(Date.parse(from) - history, bucketSeconds, bucketOffsetSeconds);
  return { from: new Date(begin).toISOString(), to, bucketSeconds, bucketOffsetSeconds };
}

/** Nineteen of twenty are within, where chance is normal: what people call usual. To be unusual takes more than to be outside of it. */
const USUAL_REACH = 2;

/** What is usual of a metric from a moment on. The answer is to {@link judgedRange}. */
export const usual = (answer: Answer, metric: string, from: string, nowMs: number): Usual =>
  bandsOf(answer, judge(answer, metric, from, nowMs, USUAL_REACH));

function bandsOf(answer: Answer, { unit, baseline, first }: Judgement): Usual {
  const bands = baseline.bands.slice(first);
  return {
    bucketSeconds: answer.bucketSeconds ?? 0,
    buckets: (answer.buckets ?? []).slice(first),
    bands: unit === 'ratio' ? bands.map(asShares) : bands,
    season: baseline.season,
  };
}

/** What was unusual from a moment on. The answer is to {@link judgedRange}. */
export function judged(answer: Answer, metric: string, from: string, nowMs: number): Anomalies {
  const judgement = judge(answer, metric, from, nowMs);
  const { unit, series, baseline, first } = judgement;
  const found = findAnomalies(series, baseline, { leastAbsolute: LEAST_OFF[unit] ?? 0 });
  return {
    ...bandsOf(answer, judgement),
    values: series.values.slice(first),
    anomalies: found.filter(({ to }) => to > Date.parse(from)).map(told),
  };
}

type Judgement = ReturnType<typeof judge>;

function judge(answer: Answer, metric: string, from: string, nowMs: number, reach?: number) {
  const unit = metricNamed(metric)?.unit ?? 'number';
  const series = observed(answer, metric, nowMs);
  const width = (answer.bucketSeconds ?? 0) * 1000;
  const shown = series.starts.findIndex((start) => start + width > Date.parse(from));
  return {
    ...{ unit, series, baseline: baseline(series, { counts: unit === 'count', ...(reach && { reach }) }) },
    /** The first bucket that is asked about. */
    first: shown < 0 ? series.starts.length : shown,
  };
}

/** No more than all. */
export const asShares = (band: Band | null): Band | null =>
  band && { expected: Math.min(1, band.expected), low: Math.min(1, band.low), high: Math.min(1, band.high) };

const iso = (ms: number): string => new Date(ms).toISOString();

const told = ({ from, to, direction, expected, actual, peak }: Stretch): Anomalies['anomalies'][number] => ({
  ...{ from: iso(from), to: iso(to), direction, expected, actual },
  peak: { ...peak, at: iso(peak.at) },
});
