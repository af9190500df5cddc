import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { TimeAxis, ValueAxis } from '../kit/axes.tsx';
import { Chart } from '../kit/Chart.tsx';
import type { ReadoutData } from '../kit/Readout.tsx';
import { nextInRow } from '../kit/stops.ts';
import { type ThresholdLine, Thresholds } from '../kit/Thresholds.tsx';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { type BurnDownData, layoutBurnDown } from './layout.ts';

export interface BurnDownProps extends Omit<BurnDownData, 'include' | 'shownPer'> {
  /** What the chart shows: its accessible name. */
  label: string;
  /** By what is left. */
  thresholds: readonly ThresholdLine[];
  height?: number;
}

const COLOR = 'var(--series-1)';

/**
 * What is left of a limit from the beginning of its window to now, and how it is expected to go on to the end, with its band.
 * A thin line is that of even spending: below it one spends too fast.
 */
export function BurnDown(props: BurnDownProps) {
  const { label, unit, fromMs, toMs, limit, points, coming, even, thresholds, height = 240 } = props;
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const layout = useMemo(() => {
    const include = thresholds.map(({ value }) => value);
    const shownPer = format.shownPer(unit);
    const data = { unit, shownPer, fromMs, toMs, limit, points, coming, even, include };
    const frame: Frame = { width, height, left: 8, right: 10, top: 14, bottom: 22 };
    const draft = layoutBurnDown(data, frame, format.zone);
    const texts = draft.scale.ticks.map(({ value }) => textWidth(format.axis(value, unit)));
    return layoutBurnDown(data, { ...frame, left: Math.max(0, ...texts) + 10 }, format.zone);
  }, [unit, fromMs, toMs, limit, points, coming, even, thresholds, width, height, format]);
  const { frame, scale, stops } = layout;
  const { x0, x1, y0, y1 } = plotOf(frame);

  const readout = (index: number): ReadoutData => {
    const stop = stops[index];
    const next = stop?.coming;
    const exact = (value: number) => format.exact(value, unit);
    return {
      title: stop ? format.dateTime(stop.atMs) : '',
      rows: [
        {
          label: t(next ? 'leftExpected' : 'left'),
          text: exact(next?.left ?? stop?.now?.left ?? 0),
          color: COLOR,
        },
        ...(next
          ? [{ label: t('band'), text: `${exact(next.low)} – ${exact(next.high)}`, role: 'aside' as const }]
          : []),
        ...(even && stop
          ? [
              {
                label: t('evenPace'),
                // As fine as the picture: an even pace goes through parts of a token, and of a cent.
                text: exact(Number((limit * (1 - (stop.atMs - fromMs) / (toMs - fromMs))).toPrecision(6))),
                role: 'aside' as const,
              },
            ]
          : []),
      ],
    };
  };

  const nearEnd = layout.nowX > (x0 + x1) / 2;
  const drawn = (
    <>
      <ValueAxis scale={scale} frame={frame} format={(value) => format.axis(value, unit)} />
      <TimeAxis ticks={layout.xTicks} frame={frame} locale={format.locale} timeZone={format.zone} />
      {layout.even && <path className="before" d={layout.even} />}
      <g style={{ color: COLOR }}>
        <path className="wash" d={layout.wash} />
        {layout.band && <path className="wash" d={layout.band} />}
        <path className="line" d={layout.line} />
        {layout.coming && <path className="dashed" d={layout.coming} />}
      </g>
      <Thresholds lines={thresholds} y={scale.y} frame={frame} />
      <line className="happened" x1={layout.nowX} x2={layout.nowX} y1={y0} y2={y1} />
      <text
        className="halo"
        x={layout.nowX + (nearEnd ? -4 : 4)}
        y={y0 - 3}
        textAnchor={nearEnd ? 'end' : 'start'}
      >
        {t('now')}
      </text>
      {layout.emptyX !== undefined && (
        <circle
          cx={layout.emptyX}
          cy={scale.y(0)}
          r="4"
          fill="var(--bad-mark)"
          stroke="var(--surface)"
          strokeWidth="1.5"
        />
      )}
    </>
  );
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={frame}
        stops={{
          count: stops.length,
          at: (x) => layout.indexAt(x),
          next: nextInRow(stops.length),
          anchor: (index) => ({ x: stops[index]?.x ?? 0, y: y0 }),
        }}
        readout={readout}
        empty={points.length === 0}
        time={{
          timeAt: layout.timeAt,
          xOf: layout.x,
          msOf: (index) => stops[index]?.atMs ?? fromMs,
        }}
      >
        {drawn}
      </Chart>
    </div>
  );
}
