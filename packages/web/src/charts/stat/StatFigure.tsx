import { textWidth } from '@pharos/core/charts/text-width';
import type { Figure } from '@pharos/core/format/number';
import type { Metric } from '@pharos/core/metrics';
import { cx } from '../../components/cx.ts';
import { Delta } from '../../components/Delta.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { type ThresholdLine, toneOf } from '../kit/Thresholds.tsx';
import { TONE_COLOR, TONE_GLYPH } from '../kit/Tone.tsx';
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
const GAP = 8;

const TONE_TEXT = { good: 'text-good', warn: 'text-warn', bad: 'text-bad' } as const;

const SIZES = [
  { px: 30, className: 'text-3xl' },
  { px: 24, className: 'text-2xl' },
  { px: 16, className: 'text-lg' },
] as const;
/** Of the letters that `textWidth` measures, and of those beside the figure. */
const AXIS_PX = 11;
const BESIDE_PX = 12;

/** The largest size at which the figure stands whole beside what is said of it; the least where none does. */
function sizeOf(figure: Figure, said: readonly string[], width: number) {
  const beside = said
    .filter((text) => text !== '')
    .map((text) => (textWidth(text) * BESIDE_PX) / AXIS_PX + GAP);
  const unit = figure.unit === '' ? 0 : (textWidth(figure.unit) * 14) / AXIS_PX + GAP / 2;
  const sizes = SIZES.map(({ px, className }) => {
    const taken =
      (textWidth(figure.value) * px) / AXIS_PX + unit + beside.reduce((all, each) => all + each, 0);
    return { className, taken, fits: taken <= width };
  });
  return sizes.find(({ fits }) => fits) ?? { ...SIZES[2], taken: width, fits: false };
}

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
  const said = [
    before === null || before === undefined ? '' : '+00.0 %',
    tone ? `${TONE_GLYPH[tone]} ${t(tone)}` : '',
  ];
  const size = sizeOf(figure, said, width);
  const shape = points && {
    points,
    lastIncomplete,
    color: tone ? TONE_COLOR[tone] : 'var(--series-1)',
  };
  return (
    <section ref={ref} aria-label={label} className="flex min-w-0 flex-col" style={{ height }}>
      <p className="flex min-w-0 items-baseline gap-2" style={{ height: FIGURE_HEIGHT }}>
        <span
          className={cx('figures font-semibold', size.className, size.fits ? 'shrink-0' : 'min-w-0 truncate')}
          title={value === null ? t('unknown') : (exact ?? format.full(value, metric.unit))}
        >
          {figure.value}
          {figure.unit && <span className="ml-1 text-base font-normal text-muted">{figure.unit}</span>}
        </span>
        {size.fits && <Delta metric={metric} now={value} before={before} period={periodName} />}
        {shape && !below && width >= size.taken + GAP + BESIDE && (
          <span className="ml-auto self-center">
            <Sparkline {...shape} width={BESIDE} height={18} />
          </span>
        )}
        {tone && (
          <span className={`text-xs whitespace-nowrap ${TONE_TEXT[tone]}`}>
            <span aria-hidden>{TONE_GLYPH[tone]}</span>{' '}
            <span className={size.fits ? '' : 'sr-only'}>{t(tone)}</span>
          </span>
        )}
      </p>
      {shape && below && <Sparkline {...shape} width={width} height={room} area />}
    </section>
  );
}
