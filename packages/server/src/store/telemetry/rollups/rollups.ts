import { createHash } from 'node:crypto';
import { isOfRetrieval, isOfScores, METRICS, type Metric, metricNamed } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';
import { columnOf } from '../read/field-columns.ts';
import { formulaOf, type Measure, SUM } from '../read/metric-sql.ts';

/**
 * Sums of all spans of an hour, by some of their fields: Questions about long ranges are answered from these. A rollup is
 * an entry, the smallest first; the first one that knows all fields that a Question names answers it. Each has few of them,
 * since every one multiplies its rows.
 */
export interface Rollup {
  /** Of core/fields.ts. Any of them may be a dimension or a filter. */
  fields: readonly string[];
}

const rollup = (...fields: string[]): Rollup => ({ fields: [...fields, 'model', 'provider', 'environment'] });

export const ROLLUPS: readonly Rollup[] = [
  rollup('kind'),
  rollup('apiKey'),
  rollup('service'),
  rollup('release'),
  rollup('agent', 'agentVersion'),
  rollup('prompt', 'promptVersion'),
  rollup('tag'),
  rollup('user', 'session'),
];

/** Every span is in it, in few rows. */
export const SMALLEST = ROLLUPS[0] as Rollup;

export const columnsOf = ({ fields }: Rollup): string[] => fields.map(columnOf);

/** The columns of all rollups, which share a table: those that one does not have are empty in its rows. */
export const KEYS: readonly string[] = [...new Set(ROLLUPS.flatMap(columnsOf))];

/** What the same text is called in every release: sums outlive the spans that they could be made of again. */
const lasting = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** How the rows of a rollup are known. */
export const idOf = (rollup: Rollup): number => Number.parseInt(lasting(columnsOf(rollup).join(', ')), 16);

/** The same as the engine's GROUPING() of all keys tells it: a bit for each that it does not have. */
export const groupingOf = (rollup: Rollup): number => {
  const columns = new Set(columnsOf(rollup));
  return KEYS.reduce((mask, key) => mask * 2 + (columns.has(key) ? 0 : 1), 0);
};

/** Whole numbers and decimals add up to the same in any order; milliseconds are binary fractions, which do not. */
const addsUpExactly = ({ unit, aggregation: { type } }: Metric): boolean =>
  unit !== 'ms' && type !== 'distinct' && type !== 'max' && type !== 'quantile' && type !== 'avg';

/**
 * What is summed up, but for retrieval, which no rollup splits as it is asked for: an expression over spans, and the column in which its sum
 * is kept. Hours whose spans are removed know nothing of an expression that is worded differently later.
 */
export const SUMS: ReadonlyMap<string, string> = new Map(
  [
    ...new Set(
      METRICS.filter((metric) => !isOfScores(metric) && !isOfRetrieval(metric) && addsUpExactly(metric))
        .flatMap((metric) => formulaOf(metric).measures)
        .filter(({ merge }) => merge === SUM)
        .map(({ partial }) => partial),
    ),
  ].map((partial) => [partial, `sum_${lasting(partial)}`]),
);

/** The column in which an expression over spans is summed up. @throws TypeError when none is. */
export function summedColumn(partial: string): string {
  const column = SUMS.get(partial);
  if (column === undefined) throw new TypeError(`${partial} is not summed up`);
  return column;
}

/** The same measure of the rows of a rollup; undefined when it cannot be made of them. */
function measureIn(rollup: Rollup, { partial, distinct }: Measure): string | undefined {
  if (distinct !== undefined) return columnsOf(rollup).includes(distinct) ? partial : undefined;
  return SUMS.has(partial) ? `sum(${summedColumn(partial)})` : undefined;
}

/** What answers a Question, and how each of its measures is made of that. */
export interface RolledUp {
  rollup: Rollup;
  /** By the expression over spans. */
  measures: ReadonlyMap<string, string>;
}

const HOUR_SECONDS = 3600;
/** Of less, spans are counted as quickly. */
const LEAST_SECONDS = 6 * HOUR_SECONDS;

/** The rollup that can answer a Question as spans would; undefined when none can. */
export function rolledUp(question: Question): RolledUp | undefined {
  if (question.search !== '' || !fitsHours(question)) return undefined;
  const named = [...question.dimensions, ...question.filters.map(({ field }) => field)];
  const metrics = question.metrics.flatMap((name) => metricNamed(name) ?? []);
  if (metrics.some(isOfScores)) return undefined;
  const wanted = metrics.flatMap((metric) => formulaOf(metric).measures);
  for (const rollup of ROLLUPS) {
    if (!named.every((name) => rollup.fields.includes(name))) continue;
    const measures = new Map<string, string>();
    for (const measure of wanted) {
      const made = measureIn(rollup, measure);
      if (made !== undefined) measures.set(measure.partial, made);
    }
    if (wanted.every(({ partial }) => measures.has(partial))) return { rollup, measures };
  }
  return undefined;
}

/** Buckets, also those of the period before, begin with an hour. */
function fitsHours({ from, to, bucketSeconds, bucketOffsetSeconds = 0, compare }: Question): boolean {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (seconds < LEAST_SECONDS) return false;
  if (bucketSeconds === undefined) return true;
  const widths = [bucketSeconds, bucketOffsetSeconds, ...(compare ? [seconds] : [])];
  return widths.every((each) => each % HOUR_SECONDS === 0);
}
