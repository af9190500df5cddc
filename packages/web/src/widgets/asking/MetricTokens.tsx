import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { sentMetricsQuery } from '../../api/metrics.ts';
import { Picker } from '../../components/Picker.tsx';
import type { PickerGroup } from '../../components/picker-list.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useMetricName } from '../../i18n/metric-names.ts';
import { useProject } from '../../use-project.ts';
import { type Asked, MOST_METRICS, whyNotMetric } from './fit.ts';
import { metricsByGroup } from './metric-groups.ts';
import { offeredOf } from './sent.ts';
import { AddToken, Token, TokenName } from './Token.tsx';
import { askingTexts } from './texts.ts';

interface MetricTokensProps {
  asked: Asked;
  onChange: (metrics: readonly string[]) => void;
  /** As many as may be asked for. */
  most?: number;
}

/** The metrics that are asked for. */
export function MetricTokens({ asked, onChange, most = MOST_METRICS }: MetricTokensProps) {
  const t = useTexts(askingTexts);
  const name = useMetricName();
  const groupsFor = useMetricGroups();
  const { metrics } = asked;
  const list = { placeholder: t('findMetric'), nothing: t('nothingFound') };
  return (
    <>
      {metrics.map((metric) => {
        const others = metrics.filter((each) => each !== metric);
        const label = t('changeMetric', { name: name(metric) });
        return (
          <Token
            key={metric}
            removeLabel={t('remove', { name: name(metric) })}
            onRemove={() => onChange(others)}
          >
            <Picker
              {...list}
              label={label}
              // What splits them gives way when all metrics change.
              groups={groupsFor(
                { metrics: others, dimensions: others.length > 0 ? asked.dimensions : [] },
                metric,
              )}
              onPick={(picked) => onChange(metrics.map((each) => (each === metric ? picked : each)))}
              trigger={<TokenName title={label}>{name(metric)}</TokenName>}
            />
          </Token>
        );
      })}
      {metrics.length < most && (
        <Picker
          {...list}
          label={t('addMetric')}
          groups={groupsFor(asked)}
          onPick={(picked) => onChange(toggled(metrics, picked))}
          trigger={
            metrics.length === 0 ? (
              <AddToken className="border-accent text-accent">
                <Plus className="size-4" aria-hidden />
                {t('addFirstMetric')}
              </AddToken>
            ) : (
              <AddToken aria-label={t('addMetric')} title={t('addMetric')} className="px-2">
                <Plus className="size-4" aria-hidden />
              </AddToken>
            )
          }
        />
      )}
    </>
  );
}

const toggled = (names: readonly string[], name: string): string[] =>
  names.includes(name) ? names.filter((each) => each !== name) : [...names, name];

/** Every metric, those that applications send last, each with the reason why it cannot join the others. */
function useMetricGroups(): (others: Asked, picked?: string) => PickerGroup[] {
  const t = useTexts(askingTexts);
  const name = useMetricName();
  const { data: sent } = useQuery(sentMetricsQuery(useProject()));
  return (others, picked) => {
    const item = (metric: string) => {
      const chosen = metric === picked || others.metrics.includes(metric);
      const misfit = chosen ? undefined : whyNotMetric(metric, others);
      return { value: metric, label: name(metric), picked: chosen, refusal: misfit && t(misfit) };
    };
    const ofSteps = metricsByGroup().map(([group, metrics]) => ({
      title: t(group),
      items: metrics.map((metric) => item(metric.name)),
    }));
    const offered = offeredOf(sent?.data ?? []);
    if (offered.length === 0) return ofSteps;
    return [...ofSteps, { title: t('applications'), items: offered.map(item) }];
  };
}
