import { isExact } from '@pharos/core/metrics';
import { formulaOf, type Measure } from './metric-sql.ts';
import { partialRows, sourcesOf } from './question-parts.ts';
import type { Plan } from './question-plan.ts';
import type { Rolled } from './rolled-rows.ts';
import { FINAL_WITHIN_PARTITIONS, integer, join, type Sql, sql, texts, trusted } from './sql.ts';

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
  const { leaders } = rolled ?? {};
  const rows = join(
    sourcesOf(plan, rolled).map((source) => partialRows(plan, source.rows, partials(source.made), leaders)),
    '\nUNION ALL\n',
  );
  const size = (over: string) =>
    trusted(
      formulas[0]?.figure(
        formulas[0].measures.map((measure) => `${merged(measure, 'previous = 0')} ${over}`),
        '1',
      ) ?? '0',
    );
  const ranked = (
    by: string,
  ) => sql`SELECT *, dense_rank() OVER (ORDER BY size DESC NULLS LAST, ${trusted(by)}) AS rank
FROM (SELECT *, ${size(`OVER (PARTITION BY ${by})`)} AS size FROM (${rows}))`;
  const from = groups.length === 0 || leaders ? rows : ranked(groups.join(', '));
  const most = leaders?.length ?? question.limit;
  const other = groups.length === 0 ? sql`0` : sql`rank > ${integer(most)}`;
  const named = (group: string) => (leaders ? sql`${texts(leaders)}[rank]` : trusted(group));
  const keys = [
    ...groups.map((group, i) => sql`if(${other}, '', ${named(group)}) AS ${trusted(`k${i}`)}`),
    sql`toUInt8(${other}) AS other`,
  ];
  const place = groups.length === 0 ? sql`0` : sql`min(rank)`;
  const minutes = minutesOf(plan);
  const figures = formulas.flatMap((formula, i) => {
    const figure = formula.figure(
      formula.measures.map((measure) => merged(measure)),
      minutes,
    );
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

const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_MINUTE = '6e10';

/** How long the time is that a row of the answer is about: the part of its bucket that lies in the range, or all of it. */
function minutesOf({ range: { fromNs, toNs }, buckets }: Plan): string {
  const all = `(${toNs - fromNs} / ${NS_PER_MINUTE})`;
  if (!buckets) return all;
  const width = BigInt(buckets.seconds) * NS_PER_SECOND;
  const start = `(toInt64(bucket) * ${width} - ${BigInt(buckets.offset) * NS_PER_SECOND})`;
  const held = `((least(${toNs}, ${start} + ${width}) - greatest(${fromNs}, ${start})) / ${NS_PER_MINUTE})`;
  return `if(grouping(bucket) = 1, ${all}, ${held})`;
}
