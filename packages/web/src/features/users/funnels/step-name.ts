import type { FunnelStep } from '@pharos/core/api/funnels';

/** What a step is called: the name of its event, with its filter where it has one, or the filter of its spans. */
export const stepName = (step: FunnelStep): string => {
  if ('spans' in step) return step.spans;
  return step.where ? `${step.event} · ${step.where}` : step.event;
};
