import { type Bin, binLabel } from '../kit/bin-scale.ts';
import { figure, type TableData, words } from '../kit/table.ts';
import { type HistogramBin, sharesOf } from './layout.ts';

interface TableOf {
  bins: readonly HistogramBin[];
  /** What is sorted into bins, what is counted, the share up to a bin's end. */
  labels: { bin: string; value: string; upTo: string };
  edge: (value: number) => string;
  exact: (value: number) => string;
  percent: (share: number) => string;
}

/** A row a bin. */
export function histogramTable({ bins, labels, edge, exact, percent }: TableOf): TableData {
  const shares = sharesOf(bins);
  const name = (bin: Bin) => words(binLabel(bin, edge));
  return {
    columns: [
      { label: labels.bin },
      { label: labels.value, align: 'right' },
      { label: labels.upTo, align: 'right' },
    ],
    rows: bins.map((bin, at) => ({
      key: String(bin.from),
      cells: [name(bin), figure(bin.value, exact), figure(shares[at]?.upTo, percent)],
    })),
  };
}
