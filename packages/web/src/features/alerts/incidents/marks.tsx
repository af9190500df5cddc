import type { Incident } from '@pharos/core/api/incidents';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { Absent } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useNow } from '../../../use-time-range.ts';
import { incidentTexts } from './texts.ts';

const STATE_TONES: Record<Incident['state'], Tone> = { firing: 'bad', steadying: 'warn', ended: 'good' };

export const StateBadge = ({ state }: Pick<Incident, 'state'>) => (
  <Badge tone={STATE_TONES[state]}>{useTexts(incidentTexts)(state)}</Badge>
);

/** What it told when it fired last, and what that was held against. */
export function ValueAgainstLimit({
  incident: { value, limit, rule },
}: {
  incident: Pick<Incident, 'value' | 'limit' | 'rule'>;
}) {
  const t = useTexts(incidentTexts);
  const format = useFormat();
  if (value === null) return <Absent />;
  const written = (write: (value: number, unit: typeof rule.unit) => string) =>
    limit === null
      ? write(value, rule.unit)
      : t('valueOf', { value: write(value, rule.unit), limit: write(limit, rule.unit) });
  return (
    <span className="figures" title={written(format.exact)}>
      {written(format.unit)}
    </span>
  );
}

/** How long it went on, or goes on by now. */
export function Lasted({ incident: { openedAt, endedAt } }: { incident: Incident }) {
  const format = useFormat();
  const now = useNow(endedAt === null ? 15_000 : 0);
  const lasted = (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(openedAt);
  return <span className="figures">{format.duration(Math.max(0, lasted))}</span>;
}
