import type { Departure } from '@pharos/core/api/baselines';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { baselineWeekQuery } from '../../../api/baselines.ts';
import { useRole } from '../../../api/me.ts';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { Select } from '../../../components/Select.tsx';
import { SidePanel } from '../../../components/SidePanel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useZone } from '../../../format/zone.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { Direction } from './Direction.tsx';
import type { OfDimension, WatchedGroup } from './merged.ts';
import { baselineTexts } from './texts.ts';
import { tracesOf, watchedBy } from './traces-of.ts';
import type { Chosen } from './use-baselines.ts';
import { KIND_OF, nameOf, unitOf, useWatchedName } from './use-words.ts';
import { WeekChart } from './WeekChart.tsx';
import { When } from './When.tsx';

interface WeekPanelProps {
  chosen: Chosen;
  /** What else of it is watched; undefined where nothing of it is known. */
  group: WatchedGroup | undefined;
  /** How it left its band, if it did. */
  departure: OfDimension<Departure> | undefined;
  onChoose: (chosen: Chosen | undefined) => void;
}

const HEIGHT = 260;

/** The usual week of one metric of a group with this week over it, and the way to its traces. */
export function WeekPanel({ chosen, group, departure, onChoose }: WeekPanelProps) {
  const t = useTexts(baselineTexts);
  const project = useProject();
  const timeZone = useZone();
  const { dimension, value, metric, score } = chosen;
  const query = useQuery(
    baselineWeekQuery(project, { dimension, value, metric, timeZone, ...(score !== null && { score }) }),
  );
  const name = nameOf(dimension, value);
  return (
    <SidePanel
      label={t('week', { name })}
      title={
        <span className="flex min-w-0 items-center gap-2" title={value}>
          <KindIcon kind={KIND_OF[dimension]} />
          <span className="truncate">{name}</span>
        </span>
      }
      onClose={() => onChoose(undefined)}
    >
      <div className="flex flex-col gap-4 px-4 pt-4 pb-8">
        <MetricSelect chosen={chosen} group={group} onChoose={onChoose} />
        {departure && <Left departure={departure} />}
        <QueryPanel title={t('thisWeek')} query={query} height={HEIGHT}>
          {(week) => (
            <>
              <WeekChart week={week} metric={metric} label={t('week', { name })} height={HEIGHT} />
              <p className="pt-1 text-xs text-muted">{t(NOTES[week.season])}</p>
            </>
          )}
        </QueryPanel>
        <div className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
          <TracesLink chosen={chosen} departure={departure} />
          <RuleLink chosen={chosen} />
        </div>
      </div>
    </SidePanel>
  );
}

const NOTES = { hourOfWeek: 'weekNote', hourOfDay: 'weekByDay', none: 'weekUnknown' } as const;

function MetricSelect({ chosen, group, onChoose }: Pick<WeekPanelProps, 'chosen' | 'group' | 'onChoose'>) {
  const t = useTexts(baselineTexts);
  const watchedName = useWatchedName();
  const all = [...(group?.series.values() ?? [])].flat();
  const keyOf = (each: Pick<Chosen, 'metric' | 'score'>) => JSON.stringify([each.metric, each.score]);
  if (all.length === 0) return null;
  return (
    <Select
      label={t('metric')}
      className="self-start"
      value={keyOf(chosen)}
      options={all.map((each) => ({ value: keyOf(each), label: watchedName(each) }))}
      onChange={(key) => {
        const next = all.find((each) => keyOf(each) === key);
        if (next) onChoose({ ...chosen, metric: next.metric, score: next.score });
      }}
    />
  );
}

/** How it left its band, in a sentence of figures. */
function Left({ departure }: { departure: OfDimension<Departure> }) {
  const t = useTexts(baselineTexts);
  const format = useFormat();
  const { metric, aspect, expected, actual, deviations, share } = departure;
  const what = aspect === 'cost' ? t('shareMoney') : aspect === 'tokens' ? t('shareTokens') : t('shareCalls');
  return (
    <div className="flex flex-col gap-1 text-sm">
      <div className="flex flex-wrap items-center gap-x-3">
        <Direction {...departure} />
        <span className="figures">
          <span className="text-muted">{format.unit(expected, unitOf(metric))} →</span>{' '}
          <span className="font-medium">{format.unit(actual, unitOf(metric))}</span>
        </span>
        <When {...departure} />
      </div>
      <p className="text-xs text-muted">
        {t('deviations', { count: format.count(Math.round(Math.abs(deviations))) })} ·{' '}
        {t('share', { share: format.percent(share), what })}
      </p>
    </div>
  );
}

const DAY_MS = 86_400_000;

/** The traces of the time in which it left its band, of the last day where it did not. */
function TracesLink({ chosen, departure }: Pick<WeekPanelProps, 'chosen' | 'departure'>) {
  const t = useTexts(baselineTexts);
  const project = useProject();
  const filter = tracesOf(chosen.dimension, chosen.value, departure?.aspect);
  const time = departure ? { from: departure.from, to: departure.to } : { from: `${DAY_MS / 3_600_000}h` };
  return (
    <Link
      to="/p/$project/traces"
      params={{ project }}
      search={{ ...time, filter } as never}
      className="text-accent hover:underline"
    >
      {t(departure ? 'traces' : 'tracesOfDay')}
    </Link>
  );
}

/** To a rule that tells the next time that this leaves its band. */
function RuleLink({ chosen: { dimension, value, metric, score } }: Pick<WeekPanelProps, 'chosen'>) {
  const t = useTexts(baselineTexts);
  const project = useProject();
  const metricName = useMetricName();
  if (!atLeast(useRole(project), 'member')) return null;
  const name = `${nameOf(dimension, value)}: ${score ?? metricName(metric)}`.slice(0, 120);
  return (
    <Link
      to="/p/$project/alerts/rules/new"
      params={{ project }}
      search={{ name, metric, filter: watchedBy(dimension, value, metric, score) } as never}
      className="text-accent hover:underline"
    >
      {t('makeRule')}
    </Link>
  );
}
