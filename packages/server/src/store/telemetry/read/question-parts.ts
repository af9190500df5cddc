import { BIN_EDGES } from '@pharos/core/bins';
import { fieldNamed, keyOf } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import { isOfFirstCall, isOfScores } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';
import { attributeField, type SpanField, spanField } from './field-columns.ts';
import { rowsWithFirstCall } from './first-call.ts';
import { lookedAt, type Plan, refusal } from './question-plan.ts';
import { type QuestionRows, spanRows } from './question-rows.ts';
import { type Leaders, type Rolled, rolledRows } from './rolled-rows.ts';
import { scoreDimension, scoreRows } from './score-rows.ts';
import { any, floats, integer, integers, join, type Sql, sql, texts, time, trusted, within } from './sql.ts';

const NS = 1_000_000_000n;

/** Rows that a question is asked of, and how its measures are made of them, from the expression over spans. */
export interface Source {
  rows: QuestionRows;
  made(partial: string): string;
}

export function sourcesOf(plan: Plan, rolled: Rolled | undefined): Source[] {
  const { scope, question, metrics } = plan;
  const asItIs = (rows: QuestionRows): Source => ({ rows, made: (partial) => partial });
  if (metrics.some(isOfScores)) return [asItIs(scoreRows(scope, question, lookedAt(plan)))];
  if (metrics.some(isOfFirstCall)) return [asItIs(rowsWithFirstCall(scope, question, lookedAt(plan)))];
  if (!rolled) return [asItIs(spanRows(scope, question, lookedAt(plan)))];
  const { rollup, measures, split } = rolled;
  const among = any(split.raw.map((part) => within(trusted('start_time'), part)));
  const others = spanRows(scope, question, lookedAt(plan), among);
  return [
    {
      rows: rolledRows(scope, question, rollup, split),
      made: (partial) => measures.get(partial) ?? partial,
    },
    ...(split.raw.length > 0 ? [asItIs(others)] : []),
  ];
}

/** Rows in partial figures by group, period and bucket; where the leaders are known, by their place in place of the group. */
export function partialRows(
  plan: Plan,
  rows: QuestionRows,
  partials: readonly Sql[],
  leaders?: Leaders,
): Sql {
  const { question, range, buckets } = plan;
  const length = range.toNs - range.fromNs;
  const shift = question.compare ? sql` + if(previous = 1, ${integer(length)}, 0)` : sql``;
  const offset = buckets?.offset ? sql` + ${integer(BigInt(buckets.offset) * NS)}` : sql``;
  const bucket = buckets
    ? sql`toUInt32(intDiv(toUnixTimestamp64Nano(${rows.time})${shift}${offset}, ${integer(BigInt(buckets.seconds) * NS)}))`
    : undefined;
  const { keys, named, by } = leaders ? placedKeys(question, leaders) : groupKeys(question);
  const groupBy = [...by, 'previous', ...(bucket ? ['bucket'] : [])].join(', ');
  return sql`SELECT ${join([...keys, ...named, isPrevious(plan, rows), ...(bucket ? [sql`${bucket} AS bucket`] : []), ...partials], ', ')}
FROM ${rows.from} GROUP BY ${trusted(groupBy)}`;
}

/** Whether a row is of the period before. */
export const isPrevious = ({ question, range }: Plan, rows: QuestionRows): Sql =>
  sql`${question.compare ? sql`toUInt8(${rows.time} < ${time(range.fromNs)})` : sql`toUInt8(0)`} AS previous`;

interface Keys {
  keys: Sql[];
  /** What their groups are called. */
  named: Sql[];
  by: string[];
}

function groupKeys({ dimensions }: Question): Keys {
  const keyed = dimensions.map((name, i) => keyedDimension(name, `h${i}`));
  return {
    keys: keyed.map(({ key }, i) => sql`${key} AS ${trusted(`h${i}`)}`),
    named: keyed.map(({ group }, i) => sql`${group} AS ${trusted(`g${i}`)}`),
    by: keyed.map((_, i) => `h${i}`),
  };
}

/** 1 for the first of the leaders; all who are none of them share the place behind the last. */
function placedKeys({ dimensions: [name = ''] }: Question, leaders: Leaders): Keys {
  const places = leaders.map((_, i) => i + 1);
  const place = sql`toUInt32(transform(${dimension(name)}, ${texts(leaders)}, ${integers(places)}, ${integer(leaders.length + 1)}))`;
  return { keys: [sql`${place} AS rank`], named: [], by: ['rank'] };
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
