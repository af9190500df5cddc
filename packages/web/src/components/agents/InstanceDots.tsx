import type { ApiAgent } from '@pharos/core/api/agents';
import { useTexts } from '../../i18n/i18n.ts';
import { Absent } from '../values.tsx';
import { StateMark } from './State.tsx';
import { countStates } from './state-look.ts';
import { agentWords } from './texts.ts';

const MOST = 8;

/** Instances as shapes of their states, one beside the other; those beyond as a number. */
export function InstanceDots({ instances }: Pick<ApiAgent, 'instances'>) {
  const t = useTexts(agentWords);
  if (instances.length === 0) return <Absent />;
  const states = countStates(instances).map(({ verdict, count }) => `${count} ${t(verdict.state)}`);
  const label = t('instanceCount', { count: instances.length, states: states.join(', ') });
  return (
    <span role="img" aria-label={label} title={label} className="inline-flex items-center gap-1">
      {instances.slice(0, MOST).map((instance) => (
        <StateMark key={instance.instance} {...instance} />
      ))}
      {instances.length > MOST && (
        <span className="figures text-xs text-muted">+{instances.length - MOST}</span>
      )}
    </span>
  );
}
