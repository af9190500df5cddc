import { type LinkProps, useRouter } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject, useRef } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useMedia } from '../use-media.ts';
import { cx } from './cx.ts';
import type { RowsInSight } from './rows-in-sight.ts';

export interface Column<Row> {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures are right-aligned in tabular numerals. */
  align?: 'left' | 'right';
  /** CSS width; a column without one shares what is left. */
  width?: string;
  /** Left out below 640 px. */
  wideOnly?: boolean;
  sortable?: boolean;
}

export interface Sort {
  column: string;
  direction: 'asc' | 'desc';
}

export interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row leads: a click goes there, ⌘/Ctrl-click opens it beside. */
  rowLink?: (row: Row) => LinkProps;
  /** Instead of following the link, for lists that preview (a plain click only). */
  onOpen?: (row: Row) => void;
  selectedKey?: string | undefined;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** Old rows stay in sight, greyed, while new ones load. */
  stale?: boolean;
  /** Rows that just arrived slide in. */
  isNew?: (row: Row) => boolean;
  /** Below the last row. */
  footer?: ReactNode;
  /** Of a long list, the rows that have to exist; see LongTable. */
  sight?: RowsInSight;
  body?: RefObject<HTMLTableSectionElement | null>;
}

/** A dense table. `j`/`k` or the arrows move between rows that lead somewhere, Enter opens. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, rows, rowKey, rowLink, onOpen, selectedKey, sort, onSort, stale, isNew, footer } = props;
  const t = useTexts(common);
  const router = useRouter();
  const own = useRef<HTMLTableSectionElement>(null);
  const body = props.body ?? own;
  const wide = useMedia('(min-width: 640px)');
  const columns = props.columns.filter((column) => wide || !column.wideOnly);
  const opens = rowLink !== undefined || onOpen !== undefined;
  const { from, to, before, after } = props.sight ?? { from: 0, to: rows.length, before: 0, after: 0 };

  const open = (row: Row, beside: boolean) => {
    const link = rowLink?.(row);
    if (beside && link) window.open(router.buildLocation(link as never).href, '_blank', 'noopener');
    else if (onOpen) onOpen(row);
    else if (link) void router.navigate(link as never);
  };
  const onClick = (event: MouseEvent, row: Row) => {
    const target = event.target as HTMLElement;
    // A menu or dialog of a cell is elsewhere in the page, but its clicks come by here.
    if (!event.currentTarget.contains(target)) return;
    if (target.closest('a, button, input, label') || window.getSelection()?.toString()) return;
    open(row, event.metaKey || event.ctrlKey);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>, row: Row) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      open(row, event.metaKey || event.ctrlKey);
    }
    const step =
      event.key === 'j' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'k' || event.key === 'ArrowUp'
          ? -1
          : 0;
    if (step === 0 || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const all = [...(body.current?.rows ?? [])];
    all[all.indexOf(event.currentTarget) + step]?.focus();
  };

  return (
    <>
      <table
        aria-label={label}
        aria-busy={stale || undefined}
        className={cx('w-full table-fixed border-collapse text-sm', stale && 'opacity-60')}
      >
        <colgroup>
          {columns.map((column) => (
            <col
              key={column.id}
              className={cx(column.wideOnly && 'max-sm:hidden')}
              style={{ width: column.width }}
            />
          ))}
        </colgroup>
        <thead>
          <tr className="border-b">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={
                  sort?.column === column.id
                    ? sort.direction === 'asc'
                      ? 'ascending'
                      : 'descending'
                    : undefined
                }
                className={cx(
                  'sticky top-0 z-10 h-8 truncate bg-surface px-2 text-xs font-normal text-muted first:pl-0 last:pr-0',
                  column.align === 'right' ? 'text-right' : 'text-left',
                )}
              >
                {column.sortable && onSort ? (
                  <SortButton
                    label={t('sortBy', { column: String(column.header) })}
                    direction={sort?.column === column.id ? sort.direction : undefined}
                    onClick={() =>
                      onSort({
                        column: column.id,
                        direction: sort?.column === column.id && sort.direction === 'desc' ? 'asc' : 'desc',
                      })
                    }
                  >
                    {column.header}
                  </SortButton>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {rows.slice(from, to).map((row) => {
            const key = rowKey(row);
            return (
              <tr
                key={key}
                tabIndex={opens ? 0 : undefined}
                aria-selected={selectedKey === undefined ? undefined : key === selectedKey}
                onClick={opens ? (event) => onClick(event, row) : undefined}
                onKeyDown={opens ? (event) => onKeyDown(event, row) : undefined}
                className={cx(
                  'border-b',
                  opens && 'cursor-pointer hover:bg-hover focus-visible:-outline-offset-2',
                  key === selectedKey && 'bg-accent-soft hover:bg-accent-soft',
                  isNew?.(row) && 'animate-slide-in',
                )}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    className={cx(
                      'h-9 truncate px-2 first:pl-0 last:pr-0',
                      column.align === 'right' && 'figures text-right',
                    )}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
      {footer && <div className="py-3 text-center">{footer}</div>}
    </>
  );
}

interface SortButtonProps {
  label: string;
  direction: Sort['direction'] | undefined;
  onClick: () => void;
  children: ReactNode;
}

const SortButton = ({ label, direction, onClick, children }: SortButtonProps) => (
  <button
    type="button"
    onClick={onClick}
    title={label}
    className={cx('inline-flex max-w-full items-center gap-1 hover:text-ink', direction && 'text-ink')}
  >
    <span className="truncate">{children}</span>
    {direction === 'asc' && <ArrowUp className="size-3" aria-hidden />}
    {direction === 'desc' && <ArrowDown className="size-3" aria-hidden />}
  </button>
);
