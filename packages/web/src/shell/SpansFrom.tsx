import { useQuery } from '@tanstack/react-query';
import { retentionQuery } from '../api/retention.ts';
import { Tooltip } from '../components/Tooltip.tsx';
import { useFormat } from '../format/use-format.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useProject } from '../use-project.ts';
import { useTimeRange } from '../use-time-range.ts';
import { shell } from './messages.ts';

/** Says since when there are spans, on pages that look further back. */
export function SpansFrom() {
  const t = useTexts(shell);
  const format = useFormat();
  const { fromMs } = useTimeRange();
  const { data } = useQuery(retentionQuery(useProject()));
  const sinceMs = data?.spansFrom ? Date.parse(data.spansFrom) : undefined;
  if (sinceMs === undefined || fromMs >= sinceMs) return null;
  return (
    <Tooltip content={t('spansFromHint')}>
      <span className="text-xs text-muted">{t('spansFrom', { day: format.dateTime(sinceMs) })}</span>
    </Tooltip>
  );
}
