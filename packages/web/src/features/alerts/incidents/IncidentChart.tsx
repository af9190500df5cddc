import type { MetricWatch, Watch } from '@pharos/core/alerts/watch';
import type { Incident, IncidentDetail } from '@pharos/core/api/incidents';
import { formatFilterText } from '@pharos/core/filter-text';
import { limitAround, questionAround } from '@pharos/core/incidents/around';
import { isSent, unitOfMetric } from '@pharos/core/metric-points/named';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { annotationsQuery } from '../../../api/annotations.ts';
import { useQuestion } from '../../../api/question.ts';
import { bucketsOf, seriesOf } from '../../../charts/answer.ts';
import { Charts, type Mark } from '../../../charts/kit/context.ts';
import { createHover } from '../../../charts/kit/hover.ts';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { Panel, QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useProject } from '../../../use-project.ts';
import { useNow } from '../../../use-time-range.ts';
import { markOf } from '../../../widgets/annotation-marks.ts';
import { chartSearch } from '../../../widgets/explore-link.ts';
import { useWords } from '../../../widgets/words.ts';
import { incidentPageTexts } from './page-texts.ts';
import { useUsualAround } from './use-usual-around.ts';

const HEIGHT = 220;
const MINUTE = 60_000;
const LINK = 'text-accent hover:underline';

/** What was watched, around the moment that it fired; where no metric was, where to look. */
export function IncidentChart({ incident }: { incident: IncidentDetail }) {
  const t = useTexts(incidentPageTexts);
  const project = useProject();
  const { watch, group } = incident;
  if (watch.kind === 'metric' && watch.by.length === group.length)
    return <MetricAround watch={watch} incident={incident} />;
  return (
    <Panel title={t('watched')}>
      <p className="py-2 text-sm text-muted">
        {watch.kind === 'metric' ? (
          // All groups beyond the largest, together, are named by none.
          t('restOfGroups')
        ) : (
          <PlaceLink project={project} watches={watch.kind} group={group} />
        )}
      </p>
    </Panel>
  );
}

/** The page of what is watched beside metrics. */
function PlaceLink({
  project,
  watches,
  group: [name = ''],
}: {
  project: string;
  watches: Exclude<Watch['kind'], 'metric'>;
  group: readonly string[];
}) {
  const t = useTexts(incidentPageTexts);
  switch (watches) {
    case 'errors':
      return (
        <Link
          to="/p/$project/errors"
          params={{ project }}
          search={{ filter: `errorGroup:${name}` }}
          className={LINK}
        >
          {t('toError')}
        </Link>
      );
    case 'agents':
      return (
        <Link to="/p/$project/agents/$name" params={{ project, name }} className={LINK}>
          {t('toAgent', { name })}
        </Link>
      );
    case 'quotas':
      return (
        <Link to="/p/$project/quotas" params={{ project }} search={{ q: name }} className={LINK}>
          {t('toQuota', { name })}
        </Link>
      );
  }
}

function MetricAround({ watch, incident }: { watch: MetricWatch; incident: Incident }) {
  const t = useTexts(incidentPageTexts);
  const format = useFormat();
  const words = useWords();
  const metricName = useMetricName();
  const project = useProject();
  const nowMs = useNow(MINUTE) + MINUTE;
  const { metric } = watch;
  const question = useMemo(() => questionAround(watch, incident, nowMs), [watch, incident, nowMs]);
  const query = useQuestion(project, question);
  const thresholds = useMemo(() => {
    const value = limitAround(watch, incident.limit);
    return value === null ? [] : [{ value, tone: 'bad' as const, label: t('limit') }];
  }, [incident.limit, watch, t]);
  const band = useUsualAround(project, watch, question, query.data);
  const usual = band && watch.condition.kind === 'anomaly' && t('usual', { reach: watch.condition.reach });
  const { from, to, filters, search, bucketSeconds } = question;
  const filter = formatFilterText({ filters, search });
  return (
    <QueryPanel
      title={metricName(metric)}
      note={[filter, t('per', { length: format.period(bucketSeconds * 1000) }), usual]
        .filter(Boolean)
        .join(' · ')}
      query={query}
      height={HEIGHT}
      actions={
        <span className="flex gap-3 text-xs whitespace-nowrap">
          {!isSent(metric) && (
            <Link to="/p/$project/traces" params={{ project }} search={{ from, to, filter }} className={LINK}>
              {t('traces')}
            </Link>
          )}
          <Link
            to="/p/$project/explore"
            params={{ project }}
            search={
              {
                ...chartSearch({ metrics: [metric], dimensions: [], filter, compare: false, bucketSeconds }),
                ...{ from, to },
              } as never
            }
            className={LINK}
          >
            {t('explore')}
          </Link>
        </span>
      }
    >
      {(answer) => (
        <Marked incident={incident} from={from} to={to} nowMs={nowMs}>
          <TimeSeries
            {...bucketsOf(answer, nowMs - MINUTE)}
            label={t('chart', { metric: metricName(metric) })}
            mode="line"
            unit={unitOfMetric(metric, answer.units)}
            height={HEIGHT}
            series={seriesOf(answer, { metrics: [metric], dimensions: [] }, words)}
            thresholds={thresholds}
            band={band}
          />
        </Marked>
      )}
    </QueryPanel>
  );
}

/** The incident itself and what else happened meanwhile, such as a deploy, on the chart inside. */
function Marked({
  incident: { id, openedAt, endedAt },
  from,
  to,
  nowMs,
  children,
}: {
  incident: Incident;
  from: string;
  to: string;
  nowMs: number;
  children: ReactNode;
}) {
  const t = useTexts(incidentPageTexts);
  const project = useProject();
  const [hover] = useState(createHover);
  const { data } = useQuery(annotationsQuery(project, { from, to }));
  const context = useMemo(() => {
    const own: Mark = {
      ...{ id, kind: 'incident', title: t('firedHere'), atMs: Date.parse(openedAt) },
      untilMs: endedAt === null ? nowMs : Date.parse(endedAt),
    };
    return { hover, marks: [own, ...(data ?? []).map(markOf)] };
  }, [hover, data, id, openedAt, endedAt, nowMs, t]);
  return <Charts value={context}>{children}</Charts>;
}
