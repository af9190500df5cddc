import type { Anomalies, AnomaliesRequest } from '../api/usage.ts';
import { metricNamed, type Unit } from '../metrics.ts';
import type { Answer } from '../question.ts';
import { bucketEdge } from '../time-range.ts';
import { findAnomalies, type Stretch } from './anomaly.ts';
import { baseline } from './baseline.ts';
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

/** What was unusual from a moment on. The answer is to {@link judgedRange}. */
export function judged(answer: Answer, metric: string, from: string, nowMs: number): Anomalies {
  const unit = metricNamed(metric)?.unit ?? 'number';
  const series = observed(answer, metric, nowMs);
  const usual = baseline(series, { counts: unit === 'count' });
  const width = (answer.bucketSeconds ?? 0) * 1000;
  const begin = Date.parse(from);
  const found = findAnomalies(series, usual, { leastAbsolute: LEAST_OFF[unit] ?? 0 });
  const first = series.starts.findIndex((start) => start + width > begin);
  const shown = <T>(list: readonly T[]): T[] => (first < 0 ? [] : list.slice(first));
  return {
    bucketSeconds: answer.bucketSeconds ?? 0,
    buckets: shown(answer.buckets ?? []),
    values: shown(series.values),
    bands: shown(usual.bands),
    season: usual.season,
    anomalies: found.filter(({ to }) => to > begin).map(told),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

const told = ({ from, to, direction, expected, actual, peak }: Stretch): Anomalies['anomalies'][number] => ({
  ...{ from: iso(from), to: iso(to), direction, expected, actual },
  peak: { ...peak, at: iso(peak.at) },
});
