import { fitText, textWidth } from '@pharos/core/charts/text-width';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Chart } from '../kit/Chart.tsx';
import { nextInRow } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { layoutFunnel, type Stage } from './layout.ts';

interface FunnelProps {
  label: string;
  unit: Unit;
  /** In order. */
  stages: readonly Stage[];
  height?: number;
}

const MOST_LABEL = 160;
const FIGURE_ROOM = 110;

/** How many come how far: a bar a stage with its figure and its share of the first, and what is lost between. */
export function Funnel({ label, unit, stages, height = 200 }: FunnelProps) {
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const left = Math.min(
    MOST_LABEL,
    Math.max(0, ...stages.map((stage) => textWidth(stage.label))) + 12,
    width * 0.4,
  );
  const rows = useMemo(
    () => layoutFunnel(stages, { width: width - FIGURE_ROOM, height, labelRoom: left }),
    [stages, width, height, left],
  );
  const drawn = useMemo(
    () =>
      rows.map(({ key, label: name, value, ofFirst, ofPrevious, y, height: tall, width: wide }, nth) => {
        const bar = Math.min(26, tall * 0.62);
        const previous = rows[nth - 1];
        const middle = y + bar / 2;
        return (
          <g key={key}>
            {previous && (
              <path
                style={{ color: 'var(--series-1)' }}
                className="wash"
                d={`M${left},${previous.y + bar}h${previous.width}L${left + wide},${y}H${left}z`}
              />
            )}
            <rect x={left} y={y} width={wide} height={bar} rx="2" fill="var(--series-1)" />
            <text className="label" x={0} y={middle} dy="0.34em">
              <title>{name}</title>
              {fitText(name, left - 8)}
            </text>
            <text className="strong" x={left + wide + 8} y={middle} dy="0.34em">
              {format.unit(value, unit)}
              {nth > 0 && ofFirst !== null && (
                <tspan style={{ fontWeight: 400, fill: 'var(--muted)' }}> {format.percent(ofFirst)}</tspan>
              )}
            </text>
            {nth > 0 && ofPrevious !== null && tall - bar >= 14 && (
              <text x={left + 6} y={y - (tall - bar) / 2} dy="0.34em">
                {format.percent(ofPrevious)}
              </text>
            )}
          </g>
        );
      }),
    [rows, left, format, unit],
  );
  const frame = { width, height, left, right: FIGURE_ROOM, top: 0, bottom: 0 };
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={frame}
        empty={stages.length === 0}
        stops={{
          count: rows.length,
          at: (_, y) => {
            const nth = rows.findIndex((row) => y >= row.y && y < row.y + row.height);
            return nth < 0 ? undefined : nth;
          },
          next: nextInRow(rows.length),
          anchor: (nth) => ({ x: left + (rows[nth]?.width ?? 0) / 2, y: (rows[nth]?.y ?? 0) + 30 }),
        }}
        readout={(nth) => {
          const row = rows[nth];
          const share = (value: number | null | undefined) =>
            typeof value === 'number' ? format.percent(value) : '–';
          return {
            title: row?.label ?? '',
            rows: [
              { label: t('value'), text: format.exact(row?.value ?? 0, unit) },
              ...(nth > 0
                ? [
                    { label: t('ofFirst'), text: share(row?.ofFirst) },
                    { label: t('ofPrevious'), text: share(row?.ofPrevious) },
                    { label: t('lost'), text: format.exact(row?.lost ?? 0, unit), role: 'aside' as const },
                  ]
                : []),
            ],
          };
        }}
        pickOf={(nth) => {
          const group = stages[nth]?.group;
          return group ? { group } : {};
        }}
      >
        {drawn}
      </Chart>
    </div>
  );
}
