import type { Suggestion } from '@pharos/core/api/spans';
import { useQueries } from '@tanstack/react-query';
import { suggestQuery } from '../../api/telemetry.ts';
import { useProject } from '../../use-project.ts';

/** The server names at most so many values. */
export const MOST_VALUES = 20;

/** The most frequent values of each dimension, out of the newest steps; undefined while it is not known. */
export function useValues(
  dimensions: readonly string[],
  range: { from: string; to: string },
  enabled = true,
): ReadonlyMap<string, readonly Suggestion[] | undefined> {
  const project = useProject();
  return useQueries({
    queries: dimensions.map((name) => ({ ...suggestQuery(project, name, '', range), enabled })),
    combine: (results) => new Map(dimensions.map((name, nth) => [name, results[nth]?.data])),
  });
}
