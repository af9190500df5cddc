import type { TableData } from './table.ts';

interface DataTableProps {
  label: string;
  table: TableData;
  height: number;
}

/** A chart's data to be read: every figure, exactly. */
export const DataTable = ({ label, table: { columns, rows }, height }: DataTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
  <section className="scroll-thin overflow-auto" style={{ height }} tabIndex={0} aria-label={label}>
    <table className="figures w-full text-xs" aria-label={label}>
      <thead className="sticky top-0 bg-surface text-muted">
        <tr className="border-b">
          {columns.map(({ label: name, align }, nth) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
              key={nth}
              scope="col"
              className={`px-2 py-1 font-normal first:pl-0 ${align === 'right' ? 'text-right' : 'text-left'}`}
            >
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map(({ text }, nth) => {
              const Tag = nth === 0 ? 'th' : 'td';
              return (
                <Tag
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  key={nth}
                  {...(nth === 0 ? { scope: 'row' } : {})}
                  className={`px-2 py-1 font-normal whitespace-nowrap first:pl-0 ${columns[nth]?.align === 'right' ? 'text-right' : 'text-left'}`}
                >
                  {text}
                </Tag>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
