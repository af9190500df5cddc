import type { Severity } from '@pharos/core/alerts/rule';
import { useTexts } from '../../i18n/i18n.ts';
import { Badge, type Tone } from '../Badge.tsx';
import { incidentWords } from './texts.ts';

const LOOK: Record<Severity, { tone: Tone; glyph: string }> = {
  info: { tone: 'accent', glyph: '●' },
  warning: { tone: 'warn', glyph: '◆' },
  critical: { tone: 'bad', glyph: '▲' },
};

/** How bad something is, as shape and word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const t = useTexts(incidentWords);
  const { tone, glyph } = LOOK[severity];
  return (
    <Badge tone={tone}>
      <span aria-hidden className="mr-1 text-2xs">
        {glyph}
      </span>
      {t(severity)}
    </Badge>
  );
}
