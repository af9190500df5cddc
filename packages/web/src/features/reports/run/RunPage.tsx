import type { ReportRunDetail } from '@pharos/core/api/reports';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { isFailure } from '../../../api/failure.ts';
import { reportRunQuery } from '../../../api/reports.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Gone } from '../../../components/Gone.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { Page } from '../../../shell/Page.tsx';
import { useProject } from '../../../use-project.ts';
import { Progress, StateBadge } from '../RunState.tsx';
import { reportTexts } from '../texts.ts';
import { Paper } from './Paper.tsx';
import { RunActions } from './RunActions.tsx';
import { runTexts } from './texts.ts';

/** A report as it was made, or how far it is. */
export function RunPage() {
  const t = useTexts(runTexts);
  const r = useTexts(reportTexts);
  const project = useProject();
  const { runId = '' } = useParams({ strict: false });
  const query = useQuery(reportRunQuery(project, runId));
  const run = query.data;
  const crumb = (
    <Link
      key="reports"
      to="/p/$project/reports"
      params={{ project }}
      search={{ view: 'archive' }}
      className="hover:text-ink hover:underline"
    >
      {r('title')}
    </Link>
  );
  return (
    <Page
      title={run?.name ?? t('report')}
      crumbs={[crumb]}
      actions={run && <RunActions project={project} run={run} />}
    >
      {run ? (
        <Content project={project} run={run} />
      ) : isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/reports', params: { project } }}
          backLabel={t('back')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={12} />
      )}
    </Page>
  );
}

function Content({ project, run }: { project: string; run: ReportRunDetail }) {
  const t = useTexts(runTexts);
  if (run.made) return <Paper made={run.made} note={<Note project={project} run={run} />} />;
  if (run.state === 'failed')
    return <EmptyState title={`▲ ${t('failedTitle')}`}>{run.error ?? t('unknownReason')}</EmptyState>;
  const { step, steps } = run;
  return (
    <div role="status" className="mx-auto flex max-w-md flex-col items-start gap-3 py-14">
      <StateBadge run={run} />
      <Progress run={run} />
      <p className="text-sm text-muted">
        {run.state === 'queued' ? t('queued') : t('running', { step, steps })}
      </p>
    </div>
  );
}

/** Who had it made, to how many it was sent, and where it is said how it is made. */
function Note({ project, run: { reportId, askedBy, sent } }: { project: string; run: ReportRunDetail }) {
  const t = useTexts(runTexts);
  const r = useTexts(reportTexts);
  return (
    <>
      {' · '}
      {askedBy === null ? r('bySchedule') : r('byWhom', { who: askedBy })}
      {sent > 0 && ` · ${t('sent', { count: sent })}`}
      {reportId !== null && (
        <span className="no-print">
          {' · '}
          <Link
            to="/p/$project/reports/$reportId"
            params={{ project, reportId }}
            className="text-accent underline"
          >
            {t('itsReport')}
          </Link>
        </span>
      )}
    </>
  );
}
