import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Chart } from '../kit/Chart.tsx';
import { LaneLabels } from '../kit/LaneLabels.tsx';
import { Legend, legendHeight, useIsolation } from '../kit/Legend.tsx';
import type { ReadoutData } from '../kit/Readout.tsx';
import { nextInGrid } from '../kit/stops.ts';
import { type ThresholdLine, toneOf } from '../kit/Thresholds.tsx';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { Bars, barHeight } from './Bars.tsx';
import { type BarPart, type BarRow, layoutBars, partAt, sumOf } from './layout.ts';

export interface BarProps {
  /** What the chart shows: its accessible name. */
  label: string;
  unit: Unit;
  parts: readonly BarPart[];
  /** Largest first. */
  rows: readonly BarRow[];
  /** Whether the sum of values means something. */
  addsUp?: boolean;
  /** Of bars with one part: the state that a value means. */
  thresholds?: readonly ThresholdLine[];
  /** With its legend. */
  height?: number;
  legend?: 'auto' | 'none';
}

/** Named groups by size. What does not fit is one row more. */
export function Bar(props: BarProps) {
  const { label, unit, parts, rows, addsUp = true, thresholds = [], height = 200, legend = 'auto' } = props;
  const t = useTexts(chartTexts);
  const c = useTexts(common);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const isolation = useIsolation(parts);
  const roomBelow = legend === 'auto' && parts.length > 1 ? legendHeight(parts, width) : 0;

  const shown = useMemo(
    () =>
      rows.map((row) => ({
        ...row,
        values: row.values.map((value, at) => (isolation.isHidden(parts[at]?.name ?? '') ? null : value)),
      })),
    [rows, parts, isolation],
  );
  const layout = useMemo(
    () =>
      layoutBars(shown, {
        ...{ width, height: height - roomBelow, addsUp },
        restLabel: (count) => c('more', { count }),
        figureText: (value) => figureText(value, unit, format),
      }),
    [shown, width, height, roomBelow, addsUp, c, unit, format],
  );
  const { lanes, bars } = layout;
  const all = addsUp ? sumOf(rows.flatMap(({ values }) => values)) : null;

  const drawn = useMemo(
    () => (
      <>
        <LaneLabels labels={layout.bars.map(({ row }) => row.label)} lanes={layout.lanes} />
        <Bars
          layout={layout}
          colors={parts.map(({ color }) => color)}
          toneOf={(value) => (parts.length === 1 ? toneOf(thresholds, value) : undefined)}
          text={(value) => figureText(value, unit, format)}
        />
      </>
    ),
    [layout, parts, thresholds, unit, format],
  );

  const stopOf = (row: number, part: number) => row * parts.length + part;
  const placeOf = (stop: number) => {
    const row = Math.floor(stop / parts.length);
    const bar = bars[row];
    return { row, bar, segment: bar?.segments.find(({ part }) => part === stop % parts.length) };
  };
  const readout = (stop: number): ReadoutData => {
    const { bar } = placeOf(stop);
    const total = bar?.total ?? null;
    const known = parts.flatMap((part, at) => {
      const value = bar?.row.values[at] ?? null;
      return value === null
        ? []
        : [{ label: part.label, color: part.color, text: format.exact(value, unit) }];
    });
    const sum = { label: t('total'), text: total === null ? '–' : format.exact(total, unit) };
    return {
      title: bar?.row.label ?? '',
      rows: [
        ...known,
        ...(known.length > 1 && addsUp ? [{ ...sum, role: 'total' as const }] : []),
        ...(all && total !== null
          ? [{ label: t('ofAll'), text: format.percent(total / all), role: 'aside' as const }]
          : []),
      ],
    };
  };
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={lanes.frame}
        stops={{
          count: bars.length * parts.length,
          at: (x, y) => {
            const row = lanes.at(y);
            const bar = row === undefined ? undefined : bars[row];
            return row === undefined || !bar ? undefined : stopOf(row, partAt(bar, x));
          },
          next: nextInGrid(parts.length, bars.length),
          anchor: (stop) => {
            const { row, bar, segment } = placeOf(stop);
            return {
              x: segment ? segment.x + segment.width / 2 : (bar?.figure.x ?? 0),
              y: lanes.top(row) + lanes.height,
            };
          },
        }}
        readout={readout}
        empty={rows.length === 0}
        pickOf={(stop) => {
          const group = placeOf(stop).bar?.row.group;
          return group && { group: [...group, ...(parts[stop % parts.length]?.group ?? [])] };
        }}
        cursor={(stop) => {
          const { row, segment } = placeOf(stop);
          const tall = barHeight(lanes);
          const y = lanes.top(row) + (lanes.height - tall) / 2;
          return (
            <>
              <rect
                className="pointed"
                x={0}
                y={lanes.top(row)}
                width={lanes.frame.width}
                height={lanes.height}
              />
              {segment && parts.length > 1 && (
                <rect className="focus" x={segment.x} y={y} width={segment.width} height={tall} />
              )}
            </>
          );
        }}
      >
        {drawn}
      </Chart>
      {roomBelow > 0 && (
        <div style={{ height: roomBelow }} className="pt-1">
          <Legend items={parts} isolation={isolation} />
        </div>
      )}
    </div>
  );
}

const figureText = (value: number | null, unit: Unit, format: ReturnType<typeof useFormat>): string =>
  value === null ? '–' : format.unit(value, unit);
