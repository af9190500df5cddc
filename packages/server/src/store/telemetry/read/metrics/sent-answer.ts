import type { Filter } from '@pharos/core/filter';
import { attributesOf, sentNamed } from '@pharos/core/metric-points/named';
import type { Answer, Question, Series } from '@pharos/core/question';
import { isoFromNs, type TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { contains, oneOf, positiveOf, strings } from '../compare-sql.ts';
import { type Plan, periodsOf, planOf, startsOf } from '../question-plan.ts';
import { type Sql, sql } from '../sql.ts';
import { type FigureRow, figureRows } from './figure-rows.ts';
import { type Figure, figureOf, natureOf } from './figures.ts';
import { figuresOf, rated, secondsOf } from './measured.ts';
import { findMetric } from './metric-list.ts';
import { attributeOf, type PointsAsked, REST } from './points-sql.ts';
import { quantileRows } from './quantile-rows.ts';

/** A metric of the question, as it was measured last. */
interface Known {
  name: string;
  figure: Figure;
  asked: PointsAsked;
}

/** The groups of an answer by their keys, the largest first; `rest`: all others are one more. */
type Groups = Pick<PointsAsked, 'keys' | 'rest'>;

/** The key of everything, where nothing is told apart. */
const ALL = '[]';

/**
 * The answer to a question about what applications send. The first metric says which groups are the largest; one that was never
 * sent has no figures. @throws ApiError where a metric does not tell what is asked of it.
 */
export async function sentAnswer(engine: Queries, scope: ProjectScope, question: Question): Promise<Answer> {
  const plan = planOf(scope, question);
  const known = await knownMetrics(engine, plan);
  const groups = await groupsOf(engine, plan, known[0]);
  const series = emptySeries(plan, groups);
  for (const { name, figure, asked } of known) {
    for (const range of periodsOf(plan)) {
      const ofPeriod = { ...asked, ...groups, range, laterNs: plan.range.fromNs - range.fromNs };
      const figures = await figuresIn(engine, ofPeriod, figure);
      enter({ name, figure, asked: ofPeriod }, series, figures);
    }
  }
  return {
    ...{ from: isoFromNs(plan.range.fromNs), to: isoFromNs(plan.range.toNs) },
    ...(plan.buckets && { bucketSeconds: plan.buckets.seconds, buckets: startsOf(plan.buckets) }),
    units: Object.fromEntries(known.map(({ name, asked }) => [name, asked.unit])),
    series: [...series.values()],
  };
}

async function knownMetrics(engine: Queries, plan: Plan): Promise<Known[]> {
  const { scope, question, range, buckets } = plan;
  const groupBy = question.dimensions.map(attributeValue);
  const filters = question.filters.map(conditionOf);
  const known: Known[] = [];
  for (const name of question.metrics) {
    const sent = sentNamed(name);
    const found = sent && (await findMetric(engine, scope, { metric: sent.metric }));
    if (!sent || !found) continue;
    const { kind, unit, temporality, monotonic } = found;
    const figure = figureOf(natureOf(kind, temporality, monotonic), sent.aggregation);
    const asked = { scope, metric: sent.metric, kind, unit, groupBy, filters, range, buckets };
    known.push({ name, figure, asked });
  }
  return known;
}

/** The first of its attributes that a series has; '' where it has none. */
function attributeValue(field: string): Sql {
  const [last = sql`''`, ...others] = (attributesOf(field) ?? []).map(attributeOf).reverse();
  return others.reduce((rest, each) => sql`if(${each} != '', ${each}, ${rest})`, last);
}

function conditionOf(filter: Filter): Sql {
  const value = attributeValue(filter.field);
  const op = positiveOf(filter.op);
  const positive =
    op === 'exists'
      ? sql`${value} != ''`
      : op === 'contains'
        ? contains(value, strings(filter))
        : oneOf(value, strings(filter));
  return op === filter.op ? positive : sql`NOT (${positive})`;
}

async function groupsOf(engine: Queries, plan: Plan, first: Known | undefined): Promise<Groups> {
  const { dimensions, limit } = plan.question;
  if (dimensions.length === 0) return {};
  if (!first) return { keys: [] };
  const { totals, more } = await figuresOf(
    engine,
    { ...first.asked, buckets: undefined },
    first.figure,
    limit,
  );
  return { keys: totals.map(({ key }) => key), rest: more };
}

function emptySeries({ question, buckets }: Plan, { keys = [ALL], rest }: Groups): Map<string, Series> {
  const { metrics, dimensions, compare } = question;
  const length = buckets ? buckets.last - buckets.first + 1 : 0;
  const totals = () => Object.fromEntries(metrics.map((name) => [name, null]));
  const points = () =>
    Object.fromEntries(metrics.map((name) => [name, new Array<number | null>(length).fill(null)]));
  const ofKey = (key: string): Series => ({
    group: key === REST ? dimensions.map(() => '') : (JSON.parse(key) as string[]),
    other: key === REST,
    ...{ totals: totals(), exact: {} },
    ...(compare && { previous: totals() }),
    ...(buckets && { points: points() }),
    ...(buckets && compare && { previousPoints: points() }),
  });
  return new Map([...keys, ...(rest ? [REST] : [])].map((key) => [key, ofKey(key)]));
}

interface Figures {
  totals: FigureRow[];
  rows: FigureRow[];
}

async function figuresIn(engine: Queries, asked: PointsAsked, figure: Figure): Promise<Figures> {
  if (asked.keys?.length === 0) return { totals: [], rows: [] };
  if (figure.from === 'cells') return quantileRows(engine, asked, figure.quantile);
  const totals = await figureRows(engine, { ...asked, buckets: undefined }, figure);
  return { totals, rows: asked.buckets ? await figureRows(engine, asked, figure) : [] };
}

function enter({ name, figure, asked }: Known, series: Map<string, Series>, { totals, rows }: Figures): void {
  const { range, buckets, laterNs } = asked;
  const isBefore = laterNs !== 0n;
  for (const { key, figure: value } of totals) {
    const into = series.get(key);
    const figures = isBefore ? into?.previous : into?.totals;
    if (figures) figures[name] = rated(figure, value, secondsIn(range));
  }
  for (const { key, bucket, figure: value } of rows) {
    const into = series.get(key);
    const list = (isBefore ? into?.previousPoints : into?.points)?.[name];
    const place = Number(bucket) - (buckets?.first ?? 0);
    if (list && place >= 0 && place < list.length)
      list[place] = rated(figure, value, secondsOf(asked, BigInt(bucket)));
  }
}

const secondsIn = ({ fromNs, toNs }: TimeRange): number => Number(toNs - fromNs) / 1e9;
