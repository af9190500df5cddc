import type { ApiScore } from '@pharos/core/api/scores';
import type { SpanSkeleton } from '@pharos/core/api/spans';
import type { TraceNode } from '@pharos/core/trace-tree';
import { useVirtualizer } from '@tanstack/react-virtual';
import { group } from 'd3-array';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useWidth } from '../../charts/kit/use-width.ts';
import type { MinimapPath, TimeWindow } from '../../charts/waterfall/layout.ts';
import { Minimap } from '../../charts/waterfall/Minimap.tsx';
import { GridLines, TimeAxis } from '../../charts/waterfall/TimeAxis.tsx';
import { kindColor } from '../../components/KindIcon.tsx';
import { scoresText } from '../../components/scores/judgement.ts';
import { scoreTexts } from '../../components/scores/texts.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ROW_COLUMNS, ROW_HEIGHT, TreeRow } from './TreeRow.tsx';
import { traceTexts } from './texts.ts';
import type { TreeView } from './use-tree.ts';

const AXIS_HEIGHT = 28;
/** A tick and its label need about so much of the list's width. */
const TICK_PX = 120;

const colorOf = (paint: MinimapPath['paint']) => (paint === 'error' ? 'var(--bad-mark)' : kindColor(paint));

interface TraceTreeProps {
  view: TreeView;
  /** Those of the trace; what a step was given is marked on its row. */
  scores: readonly ApiScore[];
  searching: boolean;
  window: TimeWindow;
  onWindow: (window: TimeWindow | undefined) => void;
  /** The pointer rests on a step: it may be opened next. */
  onHover: (spanId: string) => void;
}

/** Tree and waterfall in one; only the rows in sight exist. */
export function TraceTree({ view, scores, searching, window, onWindow, onHover }: TraceTreeProps) {
  const t = useTexts(traceTexts);
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: box, width } = useWidth<HTMLDivElement>();
  const most = Math.min(6, Math.max(2, Math.floor(width / TICK_PX)));
  const { rows, selected, matches } = view;
  const zoomed = window.fromMs > 0 || window.toMs < view.tree.durationMs;
  const found = useMemo(() => new Set(matches), [matches]);
  const marks = useScoreMarks(scores, view.tree.nodes[0]?.span.spanId);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: AXIS_HEIGHT,
    scrollPaddingStart: AXIS_HEIGHT + ROW_HEIGHT,
    scrollPaddingEnd: ROW_HEIGHT,
  });
  const at = selected ? rows.indexOf(selected) : -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the chosen step, not every fold
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [selected]);

  const latest = useRef(view);
  latest.current = view;
  const hovered = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hover = useRef(onHover);
  hover.current = onHover;
  const onSelect = useCallback((node: TraceNode<SpanSkeleton>) => latest.current.select(node), []);
  const onToggle = useCallback((node: TraceNode<SpanSkeleton>) => latest.current.toggle(node), []);
  const onRowHover = useCallback((node: TraceNode<SpanSkeleton>) => {
    clearTimeout(hovered.current);
    hovered.current = setTimeout(() => hover.current(node.span.spanId), 100);
  }, []);

  return (
    <div ref={box} className="flex min-h-0 flex-1 flex-col">
      <div className="border-b px-3 py-1">
        <Minimap
          nodes={view.tree.nodes}
          durationMs={view.tree.durationMs}
          window={window}
          onWindow={onWindow}
          colorOf={colorOf}
          label={t('minimap')}
        />
      </div>
      <div
        ref={scroller}
        className="scroll-thin min-h-0 flex-1 overflow-y-auto overflow-x-hidden [contain:strict]"
      >
        <div
          className={`${ROW_COLUMNS} sticky top-0 z-10 gap-x-3 border-b bg-surface px-3`}
          style={{ height: AXIS_HEIGHT }}
        >
          <span>
            {zoomed && (
              <button
                type="button"
                onClick={() => onWindow(undefined)}
                className="py-1 text-xs text-accent hover:underline"
              >
                {t('zoomReset')}
              </button>
            )}
          </span>
          <TimeAxis window={window} most={most} />
        </div>
        <div
          role="tree"
          aria-label={t('steps')}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          <div aria-hidden className={`${ROW_COLUMNS} absolute inset-0 gap-x-3 px-3`}>
            <span />
            <span className="relative">
              <GridLines window={window} most={most} />
            </span>
          </div>
          {virtual.getVirtualItems().map((item) => {
            const node = rows[item.index];
            return (
              node && (
                <div
                  key={node.span.spanId + item.index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start - AXIS_HEIGHT}px)` }}
                >
                  <TreeRow
                    node={node}
                    window={window}
                    folded={view.folded.has(node.span.spanId)}
                    selected={node === selected}
                    scored={marks.get(node.span.spanId)}
                    dimmed={searching && !found.has(node)}
                    onSelect={onSelect}
                    onToggle={onToggle}
                    onHover={onRowHover}
                  />
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** What the scores of each step say, on one line; those of the whole trace are the root's. */
function useScoreMarks(scores: readonly ApiScore[], rootId: string | undefined): ReadonlyMap<string, string> {
  const t = useTexts(scoreTexts);
  const format = useFormat();
  return useMemo(() => {
    const bySpan = group(scores, (score) => score.spanId ?? rootId ?? '');
    return new Map([...bySpan].map(([spanId, of]) => [spanId, scoresText(of, format, t)]));
  }, [scores, rootId, format, t]);
}
