import { plotOf } from '@pharos/core/charts/frame';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { TimeAxis } from '../kit/axes.tsx';
import { Chart } from '../kit/Chart.tsx';
import { Filling } from '../kit/Filling.tsx';
import { LaneLabels } from '../kit/LaneLabels.tsx';
import { lanesFor } from '../kit/lanes.ts';
import { nextInGrid } from '../kit/stops.ts';
import { type ThresholdLine, toneOf } from '../kit/Thresholds.tsx';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import type { Buckets } from '../time-series/layout.ts';
import { layoutStates, type StateRow } from './layout.ts';
import { STATE_SHARE, stateColor } from './look.ts';
import { ToneKey } from './ToneKey.tsx';

interface StatesProps extends Buckets {
  label: string;
  unit: Unit;
  rows: readonly StateRow[];
  /** What a value means; below all of them it means nothing in particular. */
  thresholds: readonly ThresholdLine[];
  height?: number;
}

const AXIS = 22;
const KEY = 20;

/** Who was in which state when: a lane each, tall and red where it was bad, a hairline where nothing is known. */
export function States(props: StatesProps) {
  const { label, unit, rows, thresholds, height = 180, buckets, bucketMs, completeUntilMs } = props;
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const labels = useMemo(() => rows.map((row) => row.label), [rows]);
  const lanes = useMemo(
    () => lanesFor(labels, { width, height, top: KEY, bottom: AXIS }),
    [labels, width, height],
  );
  const layout = useMemo(
    () => layoutStates({ buckets, bucketMs, completeUntilMs }, rows, thresholds, lanes, format.zone),
    [buckets, bucketMs, completeUntilMs, rows, thresholds, lanes, format.zone],
  );
  const columns = Math.max(1, buckets.length);
  const middle = (stop: number) => (buckets[stop % columns] ?? 0) + bucketMs / 2;
  const drawn = useMemo(
    () => (
      <>
        <LaneLabels labels={labels} lanes={lanes} />
        {layout.rows.map(({ row, stretches }, nth) =>
          stretches.map(({ from, tone, x, width: wide }) => {
            const tall = lanes.height * STATE_SHARE[tone];
            const y = lanes.top(nth) + (lanes.height - tall) / 2;
            return (
              <rect
                key={`${row.key} ${from}`}
                x={x}
                y={y}
                width={wide}
                height={tall}
                rx="1.5"
                fill={stateColor(tone)}
              />
            );
          }),
        )}
        <Filling stretch={layout.filling} frame={lanes.frame} />
        <ToneKey tones={layout.tones} x={plotOf(lanes.frame).x1} y={KEY / 2 - 2} />
        <TimeAxis
          ticks={layout.ticks}
          frame={{ ...lanes.frame, height: plotOf(lanes.frame).y1 + AXIS }}
          locale={format.locale}
          timeZone={format.zone}
        />
      </>
    ),
    [labels, lanes, layout, format],
  );
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={lanes.frame}
        empty={rows.length === 0}
        stops={{
          count: buckets.length * lanes.count,
          at: (x, y) => {
            const row = lanes.at(y);
            return row === undefined || x < lanes.frame.left ? undefined : row * columns + layout.indexAt(x);
          },
          next: nextInGrid(columns, lanes.count),
          anchor: (stop) => ({ x: layout.x(middle(stop)), y: lanes.top(Math.floor(stop / columns)) }),
        }}
        readout={(stop) => {
          const row = rows[Math.floor(stop / columns)];
          const value = row?.points[stop % columns] ?? null;
          const tone = value === null ? undefined : toneOf(thresholds, value);
          return {
            title: bucketLabel(buckets[stop % columns] ?? 0, bucketMs, format.locale, format.zone),
            rows: [
              {
                label: row?.label ?? '',
                text: value === null ? t('unknown') : format.exact(value, unit),
                color: stateColor(value === null ? 'unknown' : (tone ?? 'none')),
              },
            ],
            note: tone && t(tone),
          };
        }}
        pickOf={(stop) => {
          const fromMs = buckets[stop % columns] ?? 0;
          const group = rows[Math.floor(stop / columns)]?.group;
          return { fromMs, toMs: fromMs + bucketMs, ...(group ? { group } : {}) };
        }}
        time={{ timeAt: layout.timeAt, xOf: layout.x, msOf: middle }}
      >
        {drawn}
      </Chart>
    </div>
  );
}
