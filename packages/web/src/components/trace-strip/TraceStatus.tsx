import type { TraceSummary } from '@pharos/core/api/spans';
import { useTexts } from '../../i18n/i18n.ts';
import { Badge, StatusBadge } from '../Badge.tsx';
import { stripTexts } from './texts.ts';

/** How a trace ended, and whether errors on the way were overcome. */
export function TraceStatus({ trace }: { trace: Pick<TraceSummary, 'status' | 'errorCount'> }) {
  const t = useTexts(stripTexts);
  return trace.errorCount > 0 && trace.status !== 'error' ? (
    <Badge tone="warn">{t('recovered', { count: trace.errorCount })}</Badge>
  ) : (
    <StatusBadge status={trace.status} errors={trace.errorCount} />
  );
}
