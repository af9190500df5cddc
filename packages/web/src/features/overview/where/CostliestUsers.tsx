import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { overview } from '../messages.ts';
import type { WhereProps } from './rows.ts';
import { TopGroups } from './TopGroups.tsx';

/** Users on whom most is spent. */
export function CostliestUsers(props: WhereProps) {
  const t = useTexts(overview);
  const project = useProject();
  const { search } = props.range.time;
  return (
    <TopGroups
      {...props}
      title={t('costliest')}
      note={t('byCost')}
      dimension="user"
      metric="cost"
      link={(userId) => ({ to: '/p/$project/users/$userId', params: { project, userId }, search })}
      list={{ to: '/p/$project/usage', params: { project }, search: { ...search, by: 'user' } }}
    />
  );
}
