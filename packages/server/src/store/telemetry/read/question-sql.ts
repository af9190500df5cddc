import { BIN_EDGES } from '@pharos/core/bins';
import { fieldNamed, keyOf } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import { isExact, isOfScores } from '@pharos/core/metrics';
import { attributeField, type SpanField, spanField } from './field-columns.ts';
import { formulaOf, type Measure } from './metric-sql.ts';
import { lookedAt, type Plan, refusal } from './question-plan.ts';
import { type QuestionRows, spanRows } from './question-rows.ts';
import { type Rolled, rolledRows } from './rolled-rows.ts';
import { scoreDimension, scoreRows } from './score-rows.ts';
import {
  any,
  FINAL_WITHIN_PARTITIONS,
  floats,
  integer,
  join,
  type Sql,
  sql,
  time,
  trusted,
  within,
} from './sql.ts';

const NS = 1_000_000_000n;

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
export function questionSql(plan: Plan, rolled?: Rolled): Sql {
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
  const groups = question.dimensions.map((_, i) => `g${i}`);
  const partials = (made: (partial: string) => string) =>
    [...measures].map(([partial, { name }]) => trusted(`${made(partial)} AS ${name}`));
  let from = join(
    sourcesOf(plan, rolled).map(({ rows, made }) => partialRows(plan, rows, partials(made))),
    '\nUNION ALL\n',
  );

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

/** Rows that a question is asked of, and how its measures are made of them, from the expression over spans. */
interface Source {
  rows: QuestionRows;
  made(partial: string): string;
}

function sourcesOf(plan: Plan, rolled: Rolled | undefined): Source[] {
  const { scope, question, metrics } = plan;
  const asItIs = (rows: QuestionRows): Source => ({ rows, made: (partial) => partial });
  if (metrics.some(isOfScores)) return [asItIs(scoreRows(scope, question, lookedAt(plan)))];
  if (!rolled) return [asItIs(spanRows(scope, question, lookedAt(plan)))];
  const { rollup, measures, split } = rolled;
  const among = any(split.raw.map((part) => within(trusted('start_time'), part)));
  const others = spanRows(scope, question, lookedAt(plan), among);
  return [
    {
      rows: rolledRows(scope, question, rollup, split.rolled),
      made: (partial) => measures.get(partial) ?? partial,
    },
    ...(split.raw.length > 0 ? [asItIs(others)] : []),
  ];
}

function partialRows(plan: Plan, rows: QuestionRows, partials: readonly Sql[]): Sql {
  const { question, range, buckets } = plan;
  const length = range.toNs - range.fromNs;
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
