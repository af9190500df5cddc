import { CodeBlock } from '../../components/CodeBlock.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { agentsTexts } from './texts.ts';

const heartbeat = (endpoint: string): string => `curl ${endpoint}/api/v1/agents/heartbeats \\
  -H 'content-type: application/json' -H 'x-api-key: sk-…' \\
  -d '{"heartbeats": [{"agent": "support", "version": "1.0", "instance": "'$HOSTNAME'"}]}'`;

/** What would be here, and the three lines that bring it. */
export function NoAgents() {
  const t = useTexts(agentsTexts);
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-2">
      <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
      <div className="-mt-8">
        <CodeBlock code={heartbeat(window.location.origin)} label={t('emptyCode')} />
      </div>
      <p className="text-xs text-muted">{t('emptyKey')}</p>
    </div>
  );
}
