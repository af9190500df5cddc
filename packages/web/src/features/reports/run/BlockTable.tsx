import type { Block, Cell } from '@pharos/core/reports/blocks';
import type { MadeReport } from '@pharos/core/reports/made';
import { Link } from '@tanstack/react-router';
import { cx } from '../../../components/cx.ts';
import { TONES } from './tones.ts';

interface BlockTableProps {
  made: Pick<MadeReport, 'project' | 'from' | 'to'>;
  /** Its accessible name. */
  label: string;
  table: Extract<Block, { kind: 'table' }>;
}

/** A table of a report; one that is wider than its page scrolls in itself. */
export const BlockTable = ({ made, label, table: { columns, rows } }: BlockTableProps) => (
  <div
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    tabIndex={0}
    className="scroll-thin overflow-x-auto print:overflow-visible"
  >
    <table aria-label={label} className="w-full border-collapse text-sm">
      <thead>
        <tr className="border-b">
          {columns.map((column, nth) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its position
              key={nth}
              scope="col"
              className={cx(
                'h-8 px-2 py-1 align-bottom text-xs font-normal break-keep text-muted first:pl-0 last:pr-0',
                column.numeric ? 'min-w-20 text-right' : 'text-left',
              )}
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {rows.map((row, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change
          <tr key={nth}>
            {row.map((cell, column) => (
              <TableCell
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                key={column}
                made={made}
                cell={cell}
                numeric={columns[column]?.numeric ?? false}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

interface TableCellProps {
  made: BlockTableProps['made'];
  cell: Cell;
  numeric: boolean;
}

const TableCell = ({ made, cell, numeric }: TableCellProps) => (
  <td
    className={cx(
      'h-8 px-2 py-1 first:pl-0 last:pr-0',
      numeric
        ? 'figures text-right whitespace-nowrap'
        : 'max-w-96 min-w-24 break-words first:min-w-36 sm:first:min-w-52',
      cell.tone && TONES[cell.tone],
    )}
  >
    <Named made={made} cell={cell} />
  </td>
);

/** What names something leads to it. */
function Named({
  made: { project, from, to },
  cell: { text, incident, filter },
}: Omit<TableCellProps, 'numeric'>) {
  if (incident !== undefined)
    return (
      <Link
        to="/p/$project/alerts/incidents/$incidentId"
        params={{ project: project.id, incidentId: incident }}
        className="hover:underline"
      >
        {text}
      </Link>
    );
  if (filter === undefined) return text;
  return (
    <Link
      to="/p/$project/traces"
      params={{ project: project.id }}
      search={{ from, to, filter }}
      className="hover:underline"
    >
      {text}
    </Link>
  );
}
