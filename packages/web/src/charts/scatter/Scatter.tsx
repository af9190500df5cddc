import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { fitText, textWidth } from '@pharos/core/charts/text-width';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { Chart } from '../kit/Chart.tsx';
import { nextInRow } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { DotCanvas } from './DotCanvas.tsx';
import { type Axis, CLOUD_FROM, dotLabels, drawingOrder, layoutScatter, type ScatterDot } from './layout.ts';

interface ScatterProps {
  label: string;
  x: Axis;
  y: Axis;
  /** What the area of a dot stands for. */
  size?: Axis | undefined;
  dots: readonly ScatterDot[];
  height?: number;
}

const MOST_NAMED = 24;

/** Two values of many things against each other. Axes are logarithmic where values span three decades. */
export function Scatter({ label, x, y, size, dots, height = 260 }: ScatterProps) {
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const { layout, frame } = useMemo(() => {
    const room: Frame = { width, height, left: 8, right: 12, top: 24, bottom: 38 };
    const draft = layoutScatter(dots, plotOf(room), { x: x.unit, y: y.unit });
    const wide = Math.max(0, ...draft.y.ticks.map(({ value }) => textWidth(format.axis(value, y.unit))));
    const framed = { ...room, left: wide + 10 };
    return { frame: framed, layout: layoutScatter(dots, plotOf(framed), { x: x.unit, y: y.unit }) };
  }, [dots, width, height, format, x.unit, y.unit]);
  const many = dots.length > CLOUD_FROM;
  const colors = useMemo(() => dots.map(({ color }) => color), [dots]);
  const plot = plotOf(frame);
  const text = (value: number, unit: Unit) => format.exact(value, unit);

  const drawn = useMemo(() => {
    const { x0, x1, y0, y1 } = plotOf(frame);
    return (
      <>
        {layout.y.ticks.map(({ value, at }) => (
          <g key={value}>
            <line className="grid" x1={x0} x2={x1} y1={at} y2={at} />
            <text x={x0 - 6} y={at} dy="0.32em" textAnchor="end">
              {format.axis(value, y.unit)}
            </text>
          </g>
        ))}
        {layout.x.ticks.map(({ value, at }) => (
          <g key={value}>
            <line className="grid" x1={at} x2={at} y1={y0} y2={y1} />
            <text x={at} y={y1 + 15} textAnchor="middle">
              {format.axis(value, x.unit)}
            </text>
          </g>
        ))}
        <text className="label" x={0} y={11}>
          {`↑ ${fitText(y.label, x1)}`}
        </text>
        <text className="label" x={x1} y={frame.height - 4} textAnchor="end">
          {`${fitText(x.label, x1 - x0)} →`}
        </text>
        {!many &&
          drawingOrder(layout.placed).map((index) => {
            const dot = layout.placed[index];
            return (
              dot && (
                <circle
                  key={dots[index]?.key}
                  cx={dot.cx.toFixed(1)}
                  cy={dot.cy.toFixed(1)}
                  r={dot.r.toFixed(1)}
                  fill={colors[index]}
                  fillOpacity="0.6"
                  stroke={colors[index]}
                />
              )
            );
          })}
        {dots.length <= MOST_NAMED &&
          dotLabels(dots, layout.placed, plotOf(frame)).map(
            ({ index, x: across, y: up, anchor, text: name }) => (
              <text
                key={dots[index]?.key}
                className="label"
                x={across}
                y={up}
                dy="0.34em"
                textAnchor={anchor}
              >
                {name}
              </text>
            ),
          )}
      </>
    );
  }, [layout, frame, format, x, y, many, dots, colors]);

  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={frame}
        empty={dots.length === 0}
        canvas={many && <DotCanvas placed={layout.placed} colors={colors} frame={frame} />}
        stops={{
          count: dots.length,
          at: layout.nearest,
          next: nextInRow(dots.length),
          anchor: (stop) => ({ x: layout.placed[stop]?.cx ?? 0, y: layout.placed[stop]?.cy ?? plot.y0 }),
        }}
        readout={(stop) => {
          const dot = dots[stop];
          if (!dot) return { title: '', rows: [] };
          return {
            title: dot.label,
            rows: [
              { label: x.label, text: text(dot.x, x.unit) },
              { label: y.label, text: text(dot.y, y.unit) },
              ...(size && dot.size !== undefined
                ? [{ label: size.label, text: text(dot.size, size.unit) }]
                : []),
            ],
          };
        }}
        pickOf={(stop) => {
          const group = dots[stop]?.group;
          return group && { group };
        }}
        cursor={(stop) => {
          const dot = layout.placed[stop];
          return dot && <circle className="focus" cx={dot.cx} cy={dot.cy} r={dot.r + 2} />;
        }}
      >
        {drawn}
      </Chart>
    </div>
  );
}
