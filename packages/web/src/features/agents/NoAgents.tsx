import { NothingYet } from '../../components/NothingYet.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { agentsTexts } from './texts.ts';

const heartbeat = (endpoint: string): string => `curl ${endpoint}/api/v1/agents/heartbeats \\
  -H 'content-type: application/json' -H 'x-api-key: sk-…' \\
  -d '{"heartbeats": [{"agent": "support", "version": "1.0", "instance": "'$HOSTNAME'"}]}'`;

/** What would be here, and the three lines that bring it. */
export function NoAgents() {
  const t = useTexts(agentsTexts);
  return (
    <NothingYet
      title={t('empty')}
      hint={t('emptyHint')}
      code={heartbeat(window.location.origin)}
      codeLabel={t('emptyCode')}
      note={t('emptyKey')}
    />
  );
}
