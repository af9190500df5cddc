import type { Metric } from '@pharos/core/metrics';
import { Delta } from '../../components/Delta.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { type ThresholdLine, toneOf } from '../kit/Thresholds.tsx';
import { TONE_COLOR, TONE_GLYPH } from '../kit/Tone.tsx';
import { textWidth } from '../kit/text-width.ts';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import { Sparkline } from './Sparkline.tsx';

interface StatFigureProps {
  label: string;
  metric: Pick<Metric, 'unit' | 'better'>;
  value: number | null;
  /** The exact decimal, where the figure is money. */
  exact?: string | undefined;
  before?: number | null | undefined;
  periodName: string;
  points?: readonly (number | null)[] | undefined;
  lastIncomplete?: boolean;
  thresholds?: readonly ThresholdLine[];
  height: number;
}

const FIGURE_HEIGHT = 40;
const LEAST_SPARK = 14;
const BESIDE = 60;
const FIGURE_SIZE = 30;
const AXIS_SIZE = 11;

const TONE_TEXT = { good: 'text-good', warn: 'text-warn', bad: 'text-bad' } as const;

/** One figure with how it changed and its recent shape: below it, or beside it where there is no room below. */
export function StatFigure(props: StatFigureProps) {
  const { label, metric, value, exact, before, periodName, points, lastIncomplete = false, height } = props;
  const t = useTexts(chartTexts);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const tone = value === null ? undefined : toneOf(props.thresholds ?? [], value);
  const figure = value === null ? { value: '–', unit: '' } : format.figure(value, metric.unit);
  const room = height - FIGURE_HEIGHT - 6;
  const below = room >= LEAST_SPARK;
  const said = [before === null || before === undefined ? '' : '+00.0 %', tone ? `▲ ${t(tone)}` : ''];
  // A figure is never cut to make room for its shape.
  const taken =
    (textWidth(figure.value) * FIGURE_SIZE) / AXIS_SIZE + textWidth(figure.unit + said.join('  ')) + 40;
  const shape = points && {
    points,
    lastIncomplete,
    color: tone ? TONE_COLOR[tone] : 'var(--series-1)',
  };
  return (
    <section ref={ref} aria-label={label} className="flex min-w-0 flex-col" style={{ height }}>
      <p className="flex min-w-0 items-baseline gap-2" style={{ height: FIGURE_HEIGHT }}>
        <span
          className="figures shrink-0 text-3xl font-semibold"
          title={value === null ? t('unknown') : (exact ?? format.exact(value, metric.unit))}
        >
          {figure.value}
          {figure.unit && <span className="ml-1 text-base font-normal text-muted">{figure.unit}</span>}
        </span>
        <Delta metric={metric} now={value} before={before} period={periodName} />
        {shape && !below && width >= taken + BESIDE && (
          <span className="ml-auto self-center">
            <Sparkline {...shape} width={BESIDE} height={18} />
          </span>
        )}
        {tone && (
          <span className={`text-xs whitespace-nowrap ${TONE_TEXT[tone]}`}>
            <span aria-hidden>{TONE_GLYPH[tone]}</span> {t(tone)}
          </span>
        )}
      </p>
      {shape && below && <Sparkline {...shape} width={width} height={room} area />}
    </section>
  );
}
