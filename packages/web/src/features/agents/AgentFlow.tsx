import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { pathsQuery } from '../../api/paths.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { useStillRange } from '../../use-still-range.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { FlowPanel } from './paths/FlowPanel.tsx';
import { pathsTexts } from './paths/texts.ts';

/** The ways that its runs went in the time range; each step and way leads to its runs. */
export function AgentFlow({ name }: { name: string }) {
  const t = useTexts(pathsTexts);
  const project = useProject();
  const navigate = useNavigate();
  const { search } = useTimeRange();
  const range = useStillRange();
  const query = useQuery(pathsQuery(project, name, { ...range, version: '', filter: '' }));
  const to = { to: '/p/$project/agents/$name/paths', params: { project, name } } as const;
  return (
    <FlowPanel
      title={t('title')}
      query={query}
      color="errors"
      withRare={false}
      onOpen={(stop) => void navigate({ ...to, search: { ...search, ...stop } })}
      className="shrink-0 border-t pt-3"
      actions={
        <Link {...to} search={search} className="text-sm text-accent hover:underline">
          {t('allPaths')}
        </Link>
      }
    />
  );
}
