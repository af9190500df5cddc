import { textWidth } from '@pharos/core/charts/text-width';
import type { Unit } from '@pharos/core/metrics';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { type ThresholdLine, toneOf } from '../kit/Thresholds.tsx';
import { TONE_COLOR, ToneShape } from '../kit/Tone.tsx';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { layoutGauge } from './layout.ts';

interface GaugeProps {
  label: string;
  unit: Unit;
  value: number | null;
  /** Where the scale ends. */
  most: number;
  thresholds: readonly ThresholdLine[];
  height?: number;
}

/** A figure against the most that it may be, with a word for what it means. */
export function Gauge({ label, unit, value, most, thresholds, height = 160 }: GaugeProps) {
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const {
    cx,
    cy,
    radius,
    track,
    value: filled,
    zones,
  } = layoutGauge(value, most, thresholds, { width, height });
  const tone = value === null ? undefined : toneOf(thresholds, value);
  const figure = value === null ? { value: '–', unit: '' } : format.figure(value, unit);
  const said = value === null ? t('unknown') : format.exact(value, unit);
  return (
    <div ref={ref} className="min-w-0" title={said}>
      <svg
        role="img"
        aria-label={`${label}: ${said}${tone ? `, ${t(tone)}` : ''}`}
        width={width}
        height={height}
        className="chart"
      >
        <g transform={`translate(${cx},${cy})`}>
          <path className="track" d={track} />
          <path d={filled} fill={tone ? TONE_COLOR[tone] : 'var(--series-1)'} />
          {zones.map(({ tone: zone, path }) => (
            <path key={path} d={path} fill={TONE_COLOR[zone]} opacity={zone === tone ? 1 : 0.4} />
          ))}
          <text
            className="strong"
            textAnchor="middle"
            y={6}
            style={{ fontSize: Math.min(30, radius * 0.38, (radius * 12) / textWidth(figure.value)) }}
          >
            {figure.value}
            {figure.unit && <tspan style={{ fontSize: '0.55em', fontWeight: 400 }}> {figure.unit}</tspan>}
          </text>
          {tone && <ToneShape tone={tone} x={-textWidth(t(tone)) / 2 - 3} y={radius * 0.38 - 4} />}
          <text className="label" textAnchor="middle" x={5} y={radius * 0.38}>
            {tone ? t(tone) : ''}
          </text>
          <text textAnchor="middle" y={radius * 0.6}>
            {t('ofMost', { most: format.axis(most, unit) })}
          </text>
        </g>
      </svg>
    </div>
  );
}
