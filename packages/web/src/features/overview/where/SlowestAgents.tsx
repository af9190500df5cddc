import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { overview } from '../messages.ts';
import type { WhereProps } from './rows.ts';
import { TopGroups } from './TopGroups.tsx';

/** Agents whose requests take longest. */
export function SlowestAgents(props: WhereProps) {
  const t = useTexts(overview);
  const project = useProject();
  const { search } = props.range.time;
  return (
    <TopGroups
      {...props}
      title={t('slowest')}
      note={t('byP95')}
      dimension="agent"
      metric="latencyP95"
      link={(name) => ({ to: '/p/$project/agents/$name', params: { project, name }, search })}
      list={{ to: '/p/$project/agents', params: { project } }}
    />
  );
}
