import type { Aspect, Dimension } from '@pharos/core/baselines/watched';
import { metricNamed, type Unit } from '@pharos/core/metrics';
import type { SpanKind } from '@pharos/core/span';
import { shortName } from '../../../components/span-name.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { baselineTexts } from './texts.ts';

/** What each does is drawn as such steps are everywhere. */
export const KIND_OF: Readonly<Record<Dimension, SpanKind>> = {
  agent: 'agent',
  model: 'llm',
  tool: 'tool',
  route: 'chain',
};

export const PLURALS = { agent: 'agents', model: 'models', tool: 'tools', route: 'routes' } as const;

export const unitOf = (metric: string): Unit => metricNamed(metric)?.unit ?? 'number';

export const nameOf = (dimension: Dimension, value: string): string =>
  dimension === 'route' ? shortName(value) : value;

/** What is watched, as it is called: scores by their name. */
export function useWatchedName(): (watched: { aspect: Aspect; score: string | null }) => string {
  const t = useTexts(baselineTexts);
  return ({ aspect, score }) => (score === null ? t(aspect) : t('score', { name: score }));
}
