import type { ApiFlowStep, ApiFlowWay } from '@pharos/core/api/paths';
import { fitText } from '@pharos/core/charts/text-width';
import { cx } from '../../../components/cx.ts';
import type { PlacedLine } from '../../../components/graph/place.ts';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { type FlowColor, NODE_HEIGHT, NODE_WIDTH } from './shown-flow.ts';
import { pathsTexts } from './texts.ts';

interface WayLabelProps {
  way: ApiFlowWay;
  line: PlacedLine;
  color: FlowColor;
  isFaded: boolean;
}

/** The share of runs that took it, and below what its colour stands for. */
export function WayLabel({ way, line: { labelX, labelY }, color, isFaded }: WayLabelProps) {
  const format = useFormat();
  const below =
    color === 'latency'
      ? way.p95Ms !== null && format.duration(way.p95Ms)
      : way.errors > 0 && `✕ ${format.percent(way.errorRate)}`;
  return (
    <text
      x={labelX}
      y={labelY}
      dy={below ? '-0.2em' : '0.34em'}
      textAnchor="middle"
      opacity={isFaded ? 0.4 : 1}
      className="figures fill-muted stroke-surface stroke-[4px] text-[11px] [paint-order:stroke] group-has-[:focus-visible]:fill-ink group-has-[:focus-visible]:font-semibold"
    >
      {format.percent(way.share)}
      {below && (
        <tspan x={labelX} dy="1.15em" className={color === 'errors' ? 'fill-bad' : ''}>
          {below}
        </tspan>
      )}
    </text>
  );
}

/** What a step is, in how many runs, and how that went. */
export function StepBox({
  step,
  isChosen,
  isFaded,
}: {
  step: ApiFlowStep;
  isChosen: boolean;
  isFaded: boolean;
}) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const name = step.merged > 0 ? t('merged', { count: format.count(step.merged) }) : step.label;
  return (
    <g aria-hidden opacity={isFaded ? 0.45 : 1}>
      <rect
        width={NODE_WIDTH}
        height={NODE_HEIGHT}
        rx={6}
        className={cx(
          'fill-raised group-hover:stroke-accent group-has-[:focus-visible]:stroke-accent group-has-[:focus-visible]:stroke-2',
          isChosen ? 'stroke-accent stroke-2' : step.errors > 0 ? 'stroke-bad' : 'stroke-line-strong',
        )}
      />
      <g transform="translate(10,11)">
        <KindIcon kind={step.kind} />
      </g>
      <text x={28} y={21} className="fill-ink text-sm font-medium">
        {fitText(name, NODE_WIDTH - 40)}
      </text>
      <text x={10} y={40} className="figures fill-muted text-xs">
        {format.percent(step.share)}
        {step.p95Ms !== null && ` · ${format.duration(step.p95Ms)}`}
        {step.errors > 0 && <tspan className="fill-bad">{` · ✕ ${format.percent(step.errorRate)}`}</tspan>}
      </text>
    </g>
  );
}

/** Grey where nothing is wrong, or nothing slow; more of the colour the more of it. */
export function strokeOf({ errorRate, p95Ms }: ApiFlowWay, color: FlowColor, slowest: number): string {
  if (color === 'latency') return mixed('var(--series-1)', Math.sqrt((p95Ms ?? 0) / slowest));
  return errorRate === 0
    ? 'var(--line-strong)'
    : mixed('var(--bad-mark)', 0.35 + 0.65 * Math.sqrt(errorRate));
}
const mixed = (color: string, share: number): string =>
  `color-mix(in oklch, ${color} ${Math.round(share * 100)}%, var(--line-strong))`;
