import type { Filter } from '../filter.ts';

/** What may be usual of a group, in the order in which a reader is told. */
export const ASPECTS = ['latency', 'errors', 'tokens', 'cost', 'quality'] as const;
export type Aspect = (typeof ASPECTS)[number];

export const DIMENSIONS = ['agent', 'model', 'tool', 'route'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** So many groups of each Question are looked at, the biggest. */
export const MOST_GROUPS = 20;
/** Scores of different names are not averaged: each name is a series of its own, so there are more of them. */
const MOST_SCORED = 3 * MOST_GROUPS;

export interface Watched {
  aspect: Aspect;
  metric: string;
}

/** A Question about one dimension: what ranks its groups counts the calls or scores that the others are of. */
export interface WatchQuestion {
  ranked: string;
  watched: readonly Watched[];
  filters: readonly Filter[];
  /** Further dimensions: names of scores. */
  split: readonly string[];
  limit: number;
}

export interface WatchedDimension {
  /** Of fields.ts. */
  field: string;
  /** The first one counts what groups did, which is what their share is told by. */
  questions: readonly [WatchQuestion, ...WatchQuestion[]];
}

const kinds = (...values: string[]): Filter[] => [{ field: 'kind', op: '=', values }];
const watch = (aspect: Aspect, metric: string): Watched => ({ aspect, metric });
const ask = (ranked: string, watched: Watched[], filters: Filter[] = []): WatchQuestion => ({
  ...{ ranked, watched, filters },
  ...{ split: [], limit: MOST_GROUPS },
});

const AMOUNTS = [watch('tokens', 'tokens'), watch('cost', 'cost')];
const QUALITY: WatchQuestion = {
  ...ask('scores', [watch('quality', 'scoreAvg')]),
  ...{ split: ['score'], limit: MOST_SCORED },
};

/**
 * What is watched, by dimension. A new metric is an entry. What an agent spent is on the model calls below its runs, so it is asked
 * of all steps. A route is the name of a request's first step; tokens and cost are on other steps, which do not tell it.
 */
export const WATCHED: Readonly<Record<Dimension, WatchedDimension>> = {
  agent: {
    field: 'agent',
    questions: [
      ask('spans', [watch('latency', 'spanLatencyP95'), watch('errors', 'spanErrorRate')], kinds('agent')),
      ask('modelCalls', AMOUNTS),
      QUALITY,
    ],
  },
  model: {
    field: 'model',
    questions: [
      ask(
        'modelCalls',
        [watch('latency', 'modelLatencyP95'), watch('errors', 'spanErrorRate'), ...AMOUNTS],
        kinds('llm', 'embedding', 'reranker'),
      ),
      QUALITY,
    ],
  },
  tool: {
    field: 'tool',
    questions: [
      ask(
        'toolCalls',
        [watch('latency', 'toolLatencyP95'), watch('errors', 'spanErrorRate'), ...AMOUNTS],
        kinds('tool'),
      ),
      QUALITY,
    ],
  },
  route: {
    field: 'name',
    questions: [ask('requests', [watch('latency', 'latencyP95'), watch('errors', 'errorRate')]), QUALITY],
  },
};

/** Of its metrics, those that suit a dimension. */
export const watchedOf = (dimension: Dimension): { watched: Watched; question: WatchQuestion }[] =>
  WATCHED[dimension].questions.flatMap((question) =>
    question.watched.map((watched) => ({ watched, question })),
  );
