import type { ApiAgent } from '@pharos/core/api/agents';
import { Link } from '@tanstack/react-router';
import { Absent, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { agentsTexts } from './texts.ts';

/** What went wrong last, leading to the span in which it did. */
export function LastError({ lastError }: Pick<ApiAgent, 'lastError'>) {
  const t = useTexts(agentsTexts);
  const project = useProject();
  if (!lastError) return <Absent />;
  const message = lastError.message || t('noMessage');
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        to="/p/$project/traces/$traceId"
        params={{ project, traceId: lastError.traceId }}
        search={{ span: lastError.spanId }}
        title={message}
        dir="auto"
        className="min-w-0 truncate text-bad hover:underline"
      >
        {message}
      </Link>
      <span className="shrink-0 text-xs text-muted">
        <When at={lastError.at} />
      </span>
    </span>
  );
}
