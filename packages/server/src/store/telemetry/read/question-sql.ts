import { BIN_EDGES } from '@pharos/core/bins';
import { fieldNamed, keyOf } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import { isExact, isOfScores, type Metric, metricNamed } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';
import type { TimeRange } from '@pharos/core/time';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import { attributeField, type SpanField, spanField } from './field-columns.ts';
import { instant } from './instant.ts';
import { formulaOf, type Measure } from './metric-sql.ts';
import { spanRows } from './question-rows.ts';
import { scoreDimension, scoreRows } from './score-rows.ts';
import { FINAL_WITHIN_PARTITIONS, floats, integer, join, type Sql, sql, time, trusted } from './sql.ts';

export const MAX_BUCKETS = 2000;
/** Buckets × groups × metrics of one answer. */
export const MAX_POINTS = 200_000;

const NS = 1_000_000_000n;

/** A question with its names looked up and its times read. */
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
  const seconds = question.bucketSeconds;
  if (seconds === undefined) return { scope, question, metrics, range, buckets: undefined };
  const offset = (question.bucketOffsetSeconds ?? 0) % seconds;
  const width = BigInt(seconds) * NS;
  const numberOf = (ns: bigint) => Number((ns + BigInt(offset) * NS) / width);
  const buckets = { first: numberOf(range.fromNs), last: numberOf(range.toNs - 1n), seconds, offset };
  const count = buckets.last - buckets.first + 1;
  if (count > MAX_BUCKETS) {
    throw refusal(
      `That makes ${count} buckets, more than ${MAX_BUCKETS}: choose wider buckets or a shorter range.`,
    );
  }
  const points = count * metrics.length * (question.dimensions.length === 0 ? 1 : question.limit + 1);
  if (points > MAX_POINTS) {
    throw refusal(
      `That makes ${points} points, more than ${MAX_POINTS}: choose fewer groups, metrics or buckets.`,
    );
  }
  return { scope, question, metrics, range, buckets };
}

const refusal = (message: string) => new ApiError('invalid_request', { message });

/** One row of the answer of the engine: k0… the group, f0… the figures, x0… the same exact, for money. */
export type AnswerRow = Record<`k${number}`, string> &
  Record<`f${number}`, number | null> &
  Record<`x${number}`, string> & {
    /** 1 for what is beyond the largest groups. */
    other: number;
    /** 1 for the range before. */
    previous: number;
    bucket: number;
    /** 1 when the figure is of the whole range, whatever `bucket` says. */
    whole: number;
    /** 1 for the largest group. */
    place: string;
  };

/**
 * The question as one statement. Rows are aggregated once, into partial figures by group, period and bucket; from
 * these few the groups are ranked, the small ones put together, and totals made beside the buckets.
 */
export function questionSql(plan: Plan): Sql {
  const { question, metrics, buckets } = plan;
  const formulas = metrics.map(formulaOf);
  const measures = new Map<string, { name: string; measure: Measure }>();
  for (const measure of formulas.flatMap((formula) => formula.measures)) {
    if (!measures.has(measure.partial)) measures.set(measure.partial, { name: `m${measures.size}`, measure });
  }
  const merged = (measure: Measure, only = '') => {
    const { name, parameters } = measure.merge;
    const column = measures.get(measure.partial)?.name;
    return only === '' ? `${name}${parameters}(${column})` : `${name}If${parameters}(${column}, ${only})`;
  };
  const partials = [...measures.values()].map(({ name, measure }) =>
    trusted(`${measure.partial} AS ${name}`),
  );
  const groups = question.dimensions.map((_, i) => `g${i}`);
  let from = partialRows(plan, partials);

  const [largest] = formulas;
  if (groups.length > 0 && largest) {
    const by = groups.join(', ');
    const size = largest.figure(
      largest.measures.map((measure) => `${merged(measure, 'previous = 0')} OVER (PARTITION BY ${by})`),
    );
    from = sql`SELECT *, dense_rank() OVER (ORDER BY size DESC NULLS LAST, ${trusted(by)}) AS rank
FROM (SELECT *, ${trusted(size)} AS size FROM (${from}))`;
  }

  const other = groups.length === 0 ? sql`0` : sql`rank > ${integer(question.limit)}`;
  const keys = [
    ...groups.map((group, i) => sql`if(${other}, '', ${trusted(group)}) AS ${trusted(`k${i}`)}`),
    sql`toUInt8(${other}) AS other`,
  ];
  const place = groups.length === 0 ? sql`0` : sql`min(rank)`;
  const figures = formulas.flatMap((formula, i) => {
    const figure = formula.figure(formula.measures.map((measure) => merged(measure)));
    const number = trusted(`toFloat64(${figure}) AS f${i}`);
    const metric = metrics[i];
    return metric && isExact(metric) ? [number, trusted(`toString(${figure}) AS x${i}`)] : [number];
  });
  const by = trusted([...groups.map((_, i) => `k${i}`), 'other', 'previous'].join(', '));
  const sets = buckets ? sql`GROUPING SETS ((${by}), (${by}, bucket))` : by;
  const whole = buckets ? trusted('grouping(bucket) = 1') : sql`1`;
  return sql`SELECT ${join([...keys, sql`previous`, buckets ? sql`bucket` : sql`0 AS bucket`, sql`toUInt8(${whole}) AS whole`, sql`${place} AS place`, ...figures], ', ')}
FROM (${from}) GROUP BY ${sets} ${FINAL_WITHIN_PARTITIONS}`;
}

function partialRows({ scope, question, metrics, range, buckets }: Plan, partials: readonly Sql[]): Sql {
  const length = range.toNs - range.fromNs;
  const looked = question.compare ? { fromNs: range.fromNs - length, toNs: range.toNs } : range;
  const rows = metrics.some(isOfScores)
    ? scoreRows(scope, question, looked)
    : spanRows(scope, question, looked);
  const previous = question.compare ? sql`toUInt8(${rows.time} < ${time(range.fromNs)})` : sql`toUInt8(0)`;
  const shift = question.compare ? sql` + if(previous = 1, ${integer(length)}, 0)` : sql``;
  const offset = buckets?.offset ? sql` + ${integer(BigInt(buckets.offset) * NS)}` : sql``;
  const bucket = buckets
    ? sql`toUInt32(intDiv(toUnixTimestamp64Nano(${rows.time})${shift}${offset}, ${integer(BigInt(buckets.seconds) * NS)}))`
    : undefined;
  const dimensions = question.dimensions.map((name, i) => keyedDimension(name, `h${i}`));
  const keys = dimensions.map(({ key }, i) => sql`${key} AS ${trusted(`h${i}`)}`);
  const groups = dimensions.map(({ group }, i) => sql`${group} AS ${trusted(`g${i}`)}`);
  const by = [...keys.map((_, i) => `h${i}`), 'previous', ...(bucket ? ['bucket'] : [])].join(', ');
  return sql`SELECT ${join([...keys, ...groups, sql`${previous} AS previous`, ...(bucket ? [sql`${bucket} AS bucket`] : []), ...partials], ', ')}
FROM ${rows.from} GROUP BY ${trusted(by)}`;
}

/** By what rows are grouped, and what the group is called: numbers are cheap to group by, so bins are named last. */
function keyedDimension(name: string, key: string): { key: Sql; group: Sql } {
  const field = fieldNamed(name);
  const column = spanField(name);
  if (!field || !column || !isNumeric(field)) return { key: dimension(name), group: trusted(key) };
  return {
    key: sql`if(${column.present}, ${binOf(column)}, -1.)`,
    group: trusted(`if(${key} < 0, '', toString(${key}))`),
  };
}

/** The group of a row. A span with several tags counts in the group of each. */
export function dimension(name: string): Sql {
  if (name === 'tag') return trusted(`arrayJoin(if(empty(tags), [''], tags))`);
  const keyed = keyOf(name);
  if (keyed?.prefix === 'attr.') return attributeField(keyed.key).value;
  const ofScore = scoreDimension(name);
  if (ofScore) return sql`toString(${ofScore})`;
  const field = fieldNamed(name);
  const column = spanField(name);
  if (!field || !column) throw refusal(`${name} is not a dimension.`);
  return isNumeric(field)
    ? sql`if(${column.present}, toString(${binOf(column)}), '')`
    : sql`toString(${column.value})`;
}

const EDGES = floats(BIN_EDGES);

/** The lower edge of the bin that a span's number is in. */
const binOf = ({ value }: SpanField): Sql => sql`roundDown(toFloat64(${value}), ${EDGES})`;
