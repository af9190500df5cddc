import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { fitText, textWidth } from '@pharos/core/charts/text-width';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ValueAxis } from '../kit/axes.tsx';
import { binLabel } from '../kit/bin-scale.ts';
import { Chart } from '../kit/Chart.tsx';
import { nextInRow } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { type HistogramData, type HistogramLayout, type HistogramMark, layoutHistogram } from './layout.ts';

export interface HistogramProps extends Omit<HistogramData, 'marks'> {
  /** What the chart shows: its accessible name. */
  label: string;
  /** What is counted: `Requests`. */
  valueLabel: string;
  marks?: readonly HistogramMark[];
  height?: number;
}

const NO_MARKS: readonly HistogramMark[] = [];

/** How often which size, over decades: the shape behind a percentile. */
export function Histogram(props: HistogramProps) {
  const { label, valueLabel, unit, valueUnit, bins, marks = NO_MARKS, height = 200 } = props;
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const layout = useMemo(() => {
    const data = { unit, valueUnit, shownPer: format.shownPer(valueUnit), bins, marks };
    const frame: Frame = { width, height, left: 8, right: 6, top: marks.length > 0 ? 20 : 8, bottom: 22 };
    const draft = layoutHistogram(data, frame);
    const texts = draft.scale.ticks.map(({ value }) => textWidth(format.axis(value, valueUnit)));
    return layoutHistogram(data, { ...frame, left: Math.max(0, ...texts) + 10 });
  }, [unit, valueUnit, bins, marks, width, height, format]);
  const edge = (value: number) => format.axis(value, unit);

  const drawn = useMemo(
    () => (
      <>
        <ValueAxis
          scale={layout.scale}
          frame={layout.frame}
          format={(value) => format.axis(value, valueUnit)}
        />
        <BinAxis layout={layout} format={(value) => format.axis(value, unit)} />
        <path className="fill" style={{ color: 'var(--series-1)' }} d={barsPath(layout.bars)} />
        <Marks layout={layout} format={(value) => format.unit(value, unit)} />
      </>
    ),
    [layout, unit, valueUnit, format],
  );
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={layout.frame}
        stops={{
          count: bins.length,
          at: (x) => layout.binAt(x),
          next: nextInRow(bins.length),
          anchor: (at) => {
            const bar = layout.bars[at];
            return { x: (bar?.x ?? 0) + (bar?.width ?? 0), y: plotOf(layout.frame).y0 };
          },
        }}
        readout={(at) => {
          const bin = bins[at];
          const share = layout.shares[at];
          return {
            title: bin ? binLabel(bin, edge) : '',
            rows: [
              { label: valueLabel, text: format.exact(bin?.value ?? 0, valueUnit), color: 'var(--series-1)' },
              { label: t('ofAll'), text: format.percent(share?.own ?? 0), role: 'aside' },
              ...(bin && Number.isFinite(bin.to)
                ? [
                    {
                      label: t('upTo', { edge: bin.from === 0 ? edge(0) : edge(bin.to) }),
                      text: format.percent(share?.upTo ?? 0),
                      role: 'aside' as const,
                    },
                  ]
                : []),
            ],
          };
        }}
        empty={bins.length === 0}
        pickOf={(at) => {
          const group = bins[at]?.group;
          return group && { group };
        }}
        cursor={(at) => {
          const bar = layout.bars[at];
          const { y0, height: tall } = plotOf(layout.frame);
          return bar && <rect className="pointed" x={bar.x} y={y0} width={bar.width} height={tall} />;
        }}
      >
        {drawn}
      </Chart>
    </div>
  );
}

const short = (value: number) => Math.round(value * 100) / 100;
const barsPath = (bars: HistogramLayout['bars']): string =>
  bars
    .filter(({ height }) => height > 0)
    .map(
      ({ x, y, width, height }) =>
        `M${short(x)},${short(y)}h${short(width)}v${short(height)}h${-short(width)}z`,
    )
    .join('');

interface AxisProps {
  layout: HistogramLayout;
  format: (value: number) => string;
}

function BinAxis({ layout: { frame, x }, format }: AxisProps) {
  const { x0, x1, y1 } = plotOf(frame);
  return (
    <g>
      <line className="zero" x1={x0} x2={x1} y1={y1} y2={y1} />
      {x.ticks.map(({ value, at }) => (
        <g key={value}>
          <line className="zero" x1={at} x2={at} y1={y1} y2={y1 + 4} />
          <text
            x={Math.min(at, frame.width - textWidth(format(value)) / 2)}
            y={frame.height - 5}
            textAnchor="middle"
          >
            {format(value)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Figures of the whole: a line each, named above the plot. */
function Marks({ layout: { frame, marks }, format }: AxisProps) {
  const { x1, y0, y1 } = plotOf(frame);
  return (
    <g>
      {marks.map(({ mark, x, room }) => {
        const text = `${mark.label} ${format(mark.value)}`;
        const wide = textWidth(text);
        const flip = x + wide > x1;
        return (
          <g key={mark.label}>
            <line className="mark" x1={x} x2={x} y1={y0 - 4} y2={y1} />
            {(flip || room > wide) && (
              <text className="label" x={flip ? x1 : x} y={y0 - 9} textAnchor={flip ? 'end' : 'start'}>
                {fitText(text, x1)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
