import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { Delta } from '../../components/Delta.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useCharts } from '../kit/context.ts';
import { Sparkline } from '../stat/Sparkline.tsx';
import { sortedRows, type TopColumn, type TopRow, type TopSort } from './rows.ts';

interface TopTableProps {
  label: string;
  /** What the rows are: `Model`. */
  rowLabel: string;
  columns: readonly TopColumn[];
  rows: readonly TopRow[];
  /** What the period before is called. */
  periodName: string;
  height: number;
  lastIncomplete?: boolean;
}

/** The largest groups with their figures, the first one also as a bar behind it and over time. A row opens its group. */
export function TopTable(props: TopTableProps) {
  const { label, rowLabel, columns, rows, periodName, height, lastIncomplete = false } = props;
  const [sort, setSort] = useState<TopSort>({ column: 0, descending: true });
  const most = Math.max(0, ...rows.map(({ figures }) => figures[0] ?? 0));
  const spark = rows.some(({ points }) => points !== undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section aria-label={label} tabIndex={0} className="scroll-thin overflow-auto" style={{ height }}>
      <table aria-label={label} className="w-full text-sm">
        <thead className="sticky top-0 z-1 bg-surface text-xs text-muted">
          <tr className="border-b">
            <th scope="col" className="h-7 pr-2 text-left font-normal">
              {rowLabel}
            </th>
            {columns.map((column, nth) => (
              <ColumnHead
                key={column.key}
                label={column.label}
                sort={sort.column === nth ? sort : undefined}
                onSort={() =>
                  setSort({ column: nth, descending: sort.column === nth ? !sort.descending : true })
                }
              />
            ))}
            {spark && <th aria-hidden className="w-24 max-sm:hidden" />}
          </tr>
        </thead>
        <tbody className="divide-y">
          {sortedRows(rows, sort).map((row) => (
            <Row key={row.key} row={row} {...{ columns, most, spark, periodName, lastIncomplete }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ColumnHeadProps {
  label: string;
  sort: TopSort | undefined;
  onSort: () => void;
}

function ColumnHead({ label, sort, onSort }: ColumnHeadProps) {
  const Arrow = sort?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sort ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className="px-2 text-right font-normal whitespace-nowrap last:pr-0"
    >
      <button type="button" onClick={onSort} className="inline-flex items-center gap-1 hover:text-ink">
        {sort && <Arrow className="size-3" aria-hidden />}
        {label}
      </button>
    </th>
  );
}

interface RowProps extends Pick<TopTableProps, 'columns' | 'periodName'> {
  row: TopRow;
  most: number;
  spark: boolean;
  lastIncomplete: boolean;
}

function Row({ row, columns, most, spark, periodName, lastIncomplete }: RowProps) {
  const format = useFormat();
  const { onPick } = useCharts();
  const { group, label, figures, before, points } = row;
  const first = figures[0] ?? 0;
  return (
    <tr className="hover:bg-hover">
      <th scope="row" className="relative h-8 max-w-64 min-w-24 truncate pr-2 text-left font-normal">
        {group && onPick ? (
          <button
            type="button"
            title={label}
            onClick={() => onPick({ group })}
            className="max-w-full truncate text-left hover:text-accent hover:underline"
          >
            {label}
          </button>
        ) : (
          <span className="text-muted">{label}</span>
        )}
        {most > 0 && first > 0 && (
          <span
            aria-hidden
            className="absolute bottom-0.5 left-0 h-0.5 rounded-full bg-series-1"
            style={{ width: `${(first / most) * 100}%` }}
          />
        )}
      </th>
      {columns.map((column, nth) => {
        const value = figures[nth] ?? null;
        return (
          <td
            key={column.key}
            className="figures px-2 text-right whitespace-nowrap last:pr-0"
            title={value === null ? undefined : format.full(value, column.unit)}
          >
            {value === null ? <span className="text-muted">–</span> : format.unit(value, column.unit)}{' '}
            {before && <Delta metric={column} now={value} before={before[nth]} period={periodName} />}
          </td>
        );
      })}
      {spark && (
        <td className="w-24 pl-3 max-sm:hidden">
          {points && <Sparkline points={points} width={84} height={18} lastIncomplete={lastIncomplete} />}
        </td>
      )}
    </tr>
  );
}
