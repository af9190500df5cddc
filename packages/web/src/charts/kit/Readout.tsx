import { useFormat } from '../../format/use-format.ts';
import { Swatch } from './Legend.tsx';

/** What a stop says: a heading, and figures that each have a name. */
export interface ReadoutData {
  title: string;
  rows: readonly ReadoutRow[];
  /** A line below, such as how to go on. */
  note?: string | undefined;
}
export interface ReadoutRow {
  label: string;
  text: string;
  color?: string;
  /** `total` closes a list, `aside` is context: the period before, a share. */
  role?: 'total' | 'aside';
}

const MOST_ROWS = 14;

const ROLES = { total: 'border-t font-medium', aside: 'text-muted', plain: '' } as const;

/** Exact values, as a tooltip shows them and a screen reader reads them out. */
export function Readout({ title, rows, note }: ReadoutData) {
  const { rateText } = useFormat();
  // Exact money ends so, whatever it is shown in.
  const rated = rateText !== undefined && rows.some(({ text }) => text.endsWith(' USD'));
  const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
  return (
    <div aria-live="polite">
      <p className="max-w-72 truncate pb-1 text-muted">{title}</p>
      <table className="figures w-full">
        <tbody>
          {shown.map(({ label, text, color, role }, nth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two groups may have one name
            <tr key={nth} className={ROLES[role ?? 'plain']}>
              <th scope="row" className="max-w-52 truncate pr-4 text-left font-[inherit]">
                {color && <Swatch color={color} />} {label}
              </th>
              <td className="text-right whitespace-nowrap">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && <p className="pt-1 text-muted">+ {rows.length - shown.length}</p>}
      {rated && <p className="figures pt-1 text-muted">{rateText}</p>}
      {note && <p className="pt-1 text-muted">{note}</p>}
    </div>
  );
}
