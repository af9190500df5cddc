import type { RuleInput } from '@pharos/core/alerts/rule';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { agentWords } from '../../../components/agents/texts.ts';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { writtenDuration } from '../typed-duration.ts';
import { ruleTexts } from './texts.ts';

/** What a rule watches, in a line. */
export function useRuleWords(): (rule: Pick<RuleInput, 'watch'>) => string {
  const t = useTexts(ruleTexts);
  const states = useTexts(agentWords);
  const format = useFormat();
  const metricName = useMetricName();
  const field = useFieldName();
  return ({ watch }) => {
    switch (watch.kind) {
      case 'errors':
        return t('ofErrors');
      case 'agents':
        return t('ofAgents', { states: watch.states.map((state) => states(state)).join(' / ') });
      case 'quotas':
        return t('ofQuotas', { percent: watch.percent });
      case 'metric': {
        const { metric, by, condition, windowSeconds } = watch;
        const told = t('ofMetric', {
          metric: metricName(metric),
          condition: conditionWords(condition, (value) => format.unit(value, unitOfMetric(metric))),
          window: writtenDuration(windowSeconds),
        });
        return by.length === 0 ? told : `${told} · ${t('by', { dimensions: by.map(field).join(' × ') })}`;
      }
    }
  };

  function conditionWords(
    condition: Extract<RuleInput['watch'], { kind: 'metric' }>['condition'],
    write: (value: number) => string,
  ): string {
    switch (condition.kind) {
      case 'threshold':
        return t('is_threshold', { op: condition.op, limit: write(condition.limit) });
      case 'change':
        return t('is_change', { percent: condition.percent, against: t(`against_${condition.against}`) });
      case 'burnRate':
        return t('is_burnRate', { objective: format.percent(condition.objective) });
      case 'anomaly':
      case 'noData':
        return t(`is_${condition.kind}`);
    }
  }
}
