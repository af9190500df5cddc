import type { ApiTrace } from '@pharos/core/api/spans';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { isFailure } from '../../api/failure.ts';
import { useLiveTraces } from '../../api/live.ts';
import { spanQuery, traceQuery } from '../../api/telemetry.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Gone } from '../../components/Gone.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { TraceStatus } from '../../components/trace-strip/TraceStatus.tsx';
import { TraceStrip } from '../../components/trace-strip/TraceStrip.tsx';
import { titleOf } from '../../components/trace-strip/title.ts';
import { AmountsAt } from '../../format/shown-rate.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useProject } from '../../use-project.ts';
import { ComparePopover } from './ComparePopover.tsx';
import { CopyMenu } from './CopyMenu.tsx';
import { SpanDetails } from './SpanDetails.tsx';
import { TraceViews } from './TraceViews.tsx';
import { traceTexts } from './texts.ts';
import { useTracePage } from './use-trace-page.ts';

/** One trace: its figures, its steps in time, and the chosen step beside them. */
export function TracePage() {
  const t = useTexts(traceTexts);
  const project = useProject();
  const { traceId = '' } = useParams({ strict: false });
  const options = traceQuery(project, traceId);
  const query = useQuery(options);
  const client = useQueryClient();
  // Spans of a running trace still arrive.
  useLiveTraces(project, (ids) => {
    if (ids.includes(traceId)) void client.invalidateQueries({ queryKey: ['trace', project, traceId] });
  });
  const crumbs = [
    <Link
      key="traces"
      to="/p/$project/traces"
      params={{ project }}
      className="hover:text-ink hover:underline"
    >
      {t('traces')}
    </Link>,
  ];
  if (query.data)
    return (
      <AmountsAt at={query.data.trace.startTime}>
        <LoadedTrace data={query.data} crumbs={crumbs} />
      </AmountsAt>
    );
  return (
    <Page title={t('title')} crumbs={crumbs}>
      {isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/traces', params: { project } }}
          backLabel={t('backToTraces')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={14} />
      )}
    </Page>
  );
}

function LoadedTrace({ data, crumbs }: { data: ApiTrace; crumbs: React.ReactNode[] }) {
  const t = useTexts(traceTexts);
  const project = useProject();
  const client = useQueryClient();
  const { trace, scores } = data;
  const page = useTracePage(data);
  const { selected } = page.view;
  const title = titleOf(trace);
  const heading = (
    <span className="flex min-w-0 items-center gap-2.5">
      <span className="truncate" dir="auto">
        {title}
      </span>
      <span className="shrink-0 max-sm:hidden">
        <TraceStatus trace={trace} />
      </span>
    </span>
  );
  return (
    <Page
      fill
      title={title}
      heading={heading}
      crumbs={crumbs}
      actions={
        <>
          <ComparePopover trace={trace} />
          <CopyMenu traceId={trace.traceId} span={selected?.span} />
        </>
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <TraceStrip trace={trace} scores={scores} />
        {data.truncated && (
          <p className="border-b bg-warn-soft px-5 py-1.5 text-warn">
            {t('truncated', { count: data.spans.length })}
          </p>
        )}
        <div className="flex min-h-0 flex-1">
          <TraceViews
            traceId={trace.traceId}
            scores={scores}
            page={page}
            onHover={(spanId) => void client.prefetchQuery(spanQuery(project, trace.traceId, spanId))}
          />
          {selected && (
            <div
              className={
                page.sheetOpen
                  ? 'min-h-0 w-[45%] shrink-0 border-s max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:h-[72dvh] max-lg:w-auto max-lg:animate-slide-in max-lg:rounded-t-xl max-lg:border-t max-lg:bg-surface max-lg:shadow-float'
                  : 'min-h-0 w-[45%] shrink-0 border-s max-lg:hidden'
              }
            >
              <SpanDetails
                key={selected.span.spanId}
                span={selected.span}
                scores={scores}
                isRoot={selected.parent === undefined}
                tab={page.tab}
                onTab={page.setTab}
                onClose={page.closeSheet}
              />
            </div>
          )}
        </div>
      </div>
    </Page>
  );
}
