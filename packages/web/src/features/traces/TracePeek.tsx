import { conversationOf } from '@pharos/core/conversation';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { fullTraceQuery, traceQuery } from '../../api/telemetry.ts';
import { Conversation } from '../../components/conversation/Conversation.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { TraceStatus } from '../../components/trace-strip/TraceStatus.tsx';
import { TraceStrip } from '../../components/trace-strip/TraceStrip.tsx';
import { titleOf } from '../../components/trace-strip/title.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { tracesTexts } from './texts.ts';

/** A longer trace is not read in a preview. */
const MOST_SPANS = 400;

/** A trace beside its list: its figures and what was said. */
export function TracePeek({ traceId, onClose }: { traceId: string; onClose: () => void }) {
  const t = useTexts(tracesTexts);
  const project = useProject();
  const navigate = useNavigate();
  const query = useQuery(traceQuery(project, traceId));
  const trace = query.data?.trace;
  const open = (span?: string) =>
    void navigate({
      to: '/p/$project/traces/$traceId',
      params: { project, traceId },
      search: span ? { span } : {},
    });
  return (
    <SidePanel
      label={t('preview')}
      title={
        <span className="flex items-center gap-2.5">
          <span className="min-w-0 truncate" dir="auto">
            {trace ? titleOf(trace) : traceId}
          </span>
          {trace && (
            <span className="flex shrink-0 max-sm:hidden">
              <TraceStatus trace={trace} />
            </span>
          )}
        </span>
      }
      onClose={onClose}
      onExpand={() => open()}
      expandLabel={t('open')}
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : trace ? (
        <>
          <TraceStrip trace={trace} scores={query.data?.scores ?? []} />
          <div className="px-4 pb-8">
            {trace.spanCount > MOST_SPANS ? (
              <p className="py-6 text-muted">{t('longTrace', { count: trace.spanCount })}</p>
            ) : (
              <PeekConversation traceId={traceId} onOpenStep={open} />
            )}
          </div>
        </>
      ) : (
        <div className="p-4">
          <SkeletonRows rows={8} />
        </div>
      )}
    </SidePanel>
  );
}

function PeekConversation({
  traceId,
  onOpenStep,
}: {
  traceId: string;
  onOpenStep: (spanId: string) => void;
}) {
  const query = useQuery(fullTraceQuery(useProject(), traceId));
  const turns = useMemo(() => conversationOf(query.data?.spans ?? []), [query.data]);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={6} />;
  return <Conversation turns={turns} onOpenStep={(_, spanId) => onOpenStep(spanId)} />;
}
