import type { ApiLog } from '@pharos/core/api/spans';
import type { Json } from '@pharos/core/content';
import { useQuery } from '@tanstack/react-query';
import { logsQuery } from '../../api/telemetry.ts';
import { JsonTree } from '../../components/content/JsonTree.tsx';
import { LongText } from '../../components/content/LongText.tsx';
import { cx } from '../../components/cx.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { traceTexts } from './texts.ts';

const severityTone = (severity: string) =>
  /^(error|fatal)/i.test(severity) ? 'text-bad' : /^warn/i.test(severity) ? 'text-warn' : 'text-muted';

interface StepLinks {
  /** What a step is called; undefined when it is not in the trace. */
  nameOf: (spanId: string) => string | undefined;
  onSelect: (spanId: string) => void;
}
interface LogsViewProps extends StepLinks {
  traceId: string;
}

/** The log records of a trace in the order they were written; each leads to its step. */
export function LogsView({ traceId, nameOf, onSelect }: LogsViewProps) {
  const t = useTexts(traceTexts);
  const query = useQuery(logsQuery(useProject(), traceId));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={6} />;
  if (query.data.length === 0) return <EmptyState title={t('noLogs')}>{t('noLogsHint')}</EmptyState>;
  return (
    <ol className="divide-y">
      {query.data.map((log, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: records have no identity but their place
        <LogLine key={index} log={log} nameOf={nameOf} onSelect={onSelect} />
      ))}
    </ol>
  );
}

function LogLine({ log, nameOf, onSelect }: StepLinks & { log: ApiLog }) {
  const t = useTexts(traceTexts);
  const format = useFormat();
  const at = Date.parse(log.time);
  return (
    <li className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 py-1.5 sm:grid-cols-[4.5rem_3.5rem_minmax(0,1fr)]">
      <time dateTime={log.time} title={format.fullTime(at)} className="figures text-xs leading-5 text-muted">
        {format.timeOfDay(at)}
      </time>
      <span className={cx('truncate text-xs leading-5 font-medium', severityTone(log.severity))}>
        {log.severity || '–'}
      </span>
      <div className="min-w-0 max-sm:col-span-2">
        {log.eventName && <p className="truncate font-medium">{log.eventName}</p>}
        {log.body && <LongText text={log.body} />}
        {Object.keys(log.attributes).length > 0 && <JsonTree value={log.attributes as Json} />}
        {log.spanId && (
          <button
            type="button"
            onClick={() => onSelect(log.spanId ?? '')}
            title={log.spanId}
            className="text-xs text-accent hover:underline"
          >
            {t('step')} {nameOf(log.spanId) ?? log.spanId}
          </button>
        )}
      </div>
    </li>
  );
}
