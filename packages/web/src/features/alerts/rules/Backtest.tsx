import { backtestQuestion } from '@pharos/core/alerts/backtest';
import type { RuleInput } from '@pharos/core/alerts/rule';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import type { Answer } from '@pharos/core/question';
import { useDeferredValue, useMemo, useState } from 'react';
import { useQuestion } from '../../../api/question.ts';
import { bucketsOf, seriesOf } from '../../../charts/answer.ts';
import { Charts, type Mark } from '../../../charts/kit/context.ts';
import { createHover } from '../../../charts/kit/hover.ts';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { Panel, QueryPanel } from '../../../components/Panel.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useSettled } from '../../../use-settled.ts';
import { useWords } from '../../../widgets/words.ts';
import { episodesOf, type MetricRule, since, slideOf } from './backtest.ts';
import { Episodes } from './Episodes.tsx';
import { ruleFormTexts } from './form-texts.ts';
import { useGroupName } from './use-group-name.ts';

const HEIGHT = 240;
const WAIT_MS = 400;
const MINUTE = 60_000;
const DAY = 86_400_000;
const DAYS = ['7', '30'] as const;
type Days = (typeof DAYS)[number];

interface BacktestProps {
  project: string;
  /** Undefined while something is wrong with it. */
  rule: RuleInput | undefined;
  /** The limit is moved, in the unit of the metric. */
  onLimit: (limit: number) => void;
}

/** When a rule would have fired, told anew while it is changed. */
export function Backtest({ project, rule, onLimit }: BacktestProps) {
  const t = useTexts(ruleFormTexts);
  const [days, setDays] = useState<Days>('7');
  const actions = (
    <Segmented
      label={t('range')}
      value={days}
      onChange={setDays}
      options={DAYS.map((value) => ({ value, label: t(`days_${value}`) }))}
    />
  );
  if (rule?.watch.kind !== 'metric')
    return (
      <Panel title={t('backtest')}>
        <p className="py-2 text-sm text-muted">{t(rule ? 'backtestNone' : 'backtestLater')}</p>
      </Panel>
    );
  return <MetricBacktest {...{ project, onLimit, actions }} rule={rule as MetricRule} days={Number(days)} />;
}

interface MetricBacktestProps {
  project: string;
  rule: MetricRule;
  days: number;
  actions: React.ReactNode;
  onLimit: (limit: number) => void;
}

function MetricBacktest({ project, rule, days, actions, onLimit }: MetricBacktestProps) {
  const t = useTexts(ruleFormTexts);
  const [nowMs] = useState(() => Math.floor(Date.now() / MINUTE) * MINUTE);
  const fromMs = nowMs - days * DAY;
  // Where the limit lies is no matter for what is asked.
  const asked = useSettled(JSON.stringify(backtestQuestion(rule.watch, { fromMs, toMs: nowMs })), WAIT_MS);
  const question = useMemo(() => JSON.parse(asked), [asked]);
  const query = useQuestion(project, question);
  return (
    <QueryPanel title={t('backtest')} query={query} height={HEIGHT} actions={actions}>
      {(answer) => <Told {...{ rule, answer, fromMs, nowMs, onLimit }} />}
    </QueryPanel>
  );
}

interface ToldProps {
  rule: MetricRule;
  answer: Answer;
  fromMs: number;
  nowMs: number;
  onLimit: (limit: number) => void;
}

function Told({ rule, answer, fromMs, nowMs, onLimit }: ToldProps) {
  const t = useTexts(ruleFormTexts);
  const words = useWords();
  const metricName = useMetricName();
  const nameOf = useGroupName(rule.watch);
  const [hover] = useState(createHover);
  const { metric, by, condition } = rule.watch;
  // Figures of a metric that was just left are of no use to the one that was chosen.
  const isOf = answer.series.every(({ totals }) => Object.hasOwn(totals, metric));
  const judged = useDeferredValue(rule);
  const episodes = useMemo(
    () => (isOf ? episodesOf(judged, answer, fromMs) : []),
    [isOf, judged, answer, fromMs],
  );
  const shown = useMemo(() => since(answer, fromMs), [answer, fromMs]);
  const limit = condition.kind === 'threshold' ? condition.limit : undefined;
  const context = useMemo(() => {
    const marks = episodes.map((each, i): Mark => {
      const title = nameOf(JSON.parse(each.key) as string[]);
      const times = { atMs: each.firedAtMs, untilMs: each.endedAtMs ?? nowMs };
      return { id: String(i), kind: 'incident', title, ...times };
    });
    return { hover, marks };
  }, [hover, episodes, nameOf, nowMs]);
  const slide = limit === undefined ? undefined : slideOf(shown, metric, limit);
  return (
    <div className="flex flex-col gap-3">
      <Charts value={context}>
        <TimeSeries
          {...bucketsOf(shown, nowMs)}
          label={t('chart', { metric: metricName(metric) })}
          mode="line"
          unit={unitOfMetric(metric, answer.units)}
          height={HEIGHT}
          series={isOf ? seriesOf(shown, { metrics: [metric], dimensions: by }, words) : []}
          {...(limit !== undefined && {
            thresholds: [{ value: limit, tone: 'bad' as const, label: t('limitLine') }],
          })}
        />
      </Charts>
      {slide && limit !== undefined && (
        <input
          type="range"
          aria-label={t('slide')}
          className="w-full accent-accent"
          {...slide}
          value={limit}
          onChange={(event) => onLimit(Number(event.target.value))}
        />
      )}
      <Episodes rule={rule} episodes={episodes} nowMs={nowMs} />
    </div>
  );
}
