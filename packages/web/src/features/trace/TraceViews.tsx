import type { ApiScore } from '@pharos/core/api/scores';
import { lazy, Suspense } from 'react';
import { Input } from '../../components/Input.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { shortName } from '../../components/span-name.ts';
import { type Tab, Tabs } from '../../components/Tabs.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { LogsView } from './LogsView.tsx';
import { TraceConversation } from './TraceConversation.tsx';
import { TraceTree } from './TraceTree.tsx';
import { traceTexts } from './texts.ts';
import type { View } from './trace-state.ts';
import { FIND_INPUT_ID, type TracePageState } from './use-trace-page.ts';

const AgentGraph = lazy(async () => ({ default: (await import('./AgentGraph.tsx')).AgentGraph }));

interface TraceViewsProps {
  traceId: string;
  scores: readonly ApiScore[];
  page: TracePageState;
  onHover: (spanId: string) => void;
}

/** The trace as steps in time, as a path, as a conversation, as logs. */
export function TraceViews({ traceId, scores, page, onHover }: TraceViewsProps) {
  const t = useTexts(traceTexts);
  const { view } = page;
  const scrolled = (content: React.ReactNode) => (
    <div className="scroll-thin h-full overflow-y-auto px-4 pb-8 sm:px-5">{content}</div>
  );
  const nameOf = (spanId: string) => {
    const span = view.tree.nodes.find((node) => node.span.spanId === spanId)?.span;
    return span && shortName(span.name, span.kind);
  };
  const tabs: Tab<View>[] = [
    {
      value: 'tree',
      label: t('tree'),
      count: view.tree.nodes.length,
      content: (
        <div className="flex h-full flex-col">
          <TraceTree
            view={view}
            scores={scores}
            searching={page.find.trim() !== ''}
            window={page.window}
            onWindow={page.zoom}
            onHover={onHover}
          />
          <KeyHints errors={view.errors.length} />
        </div>
      ),
    },
    {
      value: 'graph',
      label: t('graph'),
      content: (
        <Suspense fallback={<SkeletonRows rows={8} />}>
          <AgentGraph nodes={view.tree.nodes} onSelect={page.selectId} />
        </Suspense>
      ),
    },
    {
      value: 'conversation',
      label: t('conversation'),
      content: scrolled(<TraceConversation traceId={traceId} onSelect={page.selectId} />),
    },
    {
      value: 'logs',
      label: t('logs'),
      content: scrolled(<LogsView traceId={traceId} nameOf={nameOf} onSelect={page.selectId} />),
    },
  ];
  return (
    <div className="relative flex min-w-0 flex-1 flex-col">
      <Tabs
        label={t('views')}
        value={page.shown}
        onChange={page.setShown}
        tabs={tabs}
        className="min-h-0 flex-1 [&>[role=tablist]]:px-4 sm:[&>[role=tablist]]:px-5"
      />
      {page.shown === 'tree' && <FindBox page={page} />}
    </div>
  );
}

function FindBox({ page }: { page: TracePageState }) {
  const t = useTexts(traceTexts);
  const { matches, selected } = page.view;
  const at = selected ? matches.indexOf(selected) + 1 : 0;
  return (
    <div className="absolute end-3 top-0.5 flex items-center gap-2 max-sm:hidden">
      {page.find.trim() !== '' && (
        <span className="figures text-xs whitespace-nowrap text-muted" aria-live="polite">
          {matches.length === 0 ? t('noMatches') : t('matches', { at: at || '–', count: matches.length })}
        </span>
      )}
      <Input
        id={FIND_INPUT_ID}
        type="search"
        className="!h-7 w-44"
        value={page.find}
        placeholder={`${t('search')}  /`}
        aria-label={t('search')}
        onChange={(event) => page.setFind(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            page.view.walk(matches, event.shiftKey ? -1 : 1);
          }
          if (event.key === 'Escape') {
            event.preventDefault();
            page.setFind('');
            event.currentTarget.blur();
          }
        }}
      />
    </div>
  );
}

function KeyHints({ errors }: { errors: number }) {
  const t = useTexts(traceTexts);
  const hints: [string, string][] = [
    ...(errors > 0 ? [['n', t('keyNextError')] as [string, string]] : []),
    ['/', t('keySearch')],
    ['g', t('keyGraph')],
  ];
  return (
    <p className="flex shrink-0 gap-4 border-t px-4 py-1.5 text-xs text-muted max-lg:hidden">
      {hints.map(([key, label]) => (
        <span key={key} className="flex items-center gap-1.5">
          <Kbd keys={key} />
          {label}
        </span>
      ))}
    </p>
  );
}
