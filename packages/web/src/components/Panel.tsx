import type { UseQueryResult } from '@tanstack/react-query';
import { ChartColumn, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { PartError } from './ErrorState.tsx';
import { Skeleton } from './Skeleton.tsx';

interface PanelProps {
  title: ReactNode;
  /** Small, after the title: the bucket, the unit, what is compared. */
  note?: ReactNode;
  /** At the right of the title. */
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A part of a page: a title on a hairline, no box. */
export const Panel = ({ title, note, actions, className, children }: PanelProps) => (
  <section className={cx('flex min-w-0 flex-col', className)}>
    <header className="flex min-h-8 items-center gap-2">
      <h2 className="max-w-full shrink-0 truncate text-sm font-semibold">{title}</h2>
      {note && <span className="min-w-0 truncate text-xs text-muted">{note}</span>}
      {actions && <span className="ml-auto flex items-center gap-1">{actions}</span>}
    </header>
    {children}
  </section>
);

interface QueryPanelProps<Data> extends Omit<PanelProps, 'children'> {
  query: UseQueryResult<Data>;
  /** Something else is about to be asked for: what is shown is old already. */
  isStale?: boolean;
  /** Height of the content, kept while it loads. */
  height: number;
  /** Shape of what is to come: bars of a chart, or rows of a list. */
  skeleton?: 'chart' | 'rows';
  /** Offers the same data as a table. */
  tableToggle?: boolean;
  children: (data: Data, asTable: boolean) => ReactNode;
}

/** A panel whose content has to be asked for: a skeleton of its shape first, old data greyed while new loads. */
export function QueryPanel<Data>({
  query,
  isStale = false,
  height,
  tableToggle,
  skeleton = 'chart',
  actions,
  children,
  ...panel
}: QueryPanelProps<Data>) {
  const t = useTexts(common);
  const [asTable, setAsTable] = useState(false);
  const toggle = tableToggle && query.data !== undefined && (
    <IconButton
      label={asTable ? t('asChart') : t('asTable')}
      aria-pressed={asTable}
      onClick={() => setAsTable(!asTable)}
      className="size-6"
    >
      {asTable ? (
        <ChartColumn className="size-3.5" aria-hidden />
      ) : (
        <Table2 className="size-3.5" aria-hidden />
      )}
    </IconButton>
  );
  return (
    <Panel
      {...panel}
      actions={
        (actions || toggle) && (
          <>
            {actions}
            {toggle}
          </>
        )
      }
    >
      <div
        style={{ minHeight: height }}
        aria-busy={query.isFetching || isStale}
        className={cx('transition-opacity', (query.isPlaceholderData || isStale) && 'opacity-55')}
      >
        {query.data !== undefined ? (
          children(query.data, asTable)
        ) : query.isError ? (
          <PartError error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PanelSkeleton height={height} shape={skeleton} />
        )}
      </div>
    </Panel>
  );
}

interface PanelSkeletonProps {
  height: number;
  shape: 'chart' | 'rows';
}

const ROW = 32;
const BARS = [38, 52, 47, 61, 70, 66, 82, 90, 84, 88, 76, 69, 58, 63, 49, 44];

/** Something of the shape that is to come. */
export function PanelSkeleton({ height, shape }: PanelSkeletonProps) {
  const label = useTexts(common)('loading');
  return shape === 'rows' ? (
    <div role="status" aria-label={label} className="divide-y">
      {BARS.slice(0, Math.max(1, Math.floor(height / ROW))).map((width) => (
        <div key={width} className="flex h-8 items-center">
          <span className="w-full">
            <span style={{ width: `${width}%` }} className="block">
              <Skeleton className="h-3" />
            </span>
          </span>
        </div>
      ))}
    </div>
  ) : (
    <div
      role="status"
      aria-label={label}
      style={{ height }}
      className="flex items-end gap-1 border-b pb-px opacity-60"
    >
      {BARS.map((share) => (
        <span key={share} className="flex-1" style={{ height: `${share}%` }}>
          <Skeleton className="h-full" />
        </span>
      ))}
    </div>
  );
}
