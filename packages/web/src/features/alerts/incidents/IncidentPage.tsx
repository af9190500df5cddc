import type { IncidentDetail } from '@pharos/core/api/incidents';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isFailure } from '../../../api/failure.ts';
import { incidentQuery } from '../../../api/incidents.ts';
import { useRole } from '../../../api/me.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { FiguresSkeleton } from '../../../components/Figures.tsx';
import { Gone } from '../../../components/Gone.tsx';
import { SeverityBadge } from '../../../components/incidents/SeverityBadge.tsx';
import { incidentWords } from '../../../components/incidents/texts.ts';
import { Absent, When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { Page } from '../../../shell/Page.tsx';
import { useProject } from '../../../use-project.ts';
import { About, Told } from './About.tsx';
import { Actions } from './Actions.tsx';
import { IncidentChart } from './IncidentChart.tsx';
import { Lasted, StateBadge, ValueAgainstLimit } from './marks.tsx';
import { incidentPageTexts } from './page-texts.ts';
import { Timeline } from './Timeline.tsx';
import { incidentTexts } from './texts.ts';
import { WhatChanged } from './WhatChanged.tsx';

/** One incident: what fired, since when, what it looked like, who was told, what was done; kept up to date while it is open. */
export function IncidentPage() {
  const t = useTexts(incidentPageTexts);
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  const { incidentId = '' } = useParams({ strict: false });
  const query = useQuery(incidentQuery(project, incidentId));
  const incident = query.data;
  const crumb = (
    <Link
      key="incidents"
      to="/p/$project/alerts"
      params={{ project }}
      className="hover:text-ink hover:underline"
    >
      {t('incidents')}
    </Link>
  );
  return (
    <Page
      title={incident?.title ?? t('incident')}
      heading={
        incident && (
          <span className="flex items-center gap-2">
            <span className="truncate">{incident.title}</span>
            <SeverityBadge severity={incident.severity} />
            <StateBadge state={incident.state} />
          </span>
        )
      }
      crumbs={[crumb]}
      actions={incident && may && <Actions project={project} incident={incident} />}
    >
      {isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/alerts', params: { project } }}
          backLabel={t('back')}
        >
          {t('goneHint')}
        </Gone>
      ) : incident ? (
        <div className="flex flex-col gap-6">
          <IncidentFigures incident={incident} />
          <div className="grid grid-cols-1 gap-x-8 gap-y-6 xl:grid-cols-[1fr_20rem]">
            <div className="flex min-w-0 flex-col gap-6">
              <IncidentChart incident={incident} />
              <WhatChanged project={project} incidentId={incident.id} />
              <Timeline project={project} incident={incident} may={may} />
            </div>
            <div className="flex min-w-0 flex-col gap-4 max-xl:border-t max-xl:pt-3">
              <Told project={project} incident={incident} />
              <About incident={incident} />
              {!may && <p className="text-xs text-muted">{t('denied')}</p>}
            </div>
          </div>
        </div>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <FiguresSkeleton />
      )}
    </Page>
  );
}

function IncidentFigures({ incident }: { incident: IncidentDetail }) {
  const t = useTexts(incidentPageTexts);
  const i = useTexts(incidentTexts);
  const w = useTexts(incidentWords);
  const format = useFormat();
  const { openedAt, acknowledgedAt, acknowledgedBy, assignee, returns, mutedBy } = incident;
  const items: [string, ReactNode][] = [
    [i('value'), <ValueAgainstLimit key="value" incident={incident} />],
    [i('since'), <When key="since" at={openedAt} />],
    [i('duration'), <Lasted key="lasted" incident={incident} />],
    [
      t('acknowledged'),
      acknowledgedAt === null ? (
        <Absent key="acknowledged" />
      ) : (
        <span key="acknowledged" title={format.fullTime(Date.parse(acknowledgedAt))}>
          {acknowledgedBy}
        </span>
      ),
    ],
    [t('assignee'), assignee ?? <Absent key="assignee" />],
    ...(returns > 0 ? [[t('returns'), w('returned', { count: returns })] satisfies [string, ReactNode]] : []),
    ...(mutedBy === null ? [] : [[t('notices'), w('muted')] satisfies [string, ReactNode]]),
  ];
  return (
    <dl className="flex flex-wrap gap-x-7 gap-y-2">
      {items.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="max-w-60 truncate font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
