import { plotOf } from '@pharos/core/charts/frame';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { TimeAxis } from '../kit/axes.tsx';
import { Chart } from '../kit/Chart.tsx';
import { nextInRow } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { STATE_SHARE, stateColor } from '../states/look.ts';
import { layoutTimeline, type TimelineStretch } from './layout.ts';

interface TimelineProps {
  label: string;
  fromMs: number;
  toMs: number;
  stretches: readonly TimelineStretch[];
}

const WORDS = 18;
const BAND = 26;
const AXIS = 22;
export const TIMELINE_HEIGHT = WORDS + BAND + AXIS;

/** What state something was in over time: one band, tall and red where it was bad, nothing where nobody kept watch. */
export function Timeline({ label, fromMs, toMs, stretches }: TimelineProps) {
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const frame = useMemo(
    () => ({ width, height: TIMELINE_HEIGHT, left: 0, right: 0, top: WORDS, bottom: AXIS }),
    [width],
  );
  const layout = useMemo(
    () => layoutTimeline({ fromMs, toMs }, stretches, frame, format.zone),
    [fromMs, toMs, stretches, frame, format.zone],
  );
  const middle = WORDS + BAND / 2;
  const drawn = useMemo(() => {
    const { x0, x1 } = plotOf(frame);
    return (
      <>
        {stretches.length > 0 && (
          <line x1={x0} x2={x1} y1={middle} y2={middle} className="grid" strokeDasharray="2 3" />
        )}
        {layout.stretches.map(({ stretch, x, width: wide, word }) => {
          const tall = BAND * STATE_SHARE[stretch.tone];
          return (
            <g key={stretch.fromMs}>
              <rect
                x={x}
                y={middle - tall / 2}
                width={wide}
                height={tall}
                rx={Math.min(1.5, wide / 2)}
                fill={stateColor(stretch.tone)}
              />
              {word && (
                <text x={x} y={WORDS - 5}>
                  {word}
                </text>
              )}
            </g>
          );
        })}
        <TimeAxis ticks={layout.ticks} frame={frame} locale={format.locale} timeZone={format.zone} />
      </>
    );
  }, [layout, frame, stretches.length, middle, format]);
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={frame}
        empty={stretches.length === 0}
        stops={{
          count: stretches.length,
          at: (x) => layout.at(x),
          next: nextInRow(stretches.length),
          anchor: (stop) => {
            const at = layout.stretches[stop];
            return { x: at ? at.x + at.width / 2 : 0, y: middle };
          },
        }}
        readout={(stop) => {
          const stretch = stretches[stop];
          if (!stretch) return { title: '', rows: [] };
          return {
            title: `${format.dateTime(stretch.fromMs)} – ${format.dateTime(stretch.toMs)}`,
            rows: [
              {
                label: stretch.text,
                text: format.duration(stretch.toMs - stretch.fromMs),
                color: stateColor(stretch.tone),
              },
            ],
            note: stretch.note,
          };
        }}
        time={{
          timeAt: layout.timeAt,
          xOf: layout.x,
          msOf: (stop) => {
            const stretch = stretches[stop];
            return stretch ? (stretch.fromMs + stretch.toMs) / 2 : fromMs;
          },
        }}
      >
        {drawn}
      </Chart>
    </div>
  );
}
