import { FINDING_KINDS } from '@pharos/core/paths/findings';
import { rangeSearch } from '@pharos/core/time-range';
import { useMemo } from 'react';
import { z } from 'zod';
import type { RunsAt, RunsOf } from '../../../api/paths.ts';
import { useUrlState } from '../../../url-state.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { BASE_TIMES, type BaseTime, baseTimes } from './base-times.ts';
import { FLOW_COLORS, type Stop } from './shown-flow.ts';

const VIEWS = ['paths', 'compare', 'decisions'] as const;
export type View = (typeof VIEWS)[number];
export const views: readonly View[] = VIEWS;

const text = z.string().max(1024).optional().catch(undefined);
/** Everything that the page of paths shows, in its address. */
const pathsSearch = z.object({
  ...rangeSearch.shape,
  view: z.enum(VIEWS).default('paths').catch('paths'),
  filter: z.string().max(4096).default('').catch(''),
  /** A version, `all` unless said; one of runs that tell none is ''. */
  version: text,
  base: text,
  /** When it was what is compared with; unless said, of another version the same time, of the same one the time before. */
  times: z.enum(BASE_TIMES).optional().catch(undefined),
  ...{ baseFrom: text, baseTo: text },
  color: z.enum(FLOW_COLORS).default('errors').catch('errors'),
  rare: z.enum(['1']).optional().catch(undefined),
  ...{ variant: text, step: text, after: text },
  finding: z.enum(FINDING_KINDS).optional().catch(undefined),
  /** The run that is replayed: the ids of its trace and its span. */
  run: text,
  span: text,
  at: z.coerce.number().int().min(0).optional().catch(undefined),
});
export type PathsState = z.output<typeof pathsSearch>;
type PathsPatch = Partial<z.input<typeof pathsSearch>>;

const NOTHING = { variant: undefined, step: undefined, after: undefined, finding: undefined };
const NO_RUN = { run: undefined, span: undefined, at: undefined };

export function usePathsState() {
  const [state, set] = useUrlState(pathsSearch);
  const range = useStillRange();
  const { filter, version = '' } = state;
  const runs: RunsOf = useMemo(() => ({ ...range, filter, version }), [range, filter, version]);
  const { variant, step, after, finding } = state;
  const at: RunsAt = useMemo(() => ({ variant, step, after, finding }), [variant, step, after, finding]);
  const { base: baseVersion = '', times, baseFrom, baseTo } = state;
  const base = useMemo(() => {
    const fits = times !== 'same' || baseVersion !== '' ? times : undefined;
    const time: BaseTime = fits ?? (baseVersion === '' ? 'previous' : 'same');
    return { version: baseVersion, time, range: baseTimes(time, range, { from: baseFrom, to: baseTo }) };
  }, [baseVersion, times, baseFrom, baseTo, range]);
  return {
    ...{ state, set, runs, at },
    /** What is compared with. */
    base,
    isChosen: Object.values(at).some((value) => value !== undefined),
    /** Of the graph, when it is that which was chosen. */
    selected:
      finding !== undefined || step === undefined
        ? undefined
        : ({ step, ...(after !== undefined && { after }) } as Stop),
    /** Of other runs than those that are looked at, `among` names these. */
    choose: (chosen: RunsAt, among: PathsPatch = {}) =>
      set({ ...NOTHING, ...NO_RUN, ...chosen, ...among } as PathsPatch),
    replay: (traceId: string | undefined, spanId: string | undefined) =>
      set({ ...NO_RUN, run: traceId, span: spanId }),
    goTo: (step: number) => set({ at: step }, { replace: true }),
  };
}
