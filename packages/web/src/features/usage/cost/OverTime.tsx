import type { Anomalies } from '@pharos/core/api/usage';
import type { Series } from '@pharos/core/question';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useQuestion } from '../../../api/question.ts';
import { anomaliesQuery } from '../../../api/usage.ts';
import { isJudged } from '../../../calendar-buckets.ts';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { Segmented } from '../../../components/Segmented.tsx';
import { Select } from '../../../components/Select.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useProject } from '../../../use-project.ts';
import type { Overlay } from '../../../widgets/drawing.ts';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { spendingOverTime } from './charts.ts';
import { figuresOf } from './Figures.tsx';
import { Odd } from './Odd.tsx';
import { costTexts } from './texts.ts';
import { MEASURES, SPLITS, type Usage } from './use-usage.ts';

/** Spending over time by whatever it may depend on, with the period before and what was unusual. */
export function OverTime({ usage, period }: { usage: Usage; period: string }) {
  const { measure, by, filter, asked, set } = usage;
  const t = useTexts(costTexts);
  const fieldName = useFieldName();
  const metricName = useMetricName();
  const widget = useMemo(
    () => spendingOverTime(measure, by, { filter, bucketSeconds: asked.bucketSeconds }),
    [measure, by, filter, asked.bucketSeconds],
  );
  const { overlay, anomalies } = useOverlay(usage, period);
  return (
    <div className="flex flex-col">
      <WidgetPanel
        widget={widget}
        height={260}
        overlay={overlay}
        actions={
          <span className="flex flex-wrap items-center justify-end gap-2">
            <Segmented
              label={t('measure')}
              value={measure}
              options={MEASURES.map((value) => ({ value, label: metricName(value) }))}
              onChange={(next) => set({ measure: next })}
            />
            <Select
              label={t('splitBy')}
              value={by}
              options={SPLITS.map((value) => ({ value, label: t('by', { name: fieldName(value) }) }))}
              onChange={(next) => set({ by: next })}
            />
          </span>
        }
      />
      {anomalies && anomalies.anomalies.length > 0 && (
        <Odd anomalies={anomalies.anomalies} measure={measure} />
      )}
    </div>
  );
}

/** What is drawn over the bars: the period before, and where they were not as usual. */
function useOverlay(usage: Usage, period: string): { overlay: Overlay; anomalies: Anomalies | undefined } {
  const { measure, asked } = usage;
  const project = useProject();
  const total = useQuestion(project, figuresOf(asked));
  const judged = isJudged(asked.bucketSeconds);
  const { from, to, filters = [], search = '', bucketSeconds, bucketOffsetSeconds = 0 } = asked;
  const { data } = useQuery({
    ...anomaliesQuery(project, {
      ...{ metric: measure, filters, search, from, to, bucketSeconds, bucketOffsetSeconds },
    }),
    enabled: judged,
  });
  const anomalies = judged ? data : undefined;
  const say = useSay(measure);
  const series = total.data?.series[0];
  const overlay = useMemo(
    () => ({ comparison: before(series, measure), comparisonLabel: period, ...unusual(anomalies, say) }),
    [series, measure, period, anomalies, say],
  );
  return { overlay, anomalies };
}

const before = (series: Series | undefined, measure: string) => {
  const points = series?.previousPoints?.[measure];
  return points?.some((value) => value) ? points : undefined;
};

type Say = (anomaly: Anomalies['anomalies'][number]) => string;

/** How a stretch that was not as usual is told. */
function useSay(measure: Usage['measure']): Say {
  const t = useTexts(costTexts);
  const format = useFormat();
  return useMemo(() => {
    const unit = measure === 'cost' ? 'usd' : 'tokens';
    return ({ direction, expected, actual }) =>
      t(direction, { actual: format.unit(actual, unit), expected: format.unit(expected, unit) });
  }, [measure, t, format]);
}

/** Marks on the buckets that were odd, with what was expected of them. */
function unusual(anomalies: Anomalies | undefined, say: Say): Pick<Overlay, 'band' | 'flags'> {
  if (!anomalies || anomalies.anomalies.length === 0) return {};
  const starts = anomalies.buckets.map((start) => Date.parse(start));
  const at = (ms: number) => starts.indexOf(ms);
  const odd = anomalies.anomalies.flatMap((anomaly) =>
    starts.flatMap((start, index) =>
      start >= Date.parse(anomaly.from) && start < Date.parse(anomaly.to) ? [index] : [],
    ),
  );
  const isOdd = new Set(odd);
  const of = (name: 'expected' | 'low' | 'high') =>
    anomalies.bands.map((band, index) => (band && isOdd.has(index) ? band[name] : null));
  return {
    band: { expected: of('expected'), low: of('low'), high: of('high') },
    flags: anomalies.anomalies
      .map((anomaly) => ({
        index: at(Date.parse(anomaly.peak.at)),
        direction: anomaly.direction,
        label: say(anomaly),
      }))
      .filter(({ index }) => index >= 0),
  };
}
