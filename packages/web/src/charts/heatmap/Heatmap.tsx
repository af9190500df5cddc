import { plotOf } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { TimeAxis } from '../kit/axes.tsx';
import { Chart } from '../kit/Chart.tsx';
import { useCharts } from '../kit/context.ts';
import { Filling } from '../kit/Filling.tsx';
import { Happened } from '../kit/Happened.tsx';
import { LaneLabels } from '../kit/LaneLabels.tsx';
import { RampKey } from '../kit/RampKey.tsx';
import type { ReadoutData } from '../kit/Readout.tsx';
import { rampColor } from '../kit/ramp.ts';
import { nextInGrid } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { CellCanvas, Cells } from './Cells.tsx';
import { AXIS, type HeatmapData, KEY, layoutHeatmap } from './layout.ts';

export interface HeatmapProps extends HeatmapData {
  /** What the chart shows: its accessible name. */
  label: string;
  height?: number;
}

/** More cells than this are drawn on a canvas. */
const MOST_SHAPES = 2000;

/** Where in time and in which row there is much: a column a bucket, a row a group or a bin of sizes. */
export function Heatmap(props: HeatmapProps) {
  const { label, unit, binUnit, rows, height = 240, buckets, bucketMs, completeUntilMs } = props;
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const { marks } = useCharts();
  const layout = useMemo(
    () =>
      layoutHeatmap(
        { unit, binUnit, rows, buckets, bucketMs, completeUntilMs },
        {
          ...{ width, height, timeZone: format.zone },
          edgeWidth: (value) => textWidth(format.axis(value, binUnit)),
        },
      ),
    [unit, binUnit, rows, buckets, bucketMs, completeUntilMs, width, height, format],
  );
  const { frame } = layout;
  const many = layout.cells.length > MOST_SHAPES;
  const columns = Math.max(1, buckets.length);
  const middle = (stop: number) => (buckets[stop % columns] ?? 0) + bucketMs / 2;
  const rowOf = (stop: number) => layout.rows[Math.floor(stop / columns)];

  const readout = (stop: number): ReadoutData => {
    const start = buckets[stop % columns] ?? 0;
    const row = rowOf(stop)?.row;
    const value = row?.points[stop % columns] ?? null;
    const bucket = bucketLabel(start, bucketMs, format.locale, format.zone);
    const color = value === null || !layout.ramp ? {} : { color: rampColor(layout.ramp.stepOf(value)) };
    return {
      title: start + bucketMs > completeUntilMs ? `${bucket} · ${t('incomplete')}` : bucket,
      rows: [
        {
          label: row?.label ?? '',
          text: value === null ? t('unknown') : format.exact(value, unit),
          ...color,
        },
      ],
    };
  };

  const drawn = useMemo(
    () => (
      <>
        {layout.lanes && <LaneLabels labels={rows.map((row) => row.label)} lanes={layout.lanes} />}
        {layout.axis?.ticks.map(({ value, at }) => (
          <text key={value} x={layout.frame.left - 6} y={at} dy="0.32em" textAnchor="end">
            {format.axis(value, binUnit)}
          </text>
        ))}
        {!many && <Cells cells={layout.cells} />}
        <Filling stretch={layout.filling} frame={layout.frame} />
        <TimeAxis
          ticks={layout.xTicks}
          frame={{ ...layout.frame, height: plotOf(layout.frame).y1 + AXIS }}
          locale={format.locale}
          timeZone={format.zone}
        />
        {layout.ramp && (
          <RampKey
            ramp={layout.ramp}
            x={plotOf(layout.frame).x1}
            y={KEY / 2 - 2}
            format={(value) => format.unit(value, unit)}
          />
        )}
        <Happened marks={marks} x={layout.x} frame={layout.frame} />
      </>
    ),
    [layout, rows, many, format, unit, binUnit, marks],
  );
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={frame}
        canvas={many && <CellCanvas cells={layout.cells} frame={frame} />}
        stops={{
          count: buckets.length * layout.rows.length,
          at: (x, y) => {
            const [row, column] = [layout.rowAt(y), layout.columnAt(x)];
            return row === undefined || column === undefined ? undefined : row * columns + column;
          },
          next: nextInGrid(columns, layout.rows.length),
          anchor: (stop) => ({ x: layout.x(middle(stop)), y: rowOf(stop)?.y ?? frame.top }),
        }}
        readout={readout}
        empty={layout.cells.length === 0}
        pickOf={(stop) => {
          const fromMs = buckets[stop % columns] ?? 0;
          const group = rowOf(stop)?.row.group;
          return { fromMs, toMs: fromMs + bucketMs, ...(group ? { group } : {}) };
        }}
        cursor={(stop) => {
          const at = rowOf(stop);
          const from = layout.x(middle(stop) - bucketMs / 2);
          const to = layout.x(middle(stop) + bucketMs / 2);
          return at && <rect className="focus" x={from} y={at.y} width={to - from} height={at.height} />;
        }}
        time={{ timeAt: layout.timeAt, xOf: layout.x, msOf: middle }}
      >
        {drawn}
      </Chart>
    </div>
  );
}
