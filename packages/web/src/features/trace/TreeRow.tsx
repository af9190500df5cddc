import type { SpanSkeleton } from '@pharos/core/api/spans';
import type { TraceNode } from '@pharos/core/trace-tree';
import { ChevronRight, Star, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { TimeWindow } from '../../charts/waterfall/layout.ts';
import { SpanBar } from '../../charts/waterfall/SpanBar.tsx';
import { cx } from '../../components/cx.ts';
import { KindIcon, kindColor } from '../../components/KindIcon.tsx';
import { shortName } from '../../components/span-name.ts';
import { Duration, Money } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { asideOf } from './aside.ts';
import { traceTexts } from './texts.ts';

const INDENT = 16;
/** Deeper steps are drawn no further in: names must stay readable. */
const DEEPEST = 16;

export const ROW_HEIGHT = 32;
export const ROW_COLUMNS =
  'grid grid-cols-[minmax(0,1fr)_5.5rem_4rem] sm:grid-cols-[minmax(0,45%)_minmax(0,1fr)_4.5rem_4rem]';

interface TreeRowProps {
  node: TraceNode<SpanSkeleton>;
  window: TimeWindow;
  folded: boolean;
  selected: boolean;
  /** What its scores say; undefined without any. */
  scored: string | undefined;
  /** A search is on and does not find it. */
  dimmed: boolean;
  onSelect: (node: TraceNode<SpanSkeleton>) => void;
  onToggle: (node: TraceNode<SpanSkeleton>) => void;
  onHover: (node: TraceNode<SpanSkeleton>) => void;
}

/** One step: where it stands, what it is, when it ran, what it took. */
export const TreeRow = memo(function TreeRow({
  node,
  window,
  folded,
  selected,
  scored,
  dimmed,
  onSelect,
  onToggle,
  onHover,
}: TreeRowProps) {
  const t = useTexts(traceTexts);
  const format = useFormat();
  const { span } = node;
  const failed = span.status === 'error';
  const depth = Math.min(node.depth, DEEPEST);
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      aria-level={node.depth + 1}
      aria-selected={selected}
      aria-expanded={node.children.length > 0 ? !folded : undefined}
      onClick={() => onSelect(node)}
      onKeyDown={() => {}}
      onPointerEnter={() => onHover(node)}
      className={cx(
        ROW_COLUMNS,
        'h-8 cursor-pointer items-center gap-x-3 px-3 text-sm',
        selected ? 'bg-accent-soft' : 'hover:bg-hover',
        dimmed && 'opacity-35',
      )}
    >
      <span
        className="relative flex h-full min-w-0 items-center gap-1.5"
        style={{ paddingInlineStart: depth * INDENT }}
      >
        {depth > 0 && (
          <span
            aria-hidden
            className="absolute inset-y-0 bg-[repeating-linear-gradient(to_right,var(--line-strong)_0_1px,transparent_1px_16px)] opacity-70"
            style={{ insetInlineStart: 7, width: (depth - 1) * INDENT + 1 }}
          />
        )}
        {node.children.length > 0 ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={t(folded ? 'unfold' : 'fold')}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(node);
            }}
            className="relative flex size-4 shrink-0 items-center justify-center rounded bg-inherit text-faint hover:bg-pressed hover:text-ink"
          >
            <ChevronRight
              className={cx('size-3.5 transition-transform', !folded && 'rotate-90')}
              aria-hidden
            />
          </button>
        ) : (
          <span className="size-4 shrink-0" />
        )}
        <KindIcon kind={span.kind} plain={failed} className={cx(failed && 'text-bad')} />
        <span
          className={cx('truncate', node.depth === 0 ? 'font-semibold' : '', failed && 'text-bad')}
          title={span.name}
        >
          {shortName(span.name, span.kind)}
        </span>
        {(node.mark || node.skewed) && (
          <span title={node.mark ? t(node.mark) : t('skewed')} className="shrink-0 text-warn">
            <TriangleAlert className="size-3.5" aria-hidden />
            <span className="sr-only">{node.mark ? t(node.mark) : t('skewed')}</span>
          </span>
        )}
        {scored && (
          <span title={t('scored', { scores: scored })} className="shrink-0 text-muted">
            <Star className="size-3" aria-hidden />
            <span className="sr-only">{t('scored', { scores: scored })}</span>
          </span>
        )}
        <span className="min-w-0 flex-1 truncate text-xs text-muted" dir="auto">
          {asideOf(span, format, t('streamed'))}
        </span>
        {folded && (
          <span
            className="figures shrink-0 rounded bg-pressed px-1 text-2xs text-muted"
            title={t('folded', { count: node.descendants })}
          >
            +{node.descendants}
          </span>
        )}
      </span>
      <span className="relative h-full">
        <SpanBar
          offsetMs={node.offsetMs}
          durationMs={span.durationMs}
          window={window}
          color={failed ? 'var(--bad-mark)' : kindColor(span.kind)}
          firstTokenMs={span.timeToFirstTokenMs ?? undefined}
          soft={node.children.length > 0}
        />
      </span>
      <span className="text-end text-xs whitespace-nowrap text-soft">
        <Duration ms={span.durationMs} />
      </span>
      <span className="truncate text-end text-xs text-muted max-sm:hidden">
        {span.cost && (
          <Money amount={span.cost.total} currency={span.cost.currency} priced={span.cost.priced} />
        )}
      </span>
    </div>
  );
});
