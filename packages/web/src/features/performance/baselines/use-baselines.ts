import { SINCE } from '@pharos/core/baselines/watch-range';
import { DIMENSIONS, type Dimension } from '@pharos/core/baselines/watched';
import { useQueries } from '@tanstack/react-query';
import { z } from 'zod';
import { baselinesQuery } from '../../../api/baselines.ts';
import { useZone } from '../../../format/zone.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';

export const SHOWN = ['all', ...DIMENSIONS] as const;

const text = (most: number) => z.string().max(most).optional().catch(undefined);
const search = z.object({
  dimension: z.enum(SHOWN).catch('all'),
  since: z.enum(SINCE).catch('today'),
  /** The usual week that is open: of which group, and what of it. */
  of: z.enum(DIMENSIONS).optional().catch(undefined),
  group: text(1024),
  metric: text(64),
  score: text(256),
});

/** One metric of one group. */
export interface Chosen {
  dimension: Dimension;
  value: string;
  metric: string;
  score: string | null;
}

/** What the page shows, in its address. */
export function useBaselinesView() {
  const [{ dimension, since, of, group, metric, score }, set] = useUrlState(search);
  const chosen: Chosen | undefined =
    of !== undefined && group !== undefined && metric !== undefined
      ? { dimension: of, value: group, metric, score: score ?? null }
      : undefined;
  return {
    ...{ dimension, since, chosen },
    setDimension: (next: (typeof SHOWN)[number]) => set({ dimension: next }),
    setSince: (next: (typeof SINCE)[number]) => set({ since: next }),
    choose: (next: Chosen | undefined) =>
      set({ of: next?.dimension, group: next?.value, metric: next?.metric, score: next?.score ?? undefined }),
  };
}
export type BaselinesView = ReturnType<typeof useBaselinesView>;

/** A Question of four weeks each: what one of them tells does not wait to be asked for until another has. */
export function useBaselines({ dimension, since }: Pick<BaselinesView, 'dimension' | 'since'>) {
  const project = useProject();
  const timeZone = useZone();
  const dimensions = dimension === 'all' ? DIMENSIONS : [dimension];
  const queries = useQueries({
    queries: dimensions.map((each) => baselinesQuery(project, { dimension: each, timeZone, since })),
  });
  return {
    isPending: queries.some(({ isPending }) => isPending),
    known: queries.flatMap(({ data }, i) => {
      const each = dimensions[i];
      return data && each ? [{ ...data, dimension: each }] : [];
    }),
    failed: queries.flatMap(({ isError, error, refetch }, i) => {
      const each = dimensions[i];
      return isError && each ? [{ dimension: each, error, retry: () => void refetch() }] : [];
    }),
  };
}
