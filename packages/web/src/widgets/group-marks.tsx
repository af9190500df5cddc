import { binOf } from '@pharos/core/bins';
import { isBinned } from '@pharos/core/dashboards/marks';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { metricNamed } from '@pharos/core/metrics';
import type { Series } from '@pharos/core/question';
import { bucketsOf, groupLabel, shownGroups } from '../charts/answer.ts';
import { Cohort } from '../charts/cohort/Cohort.tsx';
import { Funnel } from '../charts/funnel/Funnel.tsx';
import type { Stage } from '../charts/funnel/layout.ts';
import { Heatmap } from '../charts/heatmap/Heatmap.tsx';
import type { HeatRow } from '../charts/heatmap/layout.ts';
import { figure, type TableData, words } from '../charts/kit/table.ts';
import { States } from '../charts/states/States.tsx';
import type { TopRow } from '../charts/top-table/rows.ts';
import { TopTable } from '../charts/top-table/TopTable.tsx';
import { type Drawing, type MarkView, unitOf } from './drawing.ts';
import { timeMark } from './time-marks.tsx';
import { unitOfField } from './words.ts';

const keyOf = (series: Series): string => (series.other ? '\u0000other' : JSON.stringify(series.group));

/** A row a group, a column a metric: how every answer that is split reads as a table. */
export function groupTable({ widget, answer, words: said, format, dimensionName }: Drawing): TableData {
  return {
    columns: [
      ...widget.dimensions.map((name) => ({ label: dimensionName(name) })),
      ...widget.metrics.map((name) => ({ label: said.metric(name), align: 'right' as const })),
    ],
    rows: shownGroups(answer, widget).map((series) => ({
      key: keyOf(series),
      cells: [
        ...widget.dimensions.map((name, nth) =>
          words(
            groupLabel(
              { ...series, group: [series.group[nth] ?? ''] },
              { ...widget, dimensions: [name] },
              said,
            ),
          ),
        ),
        ...widget.metrics.map((name) =>
          figure(series.totals[name], (value) => format.exact(value, unitOfMetric(name, answer.units))),
        ),
      ],
    })),
  };
}

/** The lanes of marks that show one metric of each group over time. */
const lanes = ({ widget, answer, words: said }: Drawing) =>
  shownGroups(answer, widget).map((series) => ({
    key: keyOf(series),
    label: groupLabel(series, widget, said),
    points: series.points?.[widget.metrics[0] ?? ''] ?? [],
    ...(series.other ? {} : { group: series.group }),
  }));

export const states: MarkView = {
  draw: (drawing) => (
    <States
      {...bucketsOf(drawing.answer, drawing.nowMs)}
      label={drawing.label}
      unit={unitOf(drawing)}
      rows={lanes(drawing)}
      thresholds={drawing.widget.options.thresholds}
      height={drawing.height}
    />
  ),
  table: timeMark('line').table,
};

/** Rows of a heat map: bins with their edges, from which follows where they stand. */
const heatRows = (drawing: Drawing): HeatRow[] =>
  lanes(drawing).flatMap((row) => {
    if (!isBinned(drawing.widget.dimensions[0] ?? '')) return [row];
    const bin = binOf(row.group?.[0] ?? '');
    return bin ? [{ ...row, bin }] : [];
  });

export const heatmap: MarkView = {
  draw: (drawing) => (
    <Heatmap
      {...bucketsOf(drawing.answer, drawing.nowMs)}
      label={drawing.label}
      unit={unitOf(drawing)}
      binUnit={unitOfField(drawing.widget.dimensions[0] ?? '')}
      rows={heatRows(drawing)}
      height={drawing.height}
    />
  ),
  table: timeMark('line').table,
};

export const cohort: MarkView = {
  draw: (drawing) => (
    <Cohort
      label={drawing.label}
      unit={unitOf(drawing)}
      rows={lanes(drawing)}
      step={drawing.format.period((drawing.answer.bucketSeconds ?? 0) * 1000)}
      height={drawing.height}
    />
  ),
  table: timeMark('line').table,
};

/** Its stages are its metrics in order; or, of one metric, its groups from the largest. */
function stages({ widget, answer, words: said }: Drawing): Stage[] {
  if (widget.dimensions.length === 0) {
    const totals = answer.series[0]?.totals ?? {};
    return widget.metrics.map((name) => ({ key: name, label: said.metric(name), value: totals[name] ?? 0 }));
  }
  return shownGroups(answer, widget).map((series) => ({
    key: keyOf(series),
    label: groupLabel(series, widget, said),
    value: series.totals[widget.metrics[0] ?? ''] ?? 0,
    ...(series.other ? {} : { group: series.group }),
  }));
}

export const funnel: MarkView = {
  draw: (drawing) => (
    <Funnel label={drawing.label} unit={unitOf(drawing)} stages={stages(drawing)} height={drawing.height} />
  ),
  table: (drawing) => ({
    columns: [
      { label: '' },
      { label: drawing.words.metric(drawing.widget.metrics[0] ?? ''), align: 'right' },
    ],
    rows: stages(drawing).map(({ key, label, value }) => ({
      key,
      cells: [words(label), figure(value, (of) => drawing.format.exact(of, unitOf(drawing)))],
    })),
  }),
};

export const table: MarkView = {
  draw: ({ widget, answer, label, height, words: said, dimensionName, periodName, nowMs }) => {
    const first = widget.metrics[0] ?? '';
    const rows = shownGroups(answer, widget).map(
      (series): TopRow => ({
        key: keyOf(series),
        label: groupLabel(series, widget, said),
        figures: widget.metrics.map((name) => series.totals[name] ?? null),
        before: series.previous && widget.metrics.map((name) => series.previous?.[name] ?? null),
        points: series.points?.[first],
        ...(series.other ? {} : { group: series.group }),
      }),
    );
    const { completeUntilMs, buckets, bucketMs } = bucketsOf(answer, nowMs);
    return (
      <TopTable
        label={label}
        rowLabel={widget.dimensions.map(dimensionName).join(' · ')}
        columns={widget.metrics.map((name) => ({
          key: name,
          label: said.metric(name),
          unit: unitOfMetric(name, answer.units),
          better: metricNamed(name)?.better ?? 'neither',
        }))}
        rows={rows}
        periodName={periodName}
        height={height}
        lastIncomplete={(buckets.at(-1) ?? 0) + bucketMs > completeUntilMs}
      />
    );
  },
  table: groupTable,
};
