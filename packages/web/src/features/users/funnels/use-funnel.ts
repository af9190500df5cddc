import { FUNNEL_LIMITS, type FunnelStep, SUBJECTS, type Subject } from '@pharos/core/api/funnels';
import { useMemo } from 'react';
import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';

const HOUR = 3_600;
export const WINDOWS = [300, HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR] as const;
const DEFAULT_WINDOW = 24 * HOUR;

/** `steps` has a line for each: `event:order placed`, `spans:tool:search`. */
const search = z.object({
  steps: z.string().max(9_000).default('').catch(''),
  who: z.enum(SUBJECTS).default('user').catch('user'),
  within: z.coerce
    .number()
    .int()
    .min(1)
    .max(FUNNEL_LIMITS.windowSeconds)
    .default(DEFAULT_WINDOW)
    .catch(DEFAULT_WINDOW),
  apart: z.string().max(256).default('').catch(''),
});

export interface FunnelState {
  steps: FunnelStep[];
  by: Subject;
  windowSeconds: number;
  breakdown: string;
}

/** Steps as they stand in the address; what is no step is left out. */
export const stepsOf = (text: string): FunnelStep[] =>
  text
    .split('\n')
    .slice(0, FUNNEL_LIMITS.steps)
    .flatMap((line): FunnelStep[] => {
      if (line.startsWith('event:')) return [{ event: line.slice('event:'.length) }];
      return line.startsWith('spans:') ? [{ spans: line.slice('spans:'.length) }] : [];
    });

export const textOf = (steps: readonly FunnelStep[]): string =>
  steps.map((step) => ('event' in step ? `event:${step.event}` : `spans:${step.spans}`)).join('\n');

/** What every product has that is traced: an agent is asked, and uses a tool. */
const FIRST_STEPS: FunnelStep[] = [{ spans: 'kind:agent' }, { spans: 'kind:tool' }];

/** The funnel of the page, as its address has it. */
export function useFunnel(): [FunnelState, (patch: Partial<FunnelState>) => void] {
  const [{ steps, who, within, apart }, set] = useUrlState(search);
  const funnel = useMemo(
    () => ({
      steps: steps === '' ? FIRST_STEPS : stepsOf(steps),
      ...{ by: who, windowSeconds: within, breakdown: apart },
    }),
    [steps, who, within, apart],
  );
  return [
    funnel,
    ({ steps: next, by, windowSeconds, breakdown }) =>
      set({
        ...(next && { steps: textOf(next) }),
        ...(by && { who: by === 'user' ? undefined : by }),
        ...(windowSeconds && { within: windowSeconds === DEFAULT_WINDOW ? undefined : windowSeconds }),
        ...(breakdown !== undefined && { apart: breakdown || undefined }),
      }),
  ];
}
