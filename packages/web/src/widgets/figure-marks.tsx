import { metricNamed } from '@pharos/core/metrics';
import { bucketsOf } from '../charts/answer.ts';
import { Gauge } from '../charts/gauge/Gauge.tsx';
import { figure, type TableData } from '../charts/kit/table.ts';
import { StatFigure } from '../charts/stat/StatFigure.tsx';
import { type Drawing, type MarkView, unitOf } from './drawing.ts';
import { timeMark } from './time-marks.tsx';

/** The one figure that the answer is. */
function figureOf({ widget, answer }: Drawing): number | null {
  return answer.series[0]?.totals[widget.metrics[0] ?? ''] ?? null;
}

export const stat: MarkView = {
  draw: (drawing) => {
    const { widget, answer, label, height, periodName, nowMs } = drawing;
    const name = widget.metrics[0] ?? '';
    const [series] = answer.series;
    const { buckets, bucketMs, completeUntilMs } = bucketsOf(answer, nowMs);
    const value = figureOf(drawing);
    const exact = series?.exact[name];
    return (
      <StatFigure
        label={label}
        metric={{ unit: unitOf(drawing), better: metricNamed(name)?.better ?? 'neither' }}
        value={value}
        exact={value === null || exact === undefined ? undefined : drawing.format.full(value, 'usd', exact)}
        before={series?.previous?.[name]}
        periodName={periodName}
        points={series?.points?.[name]}
        lastIncomplete={(buckets.at(-1) ?? 0) + bucketMs > completeUntilMs}
        thresholds={widget.options.thresholds}
        height={height}
      />
    );
  },
  table: timeMark('line').table,
};

const oneRow = (drawing: Drawing): TableData => ({
  columns: [{ label: drawing.words.metric(drawing.widget.metrics[0] ?? ''), align: 'right' }],
  rows: [
    {
      key: 'value',
      cells: [figure(figureOf(drawing), (value) => drawing.format.exact(value, unitOf(drawing)))],
    },
  ],
});

/** Without an end of its own a share ends at 1, and other figures at the last threshold or twice what they are. */
function mostOf(drawing: Drawing): number {
  const { max, thresholds } = drawing.widget.options;
  if (max !== undefined) return max;
  if (unitOf(drawing) === 'ratio') return 1;
  const last = Math.max(0, ...thresholds.map(({ value }) => value));
  return last > 0 ? last * 1.25 : (figureOf(drawing) ?? 1) * 2 || 1;
}

export const gauge: MarkView = {
  draw: (drawing) => (
    <Gauge
      label={drawing.label}
      unit={unitOf(drawing)}
      value={figureOf(drawing)}
      most={mostOf(drawing)}
      thresholds={drawing.widget.options.thresholds}
      height={drawing.height}
    />
  ),
  table: oneRow,
};
