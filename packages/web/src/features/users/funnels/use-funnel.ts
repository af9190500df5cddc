import { FUNNEL_LIMITS, type FunnelStep, SUBJECTS, type Subject } from '@pharos/core/api/funnels';
import { useCallback, useMemo } from 'react';
import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';

const HOUR = 3_600;
export const WINDOWS = [300, HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR] as const;
const DEFAULT_WINDOW = 24 * HOUR;

/** `steps` has a line for each: `event:order placed`, with a filter after a tab where it has one, and `spans:tool:search`. */
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
  /** From 1, as steps are numbered on the page. */
  step: z.coerce.number().int().min(1).max(FUNNEL_LIMITS.steps).default(1).catch(1),
});

export interface FunnelState {
  steps: FunnelStep[];
  by: Subject;
  windowSeconds: number;
  breakdown: string;
  /** The place of the step whose users are listed; from 0. */
  place: number;
}

/** Steps as they stand in the address; what is no step is left out. */
export const stepsOf = (text: string): FunnelStep[] =>
  text
    .split('\n')
    .slice(0, FUNNEL_LIMITS.steps)
    .flatMap((line): FunnelStep[] => {
      if (line.startsWith('event:')) {
        const [event = '', where = ''] = line.slice('event:'.length).split('\t');
        return [where === '' ? { event } : { event, where }];
      }
      return line.startsWith('spans:') ? [{ spans: line.slice('spans:'.length) }] : [];
    });

export const textOf = (steps: readonly FunnelStep[]): string =>
  steps.map((step) => ('event' in step ? eventLine(step) : `spans:${step.spans}`)).join('\n');

const eventLine = ({ event, where = '' }: Extract<FunnelStep, { event: string }>): string =>
  where === '' ? `event:${event}` : `event:${event}\t${where}`;

/** What every product has that is traced: an agent is asked, and uses a tool. */
const FIRST_STEPS: FunnelStep[] = [{ spans: 'kind:agent' }, { spans: 'kind:tool' }];

/** The funnel of the page, as its address has it. */
export function useFunnel(): [FunnelState, (patch: Partial<FunnelState>) => void] {
  const [{ steps, who, within, apart, step }, set] = useUrlState(search);
  const funnel = useMemo(() => {
    const told = steps === '' ? FIRST_STEPS : stepsOf(steps);
    const place = Math.max(0, Math.min(step, told.length) - 1);
    return { steps: told, ...{ by: who, windowSeconds: within, breakdown: apart, place } };
  }, [steps, who, within, apart, step]);
  const change = useCallback(
    ({ steps: next, by, windowSeconds, breakdown, place }: Partial<FunnelState>) =>
      set({
        ...(next && { steps: textOf(next) }),
        ...(by && { who: by === 'user' ? undefined : by }),
        ...(windowSeconds && { within: windowSeconds === DEFAULT_WINDOW ? undefined : windowSeconds }),
        ...(breakdown !== undefined && { apart: breakdown || undefined }),
        ...(place !== undefined && { step: place === 0 ? undefined : place + 1 }),
      }),
    [set],
  );
  return [funnel, change];
}
