import { anomaliesRequestSchema, moversRequestSchema } from '@pharos/core/api/usage';
import { type Answer, type Question, type QuestionInput, questionSchema } from '@pharos/core/question';
import { judged, judgedRange } from '@pharos/core/series/judged';
import { monthForecast, monthHistory } from '@pharos/core/series/month';
import { findMovers } from '../../packages/server/src/features/usage/movers.ts';

/** Answers a Question: with rollups, or by spans alone. */
export type Ask = (question: Question) => Promise<Answer>;

export interface Range {
  hours: number;
  toMs: number;
}

/** One of what the page of usage and cost shows. */
type Shown = (ask: Ask, range: Range) => Promise<unknown>;

const DIMENSIONS = [
  ...['model', 'provider', 'user', 'agent', 'promptVersion'],
  ...['session', 'tag', 'environment', 'release', 'apiKey'],
];

export const boundsOf = ({ hours, toMs }: Range) => {
  const to = Math.floor(toMs / 60_000) * 60_000;
  return { from: new Date(to - hours * 3_600_000).toISOString(), to: new Date(to).toISOString() };
};
const bucketOf = ({ hours }: Range) => (hours > 24 ? 86_400 : 3_600);

type Asked = Omit<QuestionInput, 'from' | 'to' | 'bucketSeconds'>;
const figures =
  (asked: Asked): Shown =>
  (ask, range) =>
    ask(questionSchema.parse({ ...asked, ...boundsOf(range) }));
const overTime =
  (asked: Asked): Shown =>
  (ask, range) =>
    ask(questionSchema.parse({ ...asked, ...boundsOf(range), bucketSeconds: bucketOf(range) }));

const forecast: Shown = async (ask, { toMs: nowMs }) => {
  const [metric, timeZone] = ['cost', 'UTC'];
  const question = questionSchema.parse({ metrics: [metric], ...monthHistory(nowMs, timeZone) });
  return monthForecast(await ask(question), metric, { nowMs, timeZone });
};

const anomalies: Shown = async (ask, range) => {
  const request = anomaliesRequestSchema.parse({
    ...{ metric: 'cost', ...boundsOf(range), bucketSeconds: bucketOf(range) },
  });
  const question = questionSchema.parse({ metrics: ['cost'], ...judgedRange(request) });
  return judged(await ask(question), 'cost', request.from, range.toMs);
};

const moversBy =
  (by: string): Shown =>
  (ask, range) =>
    findMovers(ask, moversRequestSchema.parse({ by, ...boundsOf(range) }));

export const PAGE: Readonly<Record<string, Shown>> = {
  figures: overTime({
    metrics: [
      ...['cost', 'tokens', 'cacheHitRate', 'cacheSavings'],
      ...['unpricedCalls', 'estimatedTokenShare', 'costPerSuccess'],
    ],
    compare: true,
  }),
  'cost per user and session': figures({
    metrics: ['costPerUser', 'costPerSession', 'users', 'sessions'],
    compare: true,
  }),
  'kinds of tokens': overTime({
    metrics: ['inputTokens', 'cachedReadTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'],
  }),
  'of one environment': overTime({
    metrics: ['cost', 'tokens'],
    dimensions: ['model'],
    filters: [{ field: 'environment', op: '=', values: ['production'] }],
  }),
  'of one user': overTime({
    metrics: ['cost'],
    filters: [{ field: 'user', op: '=', values: ['user-7'] }],
  }),
  ...Object.fromEntries(
    DIMENSIONS.flatMap((dimension): [string, Shown][] => [
      [`over time by ${dimension}`, overTime({ metrics: ['cost'], dimensions: [dimension], limit: 8 })],
      [
        `table by ${dimension}`,
        figures({
          metrics: ['cost', 'tokens', 'modelCalls', 'cacheHitRate'],
          ...{ dimensions: [dimension], limit: 50, compare: true },
        }),
      ],
    ]),
  ),
  'the month': forecast,
  'what is unusual': anomalies,
  'what moved it, by model': moversBy('model'),
  'what moved it, by user': moversBy('user'),
};
