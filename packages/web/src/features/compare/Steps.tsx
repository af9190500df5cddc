import type { ApiTrace, SpanSkeleton } from '@pharos/core/api/spans';
import { type DiffRow, diffTraces } from '@pharos/core/trace-diff';
import { buildTraceTree, type TraceNode } from '@pharos/core/trace-tree';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { z } from 'zod';
import { SpanBar } from '../../charts/waterfall/SpanBar.tsx';
import { cx } from '../../components/cx.ts';
import { KindIcon, kindColor } from '../../components/KindIcon.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { shortName } from '../../components/span-name.ts';
import { Duration } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useUrlState } from '../../url-state.ts';
import { Change } from './Change.tsx';
import { compareTexts } from './texts.ts';

const ROW_PX = 34;
/** A step that became this much slower or faster is a difference worth seeing. */
const NOTABLE = 0.2;
const compareSearch = z.object({ show: z.enum(['all', 'changed']).optional().catch(undefined) });

const isChange = (row: DiffRow): boolean =>
  row.left === undefined ||
  row.right === undefined ||
  row.renamed ||
  row.statusChanged ||
  Math.abs(row.durationMs ?? 0) > NOTABLE * row.left.span.durationMs;

/** The steps of both traces, aligned; both drawn on the time axis of the longer one. */
export function Steps({ left, right }: { left: ApiTrace; right: ApiTrace }) {
  const t = useTexts(compareTexts);
  const [{ show = 'all' }, set] = useUrlState(compareSearch);
  const { rows, window } = useMemo(() => {
    const [a, b] = [buildTraceTree<SpanSkeleton>(left.spans), buildTraceTree<SpanSkeleton>(right.spans)];
    return { rows: diffTraces(a, b), window: { fromMs: 0, toMs: Math.max(a.durationMs, b.durationMs) } };
  }, [left.spans, right.spans]);
  const shown = show === 'changed' ? rows.filter(isChange) : rows;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  return (
    <>
      <div className="flex items-center justify-between gap-3 border-b px-4 py-2 sm:px-5">
        <h2 className="text-sm font-semibold">{t('spans')}</h2>
        <Segmented
          label={t('show')}
          value={show}
          onChange={(next) => set({ show: next === 'all' ? undefined : next }, { replace: true })}
          options={[
            { value: 'all', label: t('allSteps') },
            { value: 'changed', label: t('onlyChanged') },
          ]}
        />
      </div>
      <div ref={scroller} className="scroll-thin min-h-0 flex-1 overflow-y-auto">
        {shown.length === 0 && <p className="p-5 text-muted">{t('nothingChanged')}</p>}
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index];
            return (
              row && (
                <li
                  key={row.id}
                  className="absolute inset-x-0 top-0 border-b"
                  style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
                >
                  <Step row={row} window={window} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </>
  );
}

interface StepProps {
  row: DiffRow;
  window: { fromMs: number; toMs: number };
}

function Step({ row, window }: StepProps) {
  const t = useTexts(compareTexts);
  const format = useFormat();
  const node = row.left ?? row.right;
  if (!node) return null;
  const note = !row.left ? t('onlyRight') : !row.right ? t('onlyLeft') : undefined;
  const whole = row.renamed ? `${row.left?.span.name} → ${row.right?.span.name}` : node.span.name;
  const name = [row.left, row.renamed || !row.left ? row.right : undefined]
    .flatMap((side) => (side ? [shortName(side.span.name, side.span.kind)] : []))
    .join(' → ');
  return (
    <div
      className={cx(
        'grid h-full grid-cols-[minmax(0,1fr)_5.5rem] items-center gap-x-3 px-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.6fr)_minmax(0,1.6fr)_9rem] sm:px-5',
        !row.left && 'bg-good-soft/50',
        !row.right && 'bg-bad-soft/50',
      )}
    >
      <span
        className="flex min-w-0 items-center gap-1.5"
        style={{ paddingInlineStart: Math.min(row.depth, 12) * 14 }}
      >
        <KindIcon kind={node.span.kind} />
        <span className="truncate" title={row.renamed ? `${whole} (${t('sameStep')})` : whole}>
          {name}
        </span>
        {note && <span className="shrink-0 text-xs text-muted">{note}</span>}
      </span>
      <Side node={row.left} window={window} />
      <Side node={row.right} window={window} />
      <span className="text-end">
        <Change by={row.durationMs} from={row.left?.span.durationMs} write={format.duration} />
      </span>
    </div>
  );
}

function Side({ node, window }: { node: TraceNode<SpanSkeleton> | undefined; window: StepProps['window'] }) {
  const failed = node?.span.status === 'error';
  return (
    <span className="grid h-full grid-cols-[minmax(0,1fr)_4rem] items-center gap-2 max-sm:hidden">
      <span className="relative h-full">
        {node && (
          <SpanBar
            offsetMs={node.offsetMs}
            durationMs={node.span.durationMs}
            window={window}
            color={failed ? 'var(--bad-mark)' : kindColor(node.span.kind)}
            soft={node.children.length > 0}
          />
        )}
      </span>
      <span className={cx('text-end text-xs', failed ? 'text-bad' : 'text-soft')}>
        {node && <Duration ms={node.span.durationMs} />}
      </span>
    </span>
  );
}
