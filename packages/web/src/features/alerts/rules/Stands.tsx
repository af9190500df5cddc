import type { AlertState } from '@pharos/core/alerts/standing';
import type { RuleSummary } from '@pharos/core/api/alerts';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { standingTexts } from './standing-texts.ts';

/** The worst first. */
const TONES: Record<AlertState, Tone> = {
  firing: 'bad',
  noData: 'bad',
  pending: 'warn',
  recovering: 'warn',
  ok: 'good',
};
export const STATES = Object.keys(TONES) as AlertState[];

/** How a group stands. */
export const StandingBadge = ({ state }: { state: AlertState }) => (
  <Badge tone={TONES[state]}>{useTexts(standingTexts)(state)}</Badge>
);

/** How a rule stands: that it could not be looked at, else how many of its groups stand how. */
export function Stands({ summary: { evaluatedAt, error, groups } }: { summary: RuleSummary }) {
  const t = useTexts(standingTexts);
  const format = useFormat();
  if (error !== null)
    return (
      <span title={error}>
        <Badge tone="bad">{t('error')}</Badge>
      </span>
    );
  if (evaluatedAt === null) return <span className="text-sm text-muted">{t('unseen')}</span>;
  const told = STATES.filter((state) => groups[state] !== undefined);
  if (told.length === 0) return <span className="text-sm text-muted">{t('nothing')}</span>;
  return (
    <span className="flex flex-wrap gap-x-2 gap-y-1 py-1.5" title={format.fullTime(Date.parse(evaluatedAt))}>
      {told.map((state) => (
        <span key={state} className="flex items-center gap-1 whitespace-nowrap">
          <StandingBadge state={state} />
          <span className="figures text-xs text-muted">{format.count(groups[state] ?? 0)}</span>
        </span>
      ))}
    </span>
  );
}
