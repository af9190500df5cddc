import { backtestQuestion } from '@pharos/core/alerts/backtest';
import type { Episode } from '@pharos/core/alerts/replay';
import type { RuleInput } from '@pharos/core/alerts/rule';
import type { MetricWatch } from '@pharos/core/alerts/watch';
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
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useSettled } from '../../../use-settled.ts';
import { useWords } from '../../../widgets/words.ts';
import { ruleFormTexts } from './form-texts.ts';
import { pastOf, since, slideOf } from './past.ts';

const HEIGHT = 240;
const WAIT_MS = 400;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** More are told by their number. */
const TOLD = 8;

export const DAYS = ['7', '30'] as const;
export type Days = (typeof DAYS)[number];
type MetricRule = RuleInput & { watch: MetricWatch };

interface PastProps {
  project: string;
  /** Undefined while something is wrong with it. */
  rule: RuleInput | undefined;
  /** The limit is moved, in the unit of the metric. */
  onLimit: (limit: number) => void;
}

/** When a rule would have fired, told anew while it is changed. */
export function Past({ project, rule, onLimit }: PastProps) {
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
      <Panel title={t('past')}>
        <p className="py-2 text-sm text-muted">{t(rule ? 'pastNone' : 'pastLater')}</p>
      </Panel>
    );
  return <MetricPast {...{ project, onLimit, actions }} rule={rule as MetricRule} days={Number(days)} />;
}

interface MetricPastProps {
  project: string;
  rule: MetricRule;
  days: number;
  actions: React.ReactNode;
  onLimit: (limit: number) => void;
}

function MetricPast({ project, rule, days, actions, onLimit }: MetricPastProps) {
  const t = useTexts(ruleFormTexts);
  const [nowMs] = useState(() => Math.floor(Date.now() / MINUTE) * MINUTE);
  const fromMs = nowMs - days * DAY;
  // Where the limit lies is no matter for what is asked.
  const asked = useSettled(JSON.stringify(backtestQuestion(rule.watch, { fromMs, toMs: nowMs })), WAIT_MS);
  const question = useMemo(() => JSON.parse(asked), [asked]);
  const query = useQuestion(project, question);
  return (
    <QueryPanel title={t('past')} query={query} height={HEIGHT} actions={actions}>
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
  const [hover] = useState(createHover);
  const { metric, by, condition } = rule.watch;
  // Figures of a metric that was just left are of no use to the one that was chosen.
  const isOf = answer.series.every(({ totals }) => Object.hasOwn(totals, metric));
  const judged = useDeferredValue(rule);
  const episodes = useMemo(
    () => (isOf ? pastOf(judged, answer, fromMs) : []),
    [isOf, judged, answer, fromMs],
  );
  const shown = useMemo(() => since(answer, fromMs), [answer, fromMs]);
  const limit = condition.kind === 'threshold' ? condition.limit : undefined;
  const context = useMemo(() => {
    const marks = episodes.map((each, i): Mark => {
      const title = (JSON.parse(each.key) as string[]).join(' · ') || metricName(metric);
      const times = { atMs: each.firedAtMs, untilMs: each.endedAtMs ?? nowMs };
      return { id: String(i), kind: 'incident', title, ...times };
    });
    return { hover, marks };
  }, [hover, episodes, metric, metricName, nowMs]);
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

function Episodes({
  rule,
  episodes,
  nowMs,
}: {
  rule: MetricRule;
  episodes: readonly Episode[];
  nowMs: number;
}) {
  const t = useTexts(ruleFormTexts);
  const format = useFormat();
  const lengths = episodes.map(({ firedAtMs, endedAtMs }) => (endedAtMs ?? nowMs) - firedAtMs);
  if (episodes.length === 0) return <p className="text-sm text-muted">{t('never')}</p>;
  const told = {
    count: episodes.length,
    total: format.duration(lengths.reduce((sum, length) => sum + length, 0)),
    longest: format.duration(Math.max(...lengths)),
  };
  const unit = unitOfMetric(rule.watch.metric);
  return (
    <>
      <p aria-live="polite" className="text-sm">
        {t('fired', told)}
      </p>
      <ul aria-label={t('episodes')} className="divide-y border-y text-sm">
        {episodes
          .slice(-TOLD)
          .reverse()
          .map(({ key, firedAtMs, endedAtMs, worst }) => (
            <li key={`${key} ${firedAtMs}`} className="flex flex-wrap gap-x-3 py-1.5">
              <span className="min-w-0 flex-1 truncate">
                {(JSON.parse(key) as string[]).join(' · ') || t('all')}
              </span>
              <span className="figures text-muted">
                {endedAtMs === null
                  ? t('still', { from: format.dateTime(firedAtMs) })
                  : t('episode', {
                      from: format.dateTime(firedAtMs),
                      length: format.duration(endedAtMs - firedAtMs),
                    })}
              </span>
              {worst !== null && (
                <span className="figures">{t('worst', { value: format.unit(worst, unit) })}</span>
              )}
            </li>
          ))}
      </ul>
    </>
  );
}
