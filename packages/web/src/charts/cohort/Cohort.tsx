import { plotOf } from '@pharos/core/charts/frame';
import { fitText } from '@pharos/core/charts/text-width';
import type { Unit } from '@pharos/core/metrics';
import { useId, useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Chart } from '../kit/Chart.tsx';
import { LaneLabels } from '../kit/LaneLabels.tsx';
import { lanesFor } from '../kit/lanes.ts';
import { RampKey } from '../kit/RampKey.tsx';
import { rampColor, rampOf, textOnRamp } from '../kit/ramp.ts';
import { nextInGrid } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { type CohortRow, cohortColumns, cohortsOf, isFilling } from './layout.ts';

interface CohortProps {
  label: string;
  unit: Unit;
  rows: readonly CohortRow[];
  /** How long a step is: `day`, `7 days`. */
  step: string;
  height?: number;
}

const KEY = 20;
const AXIS = 20;
const SIZE_ROOM = 52;
const TEXT_FITS = 46;
const NUMBER_FITS = 22;
const RAMP = rampOf(0, 1);

/** What became of groups since they began: a lane each, a cell a step of time, its share of the beginning as colour. */
export function Cohort({ label, unit, rows, step, height = 220 }: CohortProps) {
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const cohorts = useMemo(() => cohortsOf(rows), [rows]);
  const labels = useMemo(() => rows.map((row) => row.label), [rows]);
  const lanes = useMemo(
    () => lanesFor(labels, { width, height, top: KEY, bottom: AXIS }),
    [labels, width, height],
  );
  const columns = useMemo(() => cohortColumns(cohorts, lanes, SIZE_ROOM), [cohorts, lanes]);
  const hatch = useId();
  const shareAt = (stop: number) =>
    cohorts[Math.floor(stop / columns.count)]?.shares[stop % columns.count] ?? null;
  const drawn = useMemo(
    () => (
      <>
        <LaneLabels labels={labels} lanes={lanes} />
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.5" height="5" fill="var(--surface)" />
        </pattern>
        {cohorts.slice(0, lanes.count).map((cohort, nth) => {
          const { row, size, shares } = cohort;
          const y = lanes.top(nth);
          const middle = y + lanes.height / 2;
          return (
            <g key={row.key}>
              <text x={columns.x(0) - 8} y={middle} dy="0.34em" textAnchor="end">
                {format.unit(size, unit)}
              </text>
              {shares.slice(0, columns.count).map((share, column) =>
                share === null ? null : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  <g key={column}>
                    <rect
                      x={columns.x(column) + 0.5}
                      y={y + 0.5}
                      width={columns.width - 1}
                      height={lanes.height - 1}
                      fill={rampColor(RAMP.stepOf(share))}
                    />
                    {isFilling(cohort, column) && (
                      <rect
                        x={columns.x(column) + 0.5}
                        y={y + 0.5}
                        width={columns.width - 1}
                        height={lanes.height - 1}
                        fill={`url(#${hatch})`}
                      />
                    )}
                    {columns.width >= NUMBER_FITS && !isFilling(cohort, column) && (
                      <text
                        x={columns.x(column) + columns.width / 2}
                        y={middle}
                        dy="0.34em"
                        textAnchor="middle"
                        style={{ fill: textOnRamp(RAMP.stepOf(share)) }}
                      >
                        {columns.width >= TEXT_FITS ? format.percent(share) : Math.round(share * 100)}
                      </text>
                    )}
                  </g>
                ),
              )}
            </g>
          );
        })}
        {rows.length > 0 && (
          <RampKey ramp={RAMP} x={plotOf(lanes.frame).x1} y={KEY / 2 - 2} format={format.percent} />
        )}
        {rows.length > 0 && rows.length === lanes.count && (
          <text x={columns.x(0) - 8} y={lanes.top(lanes.count) + 14} textAnchor="end">
            {fitText(t('steps', { step }), columns.x(0) - 8)}
          </text>
        )}
        {Array.from({ length: rows.length > 0 ? columns.count : 0 }, (_, column) => column)
          .filter((column) => column % Math.max(1, Math.ceil(24 / columns.width)) === 0)
          .map((column) => (
            <text
              key={column}
              x={columns.x(column) + columns.width / 2}
              y={lanes.top(lanes.count) + 14}
              textAnchor="middle"
            >
              {column}
            </text>
          ))}
      </>
    ),
    [labels, rows, lanes, cohorts, columns, format, unit, t, step, hatch],
  );
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={lanes.frame}
        empty={rows.length === 0}
        stops={{
          count: columns.count * lanes.count,
          at: (x, y) => {
            const [row, column] = [lanes.at(y), columns.at(x)];
            if (row === undefined || column === undefined) return undefined;
            const stop = row * columns.count + column;
            return shareAt(stop) === null ? undefined : stop;
          },
          next: nextInGrid(columns.count, lanes.count),
          anchor: (stop) => ({
            x: columns.x(stop % columns.count) + columns.width / 2,
            y: lanes.top(Math.floor(stop / columns.count)),
          }),
        }}
        readout={(stop) => {
          const cohort = cohorts[Math.floor(stop / columns.count)];
          const after = stop % columns.count;
          const share = shareAt(stop);
          const filling = cohort && isFilling(cohort, after) ? ` · ${t('incomplete')}` : '';
          return {
            title: `${cohort?.row.label ?? ''} · ${t('after', { count: after, step })}${filling}`,
            rows: [
              { label: t('share'), text: share === null ? '–' : format.percent(share) },
              {
                label: t('value'),
                text: share === null ? '–' : format.exact(share * (cohort?.size ?? 0), unit),
                role: 'aside',
              },
            ],
          };
        }}
        pickOf={(stop) => {
          const group = rows[Math.floor(stop / columns.count)]?.group;
          return group && { group };
        }}
      >
        {drawn}
      </Chart>
    </div>
  );
}
