import type { Effects, Movers, MoversRequest } from '../api/usage.ts';
import type { Answer, Series } from '../question.ts';
import { costEffects, sumOfEffects, type Use } from './cost-effects.ts';
import { type Moved, rankMovers } from './movers.ts';

type Measure = MoversRequest['metric'];

/** What has to be asked of each group, in both periods, to say why it moved. */
export const movedBy = (measure: Measure): string[] => [
  measure,
  ...['cost', 'tokens', 'modelCalls'].filter((name) => name !== measure),
];

interface Asked {
  /** By model, compared. */
  total: Answer;
  /** By the dimension, then by model, compared. */
  groups: Answer;
  measure: Measure;
  /** So many groups are told of, those that moved most. */
  limit: number;
}

/** Which groups a change of a total comes from, and why each of them and the total moved. */
export function explainedMovers({ total, groups, measure, limit }: Asked): Movers {
  const all = periods(total.series, measure);
  const others = groups.series.filter(({ other }) => other);
  const { movers } = rankMovers(groupsOf(groups, measure));
  const moved = movers.flatMap(({ movement, ...mover }) =>
    movement === 'same' ? [] : [{ ...mover, movement }],
  );
  const unmoved = movers.filter(({ movement }) => movement === 'same');
  const rest = [periods(others, measure), ...moved.slice(limit), ...unmoved];
  return {
    total: { ...all, change: all.now - all.before, effects: effectsOf(total.series, measure) },
    movers: moved.slice(0, limit).map(({ key, before, now, change, movement, models }) => ({
      ...{ key, before, now, change, movement },
      contribution: all.before === 0 ? null : change / all.before,
      effects: effectsOf(models, measure),
    })),
    rest: {
      before: sum(rest.map(({ before }) => before)),
      now: sum(rest.map(({ now }) => now)),
      change: sum(rest.map(({ before, now }) => now - before)),
      groups: Math.max(0, moved.length - limit),
    },
  };
}

/** A group is what its models are together. */
function groupsOf({ series }: Answer, measure: Measure): (Moved & { models: Series[] })[] {
  const models = new Map<string, Series[]>();
  for (const each of series.filter(({ other }) => !other)) {
    const [key = ''] = each.group;
    models.set(key, [...(models.get(key) ?? []), each]);
  }
  return [...models].map(([key, models]) => ({ key, ...periods(models, measure), models }));
}

const periods = (series: readonly Series[], measure: Measure): Omit<Moved, 'key'> => ({
  before: sum(series.map(({ previous }) => previous?.[measure] ?? 0)),
  now: sum(series.map(({ totals }) => totals[measure] ?? 0)),
});

function effectsOf(series: readonly Series[], measure: Measure): Effects {
  const { volume, tokensPerRequest, pricePerToken } = sumOfEffects(
    series.map(({ totals, previous }) => costEffects(useOf(previous, measure), useOf(totals, measure))),
  );
  return { volume, tokensPerRequest, pricePerToken };
}

/** Of tokens, each costs one token. */
const useOf = (figures: Series['totals'] = {}, measure: Measure): Use => ({
  requests: figures.modelCalls ?? 0,
  tokens: figures.tokens ?? 0,
  cost: figures[measure] ?? 0,
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
