import type { ApiScore } from '@pharos/core/api/scores';
import type { SpanSkeleton } from '@pharos/core/api/spans';
import { readContent } from '@pharos/core/read-content';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { spanQuery } from '../../api/telemetry.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/Button.tsx';
import { LongText } from '../../components/content/LongText.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { KindIcon } from '../../components/KindIcon.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Tab, Tabs } from '../../components/Tabs.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { AttributesView } from './AttributesView.tsx';
import { SpanFigures } from './SpanFigures.tsx';
import { Scores, SpanContent, SpanConversation, SpanEvents } from './SpanTabs.tsx';
import { traceTexts } from './texts.ts';
import type { DetailTab } from './trace-state.ts';

interface SpanDetailsProps {
  span: SpanSkeleton;
  /** Those of the trace; the ones meant for this step are picked, and at the root those for the whole trace. */
  scores: readonly ApiScore[];
  isRoot: boolean;
  tab: DetailTab | undefined;
  onTab: (tab: DetailTab) => void;
  onClose: () => void;
}

/** The chosen step: its figures at once, its text when it has been loaded. */
export function SpanDetails({ span, scores, isRoot, tab, onTab, onClose }: SpanDetailsProps) {
  const t = useTexts(traceTexts);
  const c = useTexts(common);
  return (
    <section aria-label={t('details')} className="flex h-full min-h-0 flex-col">
      <header className="flex items-center gap-2 px-4 pt-3 pb-1">
        <KindIcon kind={span.kind} />
        <h2 className="min-w-0 truncate text-base font-semibold" title={span.name}>
          {span.name}
        </h2>
        <span className="min-w-0 flex-1 truncate text-muted">
          {[span.model, span.provider].filter(Boolean).join(' · ') || c(span.kind)}
        </span>
        <StatusBadge status={span.status} />
        <IconButton label={c('close')} keys="Escape" onClick={onClose} className="-my-1 lg:hidden">
          <X className="size-4" aria-hidden />
        </IconButton>
      </header>
      <div className="scroll-thin min-h-0 flex-1 overflow-y-auto px-4 pb-8">
        <SpanFigures span={span} />
        <SpanBody
          span={span}
          scores={scores.filter((score) => (score.spanId ? score.spanId === span.spanId : isRoot))}
          isRoot={isRoot}
          tab={tab}
          onTab={onTab}
        />
      </div>
    </section>
  );
}

function SpanBody({ span: skeleton, scores, isRoot, tab, onTab }: Omit<SpanDetailsProps, 'onClose'>) {
  const t = useTexts(traceTexts);
  const project = useProject();
  const query = useQuery(spanQuery(project, skeleton.traceId, skeleton.spanId));
  const span = query.data;
  if (!span) {
    if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    return (
      <div className="pt-4">
        <SkeletonRows rows={6} />
      </div>
    );
  }
  const hasMessages = [span.input, span.output].some((value) => {
    const content = readContent(value);
    return content !== undefined && 'messages' in content;
  });
  const tabs: Tab<DetailTab>[] = [
    { value: 'conversation', label: t('conversation'), content: <SpanConversation span={span} /> },
    { value: 'io', label: t('io'), content: <SpanContent span={span} /> },
    { value: 'attributes', label: t('attributes'), content: <AttributesView span={span} /> },
    {
      value: 'events',
      label: t('events'),
      count: span.events.length || undefined,
      content: <SpanEvents span={span} />,
    },
    {
      value: 'scores',
      label: t('scores'),
      count: scores.length || undefined,
      content: <Scores scores={scores} span={span} isRoot={isRoot} />,
    },
  ];
  return (
    <>
      {(span.error || (span.status === 'error' && span.statusMessage)) && (
        <div role="note" className="mt-3 border-s-2 border-bad bg-bad-soft px-3 py-2">
          <p className="font-medium text-bad">
            <span aria-hidden>▲ </span>
            {span.error?.type || t('error')}
          </p>
          <LongText text={span.error?.message || span.statusMessage} />
          {span.error?.stack && (
            <details className="mt-1">
              <summary className="text-xs text-muted">{t('stack')}</summary>
              <pre dir="ltr" className="scroll-thin mt-1 max-h-80 overflow-auto font-mono text-xs">
                {span.error.stack}
              </pre>
            </details>
          )}
        </div>
      )}
      <Tabs
        className="mt-3"
        label={t('details')}
        value={tab ?? (hasMessages ? 'conversation' : 'io')}
        onChange={onTab}
        tabs={tabs}
      />
    </>
  );
}
