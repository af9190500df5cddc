import { plotOf } from '@pharos/core/charts/frame';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Cells } from '../heatmap/Cells.tsx';
import { AXIS, type Cell, KEY } from '../heatmap/layout.ts';
import { Chart } from '../kit/Chart.tsx';
import { LaneLabels } from '../kit/LaneLabels.tsx';
import { lanesFor } from '../kit/lanes.ts';
import { RampKey } from '../kit/RampKey.tsx';
import { rampColor, rampOf } from '../kit/ramp.ts';
import { nextInGrid } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';

export interface WeekCell {
  /** Monday is 0. */
  weekday: number;
  hour: number;
  /** Null where nothing is known. */
  value: number | null;
}

interface WeekHeatProps {
  label: string;
  unit: Unit;
  cells: readonly WeekCell[];
  height?: number;
}

const DAYS = 7;
const HOURS = 24;
/** A Monday, to be named. */
const MONDAY = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;

const placeOf = ({ weekday, hour }: Pick<WeekCell, 'weekday' | 'hour'>): number => weekday * HOURS + hour;

/** A week by its hours: a row a day, a column an hour, the value as colour. */
export function WeekHeat({ label, unit, cells, height = 220 }: WeekHeatProps) {
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const days = useMemo(() => {
    const name = new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' });
    return Array.from({ length: DAYS }, (_, day) => name.format(MONDAY + day * HOURS * HOUR_MS));
  }, [format.locale]);
  const lanes = useMemo(
    () => lanesFor(days, { width, height, top: KEY, bottom: AXIS }),
    [days, width, height],
  );
  const plot = plotOf(lanes.frame);
  const edge = (hour: number) => Math.round(plot.x0 + (plot.width * hour) / HOURS);
  const values = useMemo(() => new Map(cells.map((cell) => [placeOf(cell), cell.value])), [cells]);
  const most = Math.max(0, ...cells.map(({ value }) => value ?? 0));
  const ramp = most > 0 ? rampOf(0, most) : undefined;
  const drawn: Cell[] = cells.flatMap(({ weekday, hour, value }) => {
    if (value === null) return [];
    const y = Math.round(lanes.top(weekday));
    return [
      {
        ...{ x: edge(hour), y, step: value === 0 ? 0 : (ramp?.stepOf(value) ?? 0) },
        width: edge(hour + 1) - edge(hour) - 1,
        height: Math.round(lanes.top(weekday + 1)) - y - 1,
      },
    ];
  });
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  const every = plot.width / HOURS >= 40 ? 1 : plot.width / HOURS >= 20 ? 3 : 6;
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={lanes.frame}
        empty={most === 0}
        stops={{
          count: DAYS * HOURS,
          at: (x, y) => {
            const day = lanes.at(y);
            const hour = Math.floor(((x - plot.x0) / plot.width) * HOURS);
            return day === undefined || hour < 0 || hour >= HOURS
              ? undefined
              : placeOf({ weekday: day, hour });
          },
          next: nextInGrid(HOURS, DAYS),
          anchor: (stop) => ({
            x: edge((stop % HOURS) + 0.5),
            y: lanes.top(Math.floor(stop / HOURS)),
          }),
        }}
        readout={(stop) => {
          const value = values.get(stop) ?? null;
          const hour = stop % HOURS;
          return {
            title: `${days[Math.floor(stop / HOURS)] ?? ''} ${clock(hour)} – ${clock(hour + 1)}`,
            rows: [
              {
                label: t('value'),
                text: value === null ? t('unknown') : format.unit(value, unit),
                ...(value && ramp ? { color: rampColor(ramp.stepOf(value)) } : {}),
              },
            ],
          };
        }}
        cursor={(stop) => {
          const [day, hour] = [Math.floor(stop / HOURS), stop % HOURS];
          return (
            <rect
              className="focus"
              x={edge(hour)}
              y={lanes.top(day)}
              width={edge(hour + 1) - edge(hour)}
              height={lanes.height}
            />
          );
        }}
      >
        <LaneLabels labels={days} lanes={lanes} />
        {most > 0 && <Cells cells={drawn} />}
        {Array.from({ length: HOURS }, (_, hour) => hour)
          .filter((hour) => hour % every === 0)
          .map((hour) => (
            <text key={hour} x={edge(hour)} y={lanes.top(DAYS) + 14}>
              {clock(hour)}
            </text>
          ))}
        {ramp && (
          <RampKey ramp={ramp} x={plot.x1} y={KEY / 2 - 2} format={(value) => format.unit(value, unit)} />
        )}
      </Chart>
    </div>
  );
}
