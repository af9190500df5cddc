import type { Unit } from '../metrics.ts';
import type { Change } from '../series/change.ts';

type Value = number | null;

/** A figure with its course and its change. */
export interface FigureBlock {
  label: string;
  value: string;
  /** With its sign; '' where there is nothing to compare with. */
  change: string;
  tone: Change['tone'];
  /** What it was in the period before. */
  before: string;
  points: readonly Value[];
}

/** A cell of a table: what is read, and what it is where it is a number. */
export interface Cell {
  text: string;
  value?: Value;
  tone?: Change['tone'];
  /** Id of the incident that it names. */
  incident?: string;
  /** Filter text that finds what it names, in the report's period. */
  filter?: string;
}

export interface ChartSeries {
  label: string;
  /** What stays the same in every language: the value of the dimension, or the metric. */
  name: string;
  /** What is left over beside the others, or is yet to come. */
  aside: boolean;
  points: readonly Value[];
}

export interface ChartBlock {
  kind: 'chart';
  mark: 'line' | 'stacked' | 'bars';
  title: string;
  unit: Unit;
  bucketSeconds: number;
  buckets: readonly string[];
  /** By what its series are told apart: a dimension, or `metric`. */
  by: string;
  series: readonly ChartSeries[];
}

/** A report in the words of a reader, a part after the other: what every form of it is written from. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  /** Said in place of figures. */
  | { kind: 'note'; text: string }
  | { kind: 'findings'; findings: readonly { tone: Change['tone']; text: string }[] }
  | { kind: 'figures'; figures: readonly FigureBlock[] }
  | ChartBlock
  | {
      kind: 'table';
      columns: readonly { label: string; numeric: boolean }[];
      rows: readonly (readonly Cell[])[];
    };

/** What stands above and below all parts. */
export interface Page {
  title: string;
  project: string;
  period: string;
  compared: string;
  madeAt: string;
  /** '' where nothing is left out. */
  filter: string;
  blocks: readonly Block[];
}
