import { isOfScores, metricNamed } from '@pharos/core/metrics';
import { useQueries } from '@tanstack/react-query';
import { questionQuery } from '../../api/question.ts';
import { useProject } from '../../use-project.ts';
import { MOST_METRICS } from '../../widgets/asking/fit.ts';
import { useValues } from '../../widgets/asking/use-values.ts';
import type { Holdings } from './suggestions.ts';

function partition<Item>(items: readonly Item[], holds: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

/** As many metrics as a Question takes, then the next. */
const inQuestions = (metrics: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(metrics.length / MOST_METRICS) }, (_, nth) =>
    metrics.slice(nth * MOST_METRICS, (nth + 1) * MOST_METRICS),
  );

/** Whether there are figures of these metrics at all, and how many values these dimensions have. */
export function useHoldings(
  needed: { metrics: readonly string[]; dimensions: readonly string[] },
  range: { from: string; to: string },
): { data: Holdings | undefined; error: unknown } {
  const project = useProject();
  const values = useValues(needed.dimensions, range);
  // Scores and steps cannot be asked about at once.
  const isScore = (name: string) => {
    const metric = metricNamed(name);
    return metric !== undefined && isOfScores(metric);
  };
  const [ofScores = [], ofSteps = []] = partition(needed.metrics, isScore);
  const sets = [ofSteps, ofScores].flatMap(inQuestions);
  const totals = useQueries({
    queries: sets.map((metrics) => questionQuery(project, { metrics, ...range })),
    combine: (results) => ({
      known: results.every(({ data }) => data !== undefined),
      error: results.find(({ error }) => error)?.error,
      figures: Object.assign({}, ...results.map(({ data }) => data?.series[0]?.totals ?? {})),
    }),
  });
  const known = totals.known && [...values.values()].every((list) => list !== undefined);
  return {
    error: totals.error,
    data: known
      ? {
          totals: totals.figures,
          values: Object.fromEntries([...values].map(([name, list]) => [name, list?.length ?? 0])),
        }
      : undefined,
  };
}
