import type { UseQueryResult } from '@tanstack/react-query';
import { ChartColumn, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { ErrorState } from './ErrorState.tsx';
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
      <h2 className="shrink-0 text-sm font-semibold">{title}</h2>
      {note && <span className="min-w-0 truncate text-xs text-muted">{note}</span>}
      {actions && <span className="ml-auto flex items-center gap-1">{actions}</span>}
    </header>
    {children}
  </section>
);

interface QueryPanelProps<Data> extends Omit<PanelProps, 'children'> {
  query: UseQueryResult<Data>;
  /** Height of the content, kept while it loads. */
  height: number;
  /** Offers the same data as a table. */
  tableToggle?: boolean;
  children: (data: Data, asTable: boolean) => ReactNode;
}

/** A panel whose content has to be asked for: a skeleton of its shape first, old data greyed while new loads. */
export function QueryPanel<Data>({
  query,
  height,
  tableToggle,
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
        aria-busy={query.isFetching}
        className={cx('transition-opacity', query.isPlaceholderData && 'opacity-55')}
      >
        {query.data !== undefined ? (
          children(query.data, asTable)
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <div role="status" aria-label={t('loading')} style={{ height }}>
            <Skeleton className="h-full w-full opacity-50" />
          </div>
        )}
      </div>
    </Panel>
  );
}
