import { BIN_EDGES } from '@pharos/core/bins';
import { fieldNamed, keyOf } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import { isOfScores, type Metric, metricNamed } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';
import type { TimeRange } from '@pharos/core/time';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import { attributeField, type SpanField, spanField } from './field-columns.ts';
import { instant } from './instant.ts';
import { formulaOf } from './metric-sql.ts';
import { spanRows } from './question-rows.ts';
import { scoreDimension, scoreRows } from './score-rows.ts';
import { FINAL_WITHIN_PARTITIONS, floats, integer, join, type Sql, sql, time, trusted } from './sql.ts';

export const MAX_BUCKETS = 2000;
/** Buckets × groups × metrics of one answer. */
export const MAX_POINTS = 200_000;

/** A question with its names looked up and its times read. */
export interface Plan {
  scope: ProjectScope;
  question: Question;
  metrics: Metric[];
  range: TimeRange;
  /** Numbers of the first and last bucket, counted in bucket widths since 1970; undefined without buckets. */
  buckets: { first: number; last: number; seconds: number } | undefined;
}

/** @throws ApiError when the question asks for more than one answer may hold. */
export function planOf(scope: ProjectScope, question: Question): Plan {
  const range = { fromNs: instant(question.from), toNs: instant(question.to) };
  if (range.fromNs >= range.toNs) throw refusal('`from` must be before `to`.');
  const metrics = question.metrics.flatMap((name) => metricNamed(name) ?? []);
  const seconds = question.bucketSeconds;
  if (seconds === undefined) return { scope, question, metrics, range, buckets: undefined };
  const width = BigInt(seconds) * 1_000_000_000n;
  const buckets = { first: Number(range.fromNs / width), last: Number((range.toNs - 1n) / width), seconds };
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
    /** 1 for the range before. */
    previous: number;
    bucket: number;
    /** 1 when the figure is of the whole range, whatever `bucket` says. */
    whole: number;
    /** 1 for the largest group, 0 for what is beyond the largest ones, and where nothing is split. */
    place: number;
  };

/**
 * The question as one statement. With dimensions the rows are read twice: first for the largest groups, then for the
 * figures of these and of all others together. So little is held however many groups there are, and figures are
 * never put together from parts.
 */
export function questionSql(plan: Plan): Sql {
  const { question, metrics, buckets } = plan;
  const groups = question.dimensions.map((_, i) => `g${i}`);
  const rows = sql`(${markedRows(plan)})`;
  const [first] = metrics;
  const top =
    groups.length > 0 && first
      ? sql`WITH (${topGroups(rows, groups, formulaOf(first, 'previous = 0'), question.limit)}) AS largest
`
      : sql``;
  const columns = [
    ...groups.map((_, i) => trusted(`largest.${i + 1}[place] AS k${i}`)),
    sql`previous`,
    buckets ? sql`bucket` : sql`0 AS bucket`,
    sql`toUInt8(${buckets ? sql`grouping(bucket)` : sql`1`}) AS whole`,
    sql`place`,
    ...metrics.flatMap((metric, i) => {
      const figure = formulaOf(metric);
      const number = trusted(`toFloat64(${figure}) AS f${i}`);
      return metric.unit === 'usd' ? [number, trusted(`toString(${figure}) AS x${i}`)] : [number];
    }),
  ];
  const sets = buckets ? 'GROUPING SETS ((place, previous), (place, previous, bucket))' : 'place, previous';
  return sql`${top}SELECT ${join(columns, ', ')}
FROM (SELECT *, ${placeIn(groups, question.limit)} AS place FROM ${rows}) GROUP BY ${trusted(sets)} ${FINAL_WITHIN_PARTITIONS}`;
}

/** The rows that the question looks at, each with its group, period and bucket. */
function markedRows({ scope, question, metrics, range, buckets }: Plan): Sql {
  const length = range.toNs - range.fromNs;
  const looked = question.compare ? { fromNs: range.fromNs - length, toNs: range.toNs } : range;
  const rows = metrics.some(isOfScores)
    ? scoreRows(scope, question, looked)
    : spanRows(scope, question, looked);
  const previous = question.compare ? sql`toUInt8(${rows.time} < ${time(range.fromNs)})` : sql`toUInt8(0)`;
  const shift = question.compare ? sql` + if(previous = 1, ${integer(length)}, 0)` : sql``;
  const marks = [
    ...question.dimensions.map((name, i) => sql`${dimension(name)} AS ${trusted(`g${i}`)}`),
    sql`${previous} AS previous`,
  ];
  if (buckets) {
    const width = integer(BigInt(buckets.seconds) * 1_000_000_000n);
    marks.push(sql`toUInt32(intDiv(toUnixTimestamp64Nano(${rows.time})${shift}, ${width})) AS bucket`);
  }
  return sql`SELECT *, ${join(marks, ', ')} FROM ${rows.from}`;
}

/** The largest groups as one tuple with a list a dimension, in order. */
function topGroups(rows: Sql, groups: readonly string[], size: string, limit: number): Sql {
  const lists = groups.map((group) => `groupArray(${group})`).join(', ');
  const by = trusted(groups.join(', '));
  return sql`SELECT tuple(${trusted(lists)}) FROM (
  SELECT ${by} FROM ${rows} GROUP BY ${by} ORDER BY ${trusted(size)} DESC NULLS LAST, ${by} LIMIT ${integer(limit)})`;
}

/** Where a row's group stands in `largest`, from 1; 0 when it does not. Each is looked up once a row, in a hash table. */
function placeIn(groups: readonly string[], limit: number): Sql {
  const found = (value: string, list: string) => `transform(${value}, ${list}, arrayEnumerate(${list}), 0)`;
  if (groups.length === 0) return sql`0`;
  if (groups.length === 1) return trusted(found('g0', 'largest.1'));
  // A group of several dimensions is the number that the places of its values make, written to this base.
  const values = groups.map((_, i) => `arrayDistinct(largest.${i + 1})`);
  const number = (places: readonly string[]) =>
    places.map((place, i) => `${place} * ${(limit + 1) ** i}`).join(' + ');
  const row = number(groups.map((group, i) => found(group, `${values[i]}`)));
  const named = groups.map((_, i) => `n${i}`);
  const lists = groups.map((_, i) => `largest.${i + 1}`).join(', ');
  const numbers = `arrayMap((${named.join(', ')}) -> ${number(named.map((name, i) => `indexOf(${values[i]}, ${name})`))}, ${lists})`;
  return trusted(found(row, numbers));
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
  return isNumeric(field) ? bin(column) : sql`toString(${column.value})`;
}

const EDGES = floats(BIN_EDGES);

/** The lower edge of the bin that a span's number is in; '' when it has none. */
const bin = ({ value, present }: SpanField): Sql =>
  sql`if(${present}, toString(roundDown(toFloat64(${value}), ${EDGES})), '')`;
