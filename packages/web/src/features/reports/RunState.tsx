import type { ReportRun } from '@pharos/core/api/reports';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { reportTexts } from './texts.ts';

const LOOK: Record<ReportRun['state'], { tone: Tone; glyph: string }> = {
  queued: { tone: 'neutral', glyph: '○' },
  running: { tone: 'accent', glyph: '◐' },
  done: { tone: 'good', glyph: '✓' },
  failed: { tone: 'bad', glyph: '▲' },
};

interface RunStateProps {
  run: Pick<ReportRun, 'state' | 'step' | 'steps' | 'error'>;
}

/** How far a report is, as shape and word. */
export function StateBadge({ run: { state, error } }: RunStateProps) {
  const t = useTexts(reportTexts);
  const { tone, glyph } = LOOK[state];
  return (
    <Badge tone={tone} title={error ?? undefined}>
      <span aria-hidden className="mr-1 text-2xs">
        {glyph}
      </span>
      {t(`state_${state}`)}
    </Badge>
  );
}

/** The same, with its parts while it is being made. */
export const RunState = ({ run }: RunStateProps) => (
  <span className="flex min-w-0 flex-col items-start gap-1">
    <StateBadge run={run} />
    {run.state === 'running' && <Progress run={run} />}
  </span>
);

/** The parts that are made, of all. */
export function Progress({ run: { step, steps } }: RunStateProps) {
  const t = useTexts(reportTexts);
  return (
    <span
      role="progressbar"
      aria-label={t('state_running')}
      aria-valuemin={0}
      aria-valuemax={Math.max(1, steps)}
      aria-valuenow={step}
      aria-valuetext={t('progress', { step, steps })}
      title={t('progress', { step, steps })}
      className="block h-1 w-full min-w-16 overflow-hidden rounded-full bg-pressed"
    >
      <span
        className="block h-full rounded-full bg-accent transition-[width]"
        style={{ width: `${(100 * step) / Math.max(1, steps)}%` }}
      />
    </span>
  );
}
