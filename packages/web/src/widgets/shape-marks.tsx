import { binOf } from '@pharos/core/bins';
import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import type { Answer, Series } from '@pharos/core/question';
import { groupColors, groupLabel, groupName, shownGroups, valueLabel } from '../charts/answer.ts';
import { Bar } from '../charts/bar/Bar.tsx';
import type { BarPart, BarRow } from '../charts/bar/layout.ts';
import { Flow } from '../charts/flow/Flow.tsx';
import type { FlowLink } from '../charts/flow/layout.ts';
import { Histogram } from '../charts/histogram/Histogram.tsx';
import type { HistogramBin } from '../charts/histogram/layout.ts';
import { colorsOf, MAIN_COLOR, OTHER_COLOR } from '../charts/kit/palette.ts';
import type { ScatterDot } from '../charts/scatter/layout.ts';
import { Scatter } from '../charts/scatter/Scatter.tsx';
import { addsUp, type Drawing, type MarkView, unitOf } from './drawing.ts';
import { groupTable } from './group-marks.tsx';
import { unitOfField } from './words.ts';

const first = ({ metrics }: ChartWidget): string => metrics[0] ?? '';
const REST = '\u0000other';

/** Bars a value of the first dimension, parts a value of the second. What is left over has no second value. */
function barsOf({ widget, answer, words }: Drawing): { parts: BarPart[]; rows: BarRow[] } {
  const groups = shownGroups(answer, widget);
  const metric = first(widget);
  const [rowDimension = '', partDimension] = widget.dimensions;
  if (partDimension === undefined) {
    return {
      parts: [{ name: metric, label: words.metric(metric), color: MAIN_COLOR }],
      rows: groups.map((series) => ({
        key: series.other ? REST : groupName(series),
        label: groupLabel(series, widget, words),
        values: [series.totals[metric] ?? null],
        ...(series.other ? {} : { group: series.group }),
      })),
    };
  }
  const nameOf = ({ other, group }: Series, at: number) => (other ? REST : (group[at] ?? ''));
  const names = [...new Set(groups.map((series) => nameOf(series, 1)))];
  const color = colorsOf(partDimension, names);
  const rows = new Map<string, { name: string; values: (number | null)[] }>();
  for (const series of groups) {
    const name = nameOf(series, 0);
    const row = rows.get(name) ?? { name, values: names.map(() => null) };
    row.values[names.indexOf(nameOf(series, 1))] = series.totals[metric] ?? null;
    rows.set(name, row);
  }
  const label = (dimension: string, name: string) =>
    name === REST ? words.other : valueLabel(dimension, name, words);
  return {
    parts: names.map((name) => ({
      name,
      label: label(partDimension, name),
      color: name === REST ? OTHER_COLOR : color(name),
      ...(name === REST ? {} : { group: [name] }),
    })),
    rows: [...rows.values()].map(({ name, values }) => ({
      key: name,
      label: label(rowDimension, name),
      values,
      ...(name === REST ? {} : { group: [name] }),
    })),
  };
}

export const bar: MarkView = {
  draw: (drawing) => (
    <Bar
      {...barsOf(drawing)}
      label={drawing.label}
      unit={unitOf(drawing)}
      addsUp={addsUp(drawing.widget)}
      thresholds={drawing.widget.options.thresholds}
      legend={drawing.widget.options.legend}
      height={drawing.height}
    />
  ),
  table: groupTable,
};

/** Groups that are bins, ascending. */
export function binsOf(answer: Answer, widget: ChartWidget): HistogramBin[] {
  return answer.series
    .flatMap((series): HistogramBin[] => {
      const bin = series.other ? undefined : binOf(series.group[0] ?? '');
      const value = series.totals[first(widget)];
      return bin && value ? [{ from: bin.from, to: bin.to, value, group: series.group }] : [];
    })
    .sort((a, b) => a.from - b.from);
}

export const histogram: MarkView = {
  draw: ({ widget, answer, label, height, words }) => (
    <Histogram
      label={label}
      valueLabel={words.metric(first(widget))}
      unit={unitOfField(widget.dimensions[0] ?? '')}
      valueUnit={unitOf({ widget, answer })}
      bins={binsOf(answer, widget)}
      height={height}
    />
  ),
  table: groupTable,
};

/** More dots of different colours are only gaudy: a colour says who it is no longer. */
const MOST_TOLD_APART = 16;

function dotsOf({ widget, answer, words }: Drawing): ScatterDot[] {
  const [x = '', y = '', size] = widget.metrics;
  const groups = answer.series.filter(({ other }) => !other);
  const color = groups.length > MOST_TOLD_APART ? () => MAIN_COLOR : groupColors(groups, widget);
  return groups.flatMap((series): ScatterDot[] => {
    const [across, up] = [series.totals[x] ?? null, series.totals[y] ?? null];
    if (across === null || up === null) return [];
    const area = size === undefined ? null : (series.totals[size] ?? null);
    return [
      {
        ...{ key: groupName(series), label: groupLabel(series, widget, words), x: across, y: up },
        ...(area === null ? {} : { size: area }),
        color: color(series),
        group: series.group,
      },
    ];
  });
}

export const scatter: MarkView = {
  draw: (drawing) => {
    const { widget, label, height, words } = drawing;
    const axis = (name = '') => ({
      unit: unitOfMetric(name, drawing.answer.units),
      label: words.metric(name),
    });
    const [x, y, size] = widget.metrics;
    return (
      <Scatter
        label={label}
        x={axis(x)}
        y={axis(y)}
        size={size === undefined ? undefined : axis(size)}
        dots={dotsOf(drawing)}
        height={height}
      />
    );
  },
  table: groupTable,
};

/** From each value of a dimension to those of the next one. What is left over comes from nowhere, so it is not shown. */
export const linksOf = (answer: Answer, widget: ChartWidget): FlowLink[] =>
  answer.series.flatMap(({ other, group, totals }) =>
    other
      ? []
      : group.slice(1).map((to, layer) => ({
          layer,
          from: group[layer] ?? '',
          to,
          value: totals[first(widget)] ?? 0,
        })),
  );

export const flow: MarkView = {
  draw: ({ widget, answer, label, height, words }) => (
    <Flow
      label={label}
      unit={unitOf({ widget, answer })}
      links={linksOf(answer, widget)}
      layers={widget.dimensions}
      nameOf={(layer, name) => valueLabel(widget.dimensions[layer] ?? '', name, words)}
      height={height}
    />
  ),
  table: groupTable,
};
