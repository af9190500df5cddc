import { CodeBlock } from '../../components/CodeBlock.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { onlineTexts } from './texts.ts';

const report = (endpoint: string): string => `curl ${endpoint}/api/v1/presence -H 'x-api-key: sk-…' \\
  -H 'content-type: application/json' -d '{"reports": [{"userId": "user-1042", "page": "/orders", "country": "DE"}]}'`;

/** What would be here, and the two lines that bring it. */
export function NobodyOnline() {
  const t = useTexts(onlineTexts);
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-2">
      <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
      <div className="-mt-8">
        <CodeBlock code={report(window.location.origin)} label={t('emptyCode')} />
      </div>
      <p className="text-xs text-muted">{t('emptyKey')}</p>
    </div>
  );
}
